/** What every rule file is made of. A rule assumes values that their schema accepts. */
import type { Runtime } from "../chart-version.ts"
import type { KeyPath, ValuesProblem } from "../problem.ts"
import type { Values } from "../values.ts"

export type ValuesRule = (values: Values, runtime: Runtime) => readonly ValuesProblem[]

/** It cannot work, or is open to anyone. */
export const error = (path: KeyPath, what: string, expected: string): ValuesProblem => ({
  path,
  what,
  expected,
  rule: "guide",
  severity: "error",
})

/** It works, and is probably not meant. */
export const warning = (path: KeyPath, what: string, expected: string): ValuesProblem => ({
  ...error(path, what, expected),
  severity: "warning",
})

/** The plugin of the platform takes it, our server refuses to start with it. */
export const unsafe = (runtime: Runtime, path: KeyPath, what: string, expected: string): ValuesProblem =>
  runtime === "platform" ? warning(path, what, expected) : error(path, what, expected)

export const when = (
  condition: boolean | undefined,
  ...problems: readonly ValuesProblem[]
): readonly ValuesProblem[] => (condition ? problems : [])

/** Every item that is in the list before, with its position. */
export function repeated(items: readonly string[]): readonly (readonly [index: number, item: string])[] {
  const seen = new Set<string>()
  return [...items.entries()].filter(([, item]) => {
    const isRepeated = seen.has(item)
    seen.add(item)
    return isRepeated
  })
}
