import { expect, it } from "vitest"
import { keyPaths, type ValueOf } from "../../../src/core/contract/shape.ts"
import type { Values } from "../../../src/core/contract/values.ts"
import { valuesShape, valuesShapeOf } from "../../../src/core/contract/values-shape.ts"

/** Rewrites intersections and interfaces as plain records, so that the compiler compares members and not names. */
type Plain<T> = T extends (...args: never) => unknown
  ? T
  : T extends readonly (infer Item)[]
    ? readonly Plain<Item>[]
    : T extends object
      ? { [Key in keyof T]: Plain<T[Key]> }
      : T

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false

it("is the type of the table that values are checked by", () => {
  // The compiler is the test here: `tsc` refuses this line when a key is missing, optional or of another type in one of the two.
  const same: Same<Plain<Values>, Plain<ValueOf<typeof valuesShape>>> = true
  expect(same).toBe(true)
})

it("has the key paths of each published version, and the server's own block in 1.x only", () => {
  const counts = ["0.3.0", "0.3.1", "0.3.2", "0.3.3"].map(
    (version) => keyPaths(valuesShapeOf(version)).length,
  )
  expect(counts).toEqual([70, 70, 71, 73])
  const own = keyPaths(valuesShapeOf("1.0.0")).filter(
    (path) => !keyPaths(valuesShapeOf("0.3.3")).includes(path),
  )
  expect(own.filter((path) => !path.startsWith("forwardAuth"))).toEqual([])
  expect(own).toContain("forwardAuth.hosts")
  expect(keyPaths(valuesShape)).toEqual(keyPaths(valuesShapeOf("1.0.0")))
})
