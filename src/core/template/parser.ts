/** What the parsers of statements and expressions share: the tokens, where they are, and which variables are in scope. */
import { SourceError } from "../text/source-problem.ts"
import type { Body } from "./ast.ts"
import type { Token } from "./lex.ts"

export interface Parser {
  readonly tokens: readonly Token[]
  position: number
  nesting: number
  /** How many `|` the template has so far. */
  pipes: number
  /** How many `range` blocks of this body are open. */
  loops: number
  /** Names in scope, the position of each being its slot. */
  scope: string[]
  readonly named: Map<string, Body>
  /** Templates that were called, to be found once everything is parsed. */
  readonly called: { readonly name: string; readonly offset: number }[]
  /** What is wrong without being an error of syntax, so that all of it is told. */
  readonly problems: { readonly message: string; readonly offset: number }[]
}

/** Far more than a readable template has; it keeps the recursion below the stack's limit. */
const maxNesting = 100

const endless: Token = { kind: "end", text: "", spaced: false, offset: 0 }

export const peek = (parser: Parser, ahead = 0): Token =>
  parser.tokens[parser.position + ahead] ?? parser.tokens.at(-1) ?? endless

export function take(parser: Parser): Token {
  const token = peek(parser)
  parser.position++
  return token
}

export const isSymbol = (token: Token, text: string): boolean =>
  token.kind === "symbol" && token.text === text

export function takeIf(parser: Parser, symbol: string): boolean {
  const found = isSymbol(peek(parser), symbol)
  if (found) parser.position++
  return found
}

export function expectClose(parser: Parser): void {
  const token = take(parser)
  if (token.kind !== "close") throw unexpected(token, "}}")
}

export function unexpected(token: Token, wanted: string): SourceError {
  const shown = { field: `.${token.text}`, variable: `$${token.text}`, end: "the end" } as const
  const found = token.kind in shown ? shown[token.kind as keyof typeof shown] : token.text
  return new SourceError(`expected ${wanted}, found ${found}`, token.offset)
}

/** Runs `parse` one level deeper; variables that it declares end with it. */
export function nested<Parsed>(parser: Parser, parse: () => Parsed): Parsed {
  if (++parser.nesting > maxNesting)
    throw new SourceError(`nested more than ${maxNesting} levels deep`, peek(parser).offset)
  const outer = parser.scope.length
  const parsed = parse()
  parser.scope.length = outer
  parser.nesting--
  return parsed
}

/** A slot for a new variable, which hides an older one of that name. */
export function declare(parser: Parser, name: string): number {
  parser.scope.push(name)
  return parser.scope.length - 1
}

/** The slot of a variable; an unknown one is noted and reads as `$`. */
export function lookUp(parser: Parser, { text, offset }: Token): number {
  const slot = parser.scope.lastIndexOf(text)
  if (slot === -1) parser.problems.push({ message: `the variable $${text} is not defined here`, offset })
  return Math.max(0, slot)
}
