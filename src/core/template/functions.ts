/**
 * The functions of a header template: Go's built-in ones and the existing middleware's three.
 *
 * They differ from Go on purpose where Go would print an apology: a missing value stays missing on its way through them,
 * numbers are one kind, and `mapToJsonArray` makes JSON.
 *
 * Source: Go's text/template, "Functions"; the existing middleware's documentation, "Headers".
 */
import { escapeHtml, escapeJs, escapeQuery } from "./escape.ts"
import { formatValue } from "./format.ts"
import { printf } from "./printf.ts"
import { compareText, isMap, isMissing, isTrue, kindOf, memberOf } from "./value.ts"

/** Ends the evaluation; the reason never quotes a value. */
export type Fail = (why: string) => never

type Call = (values: readonly unknown[], fail: Fail) => unknown

interface EagerFunction {
  /** The fewest and the most arguments. */
  readonly arity: readonly [fewest: number, most: number]
  readonly call: Call
  /** Steps that a call takes, besides those for the size of its values. */
  readonly cost: number
}

/** `and` and `or`: evaluated from left to right up to the first argument that is this true or false. */
interface LazyFunction {
  readonly arity: readonly [fewest: number, most: number]
  readonly stopsAt: boolean
}

export type TemplateFunction = EagerFunction | LazyFunction

const many = Number.POSITIVE_INFINITY

const eager = (fewest: number, most: number, call: Call, cost = 1): EagerFunction => ({
  arity: [fewest, most],
  call,
  cost,
})

export const functions: ReadonlyMap<string, TemplateFunction> = new Map<string, TemplateFunction>([
  ["and", { arity: [1, many], stopsAt: false }],
  ["or", { arity: [1, many], stopsAt: true }],
  ["not", eager(1, 1, ([value]) => !isTrue(value))],
  ["eq", eager(2, many, ([first, ...rest], fail) => rest.some((other) => areEqual(first, other, fail)))],
  ["ne", eager(2, 2, ([a, b], fail) => !areEqual(a, b, fail))],
  ["lt", eager(2, 2, ([a, b], fail) => compare(a, b, fail) < 0)],
  ["le", eager(2, 2, ([a, b], fail) => compare(a, b, fail) <= 0)],
  ["gt", eager(2, 2, ([a, b], fail) => compare(a, b, fail) > 0)],
  ["ge", eager(2, 2, ([a, b], fail) => compare(a, b, fail) >= 0)],
  ["len", eager(1, 1, ([value], fail) => lengthOf(value, fail))],
  [
    "index",
    eager(1, many, ([value, ...keys], fail) => keys.reduce((of, key) => elementOf(of, key, fail), value)),
  ],
  ["slice", eager(1, 4, ([value, ...ends], fail) => slice(value, ends, fail))],
  ["print", eager(0, many, (values, fail) => printed(values, print(values, fail)))],
  ["println", eager(0, many, (values, fail) => printed(values, println(values, fail)))],
  // A number with a hundred decimals is the dearest thing there is.
  [
    "printf",
    eager(
      1,
      many,
      ([format, ...values], fail) => printed(values, printf(text(format, fail), values, fail)),
      20,
    ),
  ],
  ["html", eager(1, many, (values, fail) => encoded(values, escapeHtml, fail))],
  ["js", eager(1, many, (values, fail) => encoded(values, escapeJs, fail))],
  ["urlquery", eager(1, many, (values, fail) => encoded(values, escapeQuery, fail))],
  [
    "withPrefix",
    eager(2, 2, ([prefix, value], fail) => eachText(value, (one) => text(prefix, fail) + one, fail)),
  ],
  [
    "withSuffix",
    eager(2, 2, ([suffix, value], fail) => eachText(value, (one) => one + text(suffix, fail), fail)),
  ],
  ["mapToJsonArray", eager(1, 1, ([value], fail) => jsonArray(value, fail))],
])

/** Functions of Go's that have no use here, with the reason. */
export const refusedFunctions: ReadonlyMap<string, string> = new Map([
  ["call", "has nothing to call: claims and tokens are values, never functions"],
])

