/**
 * Template text to tokens.
 *
 * `{{- ` removes white space before it, ` -}}` after it; the space next to the dash is part of the marker, which is why
 * `{{-3}}` is a number. A comment stands alone between its braces.
 *
 * Source: Go's text/template, "Text and spaces" and "Actions".
 */
import { goLiteral, unquoteGo } from "../text/go-string.ts"
import { SourceError } from "../text/source-problem.ts"

export interface Token {
  /** `text` stands outside of actions; `open` and `close` are the braces; `end` comes last. */
  readonly kind: "text" | "open" | "close" | "field" | "variable" | "name" | "literal" | "symbol" | "end"
  /** As written; of a field or variable, its name alone; of text, what the trim markers left. */
  readonly text: string
  /** Of a literal. */
  readonly value?: string | number
  /** Whether white space stands before it: it separates arguments, and `.a.b` from `.a .b`. */
  readonly spaced: boolean
  readonly offset: number
}

const word = /[\p{L}\p{Nd}_]+/uy
const space = /[ \t\r\n]+/y
const close = /\}\}|[ \t\r\n]-\}\}/y
const number =
  /[+-]?(?:0[xX][\da-fA-F_]+|0[bB][01_]+|0[oO][0-7_]+|(?:\d[\d_]*(?:\.[\d_]*)?|\.\d[\d_]*)(?:[eE][+-]?\d+)?)/y
const symbol = /:=|[=|(),.]/y

/** @throws SourceError for what no action may hold, and for actions, comments and strings that are not closed */
export function lex(source: string): readonly Token[] {
  const tokens: Token[] = []
  let trimNext = false
  for (let offset = 0; offset < source.length; ) {
    const open = source.indexOf("{{", offset)
    const end = open === -1 ? source.length : open
    const trimBefore = open !== -1 && /^-[ \t\r\n]/.test(source.slice(open + 2, open + 4))
    const text = trimmed(source.slice(offset, end), trimNext, trimBefore)
    if (text !== "") tokens.push({ kind: "text", text, spaced: false, offset })
    if (open === -1) break
    const inside = open + (trimBefore ? 4 : 2)
    const after = source.startsWith("/*", inside)
      ? afterComment(source, inside)
      : lexAction(source, open, inside, tokens)
    trimNext = source.charAt(after - 3) === "-" && /[ \t\r\n]/.test(source.charAt(after - 4))
    offset = after
  }
  tokens.push({ kind: "end", text: "", spaced: false, offset: source.length })
  return tokens
}

const trimmed = (text: string, atStart: boolean, atEnd: boolean): string => {
  const withoutStart = atStart ? text.replace(/^[ \t\r\n]+/, "") : text
  return atEnd ? withoutStart.slice(0, lengthWithoutSpace(withoutStart)) : withoutStart
}

/** A pattern ending in `[ \t\r\n]+$` would take quadratic time on long runs of space. */
function lengthWithoutSpace(text: string): number {
  let length = text.length
  while (length > 0 && " \t\r\n".includes(text.charAt(length - 1))) length--
  return length
}

/** The offset behind a comment and its closing braces. */
function afterComment(source: string, offset: number): number {
  const end = source.indexOf("*/", offset + 2)
  if (end === -1) throw new SourceError("this comment is not closed", offset)
  const braces = matchAt(close, source, end + 2)
  if (braces === undefined)
    throw new SourceError("a comment must fill its action: }} must follow */", end + 2)
  return end + 2 + braces.length
}

/** Adds the tokens of one action and returns the offset behind it. */
function lexAction(source: string, open: number, inside: number, tokens: Token[]): number {
  tokens.push({ kind: "open", text: "{{", spaced: false, offset: open })
  let spaced = false
  for (let offset = inside; offset < source.length; ) {
    const braces = matchAt(close, source, offset)
    if (braces !== undefined) {
      tokens.push({ kind: "close", text: "}}", spaced, offset })
      return offset + braces.length
    }
    const gap = matchAt(space, source, offset)
    if (gap !== undefined) {
      spaced = true
      // The last space may belong to a closing trim marker.
      const last = offset + gap.length - 1
      offset = matchAt(close, source, last) === undefined ? last + 1 : last
      continue
    }
    const { token, length } = lexToken(source, offset, spaced)
    tokens.push(token)
    spaced = false
    offset += length
  }
  throw new SourceError("this {{ has no }}", open)
}

function lexToken(source: string, offset: number, spaced: boolean): { token: Token; length: number } {
  const made = (kind: Token["kind"], text: string, length: number, value?: string | number) => ({
    token: { kind, text, spaced, offset, ...(value === undefined ? {} : { value }) },
    length,
  })
  const literal = matchAt(goLiteral, source, offset)
  if (literal !== undefined) return made("literal", literal, literal.length, literalValue(literal, offset))
  const digits = matchAt(number, source, offset)
  if (digits !== undefined) return made("literal", digits, digits.length, numberValue(source, digits, offset))
  const first = source.charAt(offset)
  if (first === "." || first === "$") {
    const name = matchAt(word, source, offset + 1)
    if (name !== undefined) return made(first === "." ? "field" : "variable", name, name.length + 1)
    if (first === "$") return made("variable", "", 1)
  }
  const name = matchAt(word, source, offset)
  if (name !== undefined) return made("name", name, name.length)
  const sign = matchAt(symbol, source, offset)
  if (sign !== undefined) return made("symbol", sign, sign.length)
  throw strayCharacter(source, offset)
}

function literalValue(literal: string, offset: number): string | number {
  const value = unquoteGo(literal, offset)
  if (!literal.startsWith("'")) return value
  const [character, ...rest] = value
  if (character === undefined || rest.length > 0)
    throw new SourceError("single quotes hold one character: use double quotes for a string", offset)
  return character.codePointAt(0) ?? 0
}

function numberValue(source: string, digits: string, offset: number): number {
  if (matchAt(word, source, offset + digits.length) !== undefined)
    throw new SourceError("not a number: letters follow the digits", offset)
  const plain = digits.replaceAll("_", "").replace(/^\+/, "")
  const unsigned = plain.replace(/^-/, "")
  const octal = /^0\d+$/.test(unsigned)
  if (octal && /[89]/.test(unsigned)) throw new SourceError("not a number: a leading 0 means octal", offset)
  const size = Number(octal ? `0o${unsigned.slice(1)}` : unsigned)
  const value = plain.startsWith("-") ? -size : size
  if (!Number.isFinite(value) || (/^\d+$/.test(unsigned) && !Number.isSafeInteger(value)))
    throw new SourceError("this number is too large", offset)
  return value
}

function matchAt(pattern: RegExp, source: string, offset: number): string | undefined {
  pattern.lastIndex = offset
  return pattern.exec(source)?.[0]
}

function strayCharacter(source: string, offset: number): SourceError {
  const character = String.fromCodePoint(source.codePointAt(offset) ?? 0)
  if (character === '"' || character === "`" || character === "'")
    return new SourceError("this string is not closed", offset)
  if (character === "-" && matchAt(word, source, offset + 1) !== undefined)
    return new SourceError('a name with a dash needs index: {{ index .claims "a-b" }}', offset)
  return new SourceError(`${character} has no meaning here`, offset)
}
