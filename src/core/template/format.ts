/**
 * Values as text, as Go's `%v` prints them: `[a b]`, `map[k:v]` with sorted keys, `true`, and integers as integers.
 *
 * Source: Go's fmt package, "Printing".
 */
import { formatNumber } from "./number.ts"
import { isMap, memberOf, sortedKeys } from "./value.ts"

/**
 * The longest text that a template may make, in UTF-16 units: an access token of Entra's with 200 groups fits, and twice
 * that would not pass most apps' limits for a request's headers.
 */
export const maxTextLength = 16_384

/** JSON from a provider is never this deep; formatting recurses, and this keeps it below the stack's limit. */
const maxDepth = 100

/**
 * The text of any value, or undefined when it is longer than `maxTextLength` or nested too deep.
 *
 * @param scalar formats what is neither list nor map, keys of maps included
 */
export function formatValue(
  value: unknown,
  scalar: (value: unknown) => string = formatScalar,
): string | undefined {
  const parts: string[] = []
  let room = maxTextLength
  const put = (text: string): boolean => {
    parts.push(text)
    room -= text.length
    return room >= 0
  }
  const write = (value: unknown, depth: number): boolean => {
    if (depth > maxDepth) return false
    if (Array.isArray(value))
      return (
        put("[") && value.every((item, at) => (at === 0 || put(" ")) && write(item, depth + 1)) && put("]")
      )
    if (isMap(value))
      return (
        put("map[") &&
        sortedKeys(value).every(
          (key, at) => put(`${at === 0 ? "" : " "}${scalar(key)}:`) && write(memberOf(value, key), depth + 1),
        ) &&
        put("]")
      )
    return put(scalar(value))
  }
  return write(value, 0) ? parts.join("") : undefined
}

/** Strings, numbers and booleans as text; a missing element of a list is `<nil>`, as in Go. */
export function formatScalar(value: unknown): string {
  if (typeof value === "string") return value
  if (typeof value === "number") return formatNumber(value)
  return value === null || value === undefined ? "<nil>" : String(value)
}
