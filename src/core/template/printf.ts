/**
 * `printf`. Where Go writes its complaint into the text (`%!d(string=x)`), this fails: a complaint is no header.
 *
 * Source: Go's fmt package, "Printing".
 */
import { quoteGo } from "./escape.ts"
import { formatScalar, formatValue } from "./format.ts"
import { fixed, general, scientific, shortest } from "./number.ts"
import { isMissing, kindOf } from "./value.ts"

interface Directive {
  readonly flags: string
  readonly width: number
  readonly precision: number | undefined
  readonly verb: string
}

type Fail = (why: string) => never

const directive =
  /%(?<flags>[-+0 ]*)(?<width>\*|\d+)?(?:\.(?<precision>\*|\d*))?(?:\[(?<position>\d+)\])?(?<verb>[a-zA-Z%])/y

/** Wider fields than this have no place in a header. */
const maxWidth = 100

/** `format` with its directives replaced by `values`. A missing value leaves nothing. */
export function printf(format: string, values: readonly unknown[], fail: Fail): string {
  let text = ""
  let next = 0
  let reordered = false
  const argument = (): unknown =>
    next < values.length ? values[next++] : fail("printf has too few arguments")
  const size = (written: string | undefined): number | undefined => {
    if (written === undefined) return undefined
    const value = written === "*" ? argument() : Number(written)
    if (typeof value !== "number" || !Number.isInteger(value))
      return fail("a width for printf must be an integer")
    return Math.abs(value) > maxWidth ? fail(`a width for printf must be at most ${maxWidth}`) : value
  }
  for (let offset = 0; offset < format.length; ) {
    const percent = format.indexOf("%", offset)
    text += format.slice(offset, percent === -1 ? format.length : percent)
    if (percent === -1) break
    directive.lastIndex = percent
    const found = directive.exec(format)?.groups
    if (!found) return fail(`printf does not know ${format.slice(percent, percent + 2)}`)
    offset = directive.lastIndex
    if (found.verb === "%") {
      text += "%"
      continue
    }
    const width = size(found.width) ?? 0
    const precision = size(found.precision)
    if (found.position !== undefined) {
      next = Number(found.position) - 1
      reordered = true
      if (next < 0) return fail("printf counts arguments from 1")
    }
    const flags = `${found.flags ?? ""}${width < 0 ? "-" : ""}`
    text += formatArgument(
      argument(),
      { flags, width: Math.abs(width), precision, verb: found.verb ?? "" },
      fail,
    )
  }
  return next < values.length && !reordered ? fail("printf has too many arguments") : text
}

function formatArgument(value: unknown, how: Directive, fail: Fail): string {
  if (isMissing(value)) return ""
  const scalar = (part: unknown): string => padded(formatPart(part, how, fail), typeof part === "number", how)
  return formatValue(value, scalar) ?? fail("a value is too long to print")
}

function formatPart(value: unknown, how: Directive, fail: Fail): string {
  const { verb, flags, precision } = how
  const refuse = (): never => fail(`%${verb} does not print a ${kindOf(value)}`)
  if (isMissing(value)) return formatScalar(value)
  if (typeof value === "number") return withSign(formatNumberAs(value, how, refuse), flags)
  if (typeof value === "boolean") return verb === "t" || verb === "v" ? String(value) : refuse()
  const characters = [...String(value)].slice(0, precision).join("")
  if (verb === "s" || verb === "v") return characters
  if (verb === "q") return quoteGo(characters, flags.includes("+"))
  if (verb === "x" || verb === "X") {
    const hex = Buffer.from(String(value)).subarray(0, precision).toString("hex")
    return verb === "x" ? hex : hex.toUpperCase()
  }
  return refuse()
}

function formatNumberAs(value: number, { verb, precision }: Directive, refuse: () => never): string {
  const integer = (base: number): string => {
    if (!Number.isInteger(value)) return refuse()
    const digits = BigInt(Math.abs(value))
      .toString(base)
      .padStart(precision ?? 1, "0")
    return `${value < 0 ? "-" : ""}${digits}`
  }
  const character = (): string =>
    Number.isInteger(value) && value >= 0 && value <= 0x10ffff
      ? String.fromCodePoint(value).toWellFormed()
      : refuse()
  const byVerb: Readonly<Record<string, () => string>> = {
    v: () => (precision === undefined ? formatScalar(value) : general(value, precision)),
    d: () => integer(10),
    b: () => integer(2),
    o: () => integer(8),
    x: () => integer(16),
    X: () => integer(16).toUpperCase(),
    c: character,
    U: () => `U+${integer(16).toUpperCase().padStart(4, "0")}`,
    f: () => fixed(value, precision ?? 6),
    F: () => fixed(value, precision ?? 6),
    e: () => scientific(value, precision ?? 6),
    E: () => scientific(value, precision ?? 6).toUpperCase(),
    g: () => (precision === undefined ? shortest(value) : general(value, precision)),
    G: () => (precision === undefined ? shortest(value) : general(value, precision)).toUpperCase(),
  }
  return (byVerb[verb] ?? refuse)()
}

function withSign(digits: string, flags: string): string {
  if (digits.startsWith("-") || !/^[\d]/.test(digits)) return digits
  return `${flags.includes("+") ? "+" : flags.includes(" ") ? " " : ""}${digits}`
}

function padded(text: string, isNumber: boolean, { flags, width }: Directive): string {
  const missing = width - [...text].length
  if (missing <= 0) return text
  if (flags.includes("-")) return text + " ".repeat(missing)
  if (!(isNumber && flags.includes("0"))) return " ".repeat(missing) + text
  const sign = /^[-+ ]/.exec(text)?.[0] ?? ""
  return sign + "0".repeat(missing) + text.slice(sign.length)
}
