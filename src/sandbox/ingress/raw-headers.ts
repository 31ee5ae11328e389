/**
 * Headers as they came: order, case, duplicates and bytes kept. Node hands bytes over as Latin-1 text and, on a message
 * without a string body, writes Latin-1 text as those same bytes.
 */
export type RawHeaders = readonly (readonly [name: string, value: string])[]

/** From Node's flat `rawHeaders`. */
export const toRawHeaders = (flat: readonly string[]): RawHeaders =>
  Array.from({ length: flat.length / 2 }, (_, index) => [flat[2 * index] ?? "", flat[2 * index + 1] ?? ""])

export const toFlatHeaders = (headers: RawHeaders): string[] => headers.flat()

export const valuesOf = (headers: RawHeaders, name: string): readonly string[] =>
  headers.filter(([candidate]) => sameName(candidate, name)).map(([, value]) => value)

export const withoutHeaders = (headers: RawHeaders, isRemoved: (name: string) => boolean): RawHeaders =>
  headers.filter(([name]) => !isRemoved(name))

/** Replaces every header of that name by one. */
export const withHeader = (headers: RawHeaders, name: string, value: string): RawHeaders => [
  ...withoutHeaders(headers, (candidate) => sameName(candidate, name)),
  [name, value],
]

export const sameName = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase()

/** Source: RFC 9110, section 7.6.1; the list is Go's. */
const hopByHop = new Set([
  "connection",
  "proxy-connection",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authorization",
  "te",
  "trailer",
  "trailers",
  "transfer-encoding",
  "upgrade",
])

/** Removes what concerns one connection only, including whatever `Connection` names. */
export function withoutHopByHop(headers: RawHeaders): RawHeaders {
  const named = new Set(
    valuesOf(headers, "connection").flatMap((value) =>
      value.split(",").map((name) => name.trim().toLowerCase()),
    ),
  )
  return withoutHeaders(headers, (name) => hopByHop.has(name.toLowerCase()) || named.has(name.toLowerCase()))
}