function areEqual(a: unknown, b: unknown, fail: Fail): boolean {
  if (isMissing(a) || isMissing(b)) return isMissing(a) && isMissing(b)
  if (typeof a === "object" || typeof b === "object")
    return fail(`a ${kindOf(typeof a === "object" ? a : b)} cannot be compared`)
  return typeof a === typeof b ? a === b : fail(`a ${kindOf(a)} cannot be compared to a ${kindOf(b)}`)
}

function compare(a: unknown, b: unknown, fail: Fail): number {
  if (typeof a === "number" && typeof b === "number") return a - b
  if (typeof a === "string" && typeof b === "string") return compareText(a, b)
  return fail(`a ${kindOf(a)} and a ${kindOf(b)} have no order`)
}

/** Bytes of a string, as in Go. */
function lengthOf(value: unknown, fail: Fail): number {
  if (typeof value === "string") return Buffer.byteLength(value)
  if (Array.isArray(value)) return value.length
  return isMap(value) ? Object.keys(value).length : fail(`a ${kindOf(value)} has no length`)
}

function elementOf(value: unknown, key: unknown, fail: Fail): unknown {
  if (isMissing(value)) return undefined
  if (isMap(value)) return memberOf(value, text(key, fail))
  if (typeof value !== "string" && !Array.isArray(value)) return fail(`a ${kindOf(value)} has no elements`)
  const elements = typeof value === "string" ? Buffer.from(value) : value
  return elements[positionFrom(key, elements.length - 1, fail)]
}

/** A part of a string (counted in bytes) or list; a third end only limits what a second slice could reach in Go. */
function slice(value: unknown, ends: readonly unknown[], fail: Fail): unknown {
  if (isMissing(value)) return undefined
  if (typeof value !== "string" && !Array.isArray(value)) return fail(`a ${kindOf(value)} cannot be sliced`)
  if (typeof value === "string" && ends.length > 2) return fail("a string takes two ends to slice")
  const whole = typeof value === "string" ? Buffer.from(value) : value
  const limit = positionFrom(ends[2] ?? whole.length, whole.length, fail)
  const end = positionFrom(ends[1] ?? whole.length, limit, fail)
  const part = whole.slice(positionFrom(ends[0] ?? 0, end, fail), end)
  return Buffer.isBuffer(part) ? part.toString() : part
}

function positionFrom(value: unknown, last: number, fail: Fail): number {
  if (typeof value !== "number" || !Number.isInteger(value)) return fail("a position must be an integer")
  return value < 0 || value > last ? fail("a position is out of range") : value
}

function text(value: unknown, fail: Fail): string {
  return typeof value === "string" ? value : fail(`a string is needed, not a ${kindOf(value)}`)
}

const anyText = (value: unknown, fail: Fail): string =>
  typeof value === "string" ? value : (formatValue(value) ?? fail("a value is too long to print"))

/** A space stands between two values when neither is a string. */
const print = (values: readonly unknown[], fail: Fail): string =>
  values
    .map((value, at) => {
      const apart = at > 0 && typeof value !== "string" && typeof values[at - 1] !== "string"
      return `${apart ? " " : ""}${isMissing(value) ? "" : anyText(value, fail)}`
    })
    .join("")

const println = (values: readonly unknown[], fail: Fail): string =>
  `${values.map((value) => (isMissing(value) ? "" : anyText(value, fail))).join(" ")}\n`

/** Text that was made of missing values alone is missing itself. */
const printed = (values: readonly unknown[], result: string): string | undefined =>
  values.length > 0 && values.every(isMissing) && result.trim() === "" ? undefined : result

function encoded(
  values: readonly unknown[],
  encode: (text: string) => string,
  fail: Fail,
): string | undefined {
  const result = printed(values, print(values, fail))
  return result === undefined ? undefined : encode(result)
}

/** `change` done to a value's text, or to that of each element of a list. */
function eachText(value: unknown, change: (text: string) => string, fail: Fail): unknown {
  if (isMissing(value)) return undefined
  return Array.isArray(value)
    ? value.map((element) => change(anyText(element, fail)))
    : change(anyText(value, fail))
}

/** Strings, whatever the elements are. The existing middleware escapes for JavaScript, which is no JSON for `O'Brien`. */
function jsonArray(value: unknown, fail: Fail): string | undefined {
  const list = Array.isArray(value) || isMissing(value) ? value : [value]
  const texts = eachText(list, (one) => one, fail)
  return texts === undefined ? undefined : JSON.stringify(texts)
}
