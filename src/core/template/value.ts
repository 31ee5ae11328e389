/** The values that templates compute with: what JSON can say. `null` and absent are one thing here, "missing". */

export type TemplateMap = Readonly<Record<string, unknown>>

export const isMissing = (value: unknown): value is null | undefined => value === null || value === undefined

export const isMap = (value: unknown): value is TemplateMap =>
  typeof value === "object" && value !== null && !Array.isArray(value)

/** Missing, `false`, 0, and whatever is empty are false. Source: Go's text/template, `IsTrue`. */
export function isTrue(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0
  return isMap(value) ? Object.keys(value).length > 0 : Boolean(value)
}

/** For messages, which name kinds and never quote values: they may hold tokens and personal data. */
export function kindOf(value: unknown): string {
  if (isMissing(value)) return "missing value"
  if (Array.isArray(value)) return "list"
  return typeof value === "object" ? "map" : typeof value
}

/** The member of that name, or undefined. Inherited properties, such as `constructor`, are not members. */
export const memberOf = (map: TemplateMap, name: string): unknown =>
  Object.hasOwn(map, name) ? map[name] : undefined

/** Order of UTF-8 bytes, which is how Go compares strings. */
export const compareText = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b))

/** In the order of `compareText`, which plain sorting gives as long as no key leaves the basic plane. */
export function sortedKeys(map: TemplateMap): readonly string[] {
  const keys = Object.keys(map)
  return keys.some((key) => /[\ud800-\udfff]/.test(key)) ? keys.sort(compareText) : keys.sort()
}
