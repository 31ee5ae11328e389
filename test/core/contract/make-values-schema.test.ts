import fc from "fast-check"
import { expect, it } from "vitest"
import { checkValues } from "../../../src/core/contract/check-values.ts"
import { makeValuesSchema } from "../../../src/core/contract/make-values-schema.ts"
import { valuesShape } from "../../../src/core/contract/values-shape.ts"
import { makeOracle, pointerOf } from "./json-schema-oracle.ts"
import { nearlyValid, valid } from "./shape-arbitrary.ts"

const oracle = makeOracle(makeValuesSchema())

it("makes a schema that objects where the validator does", () => {
  fc.assert(
    fc.property(nearlyValid(valuesShape), (document) => {
      const ours = checkValues(document, "1.0.0")
      expect(ours.ok ? [] : [...new Set(ours.problems.map(({ path }) => pointerOf(path)))].sort()).toEqual(
        oracle(document),
      )
    }),
    { numRuns: 500 },
  )
})

it("makes a schema that accepts what the table describes", () => {
  fc.assert(
    fc.property(valid(valuesShape), (document) => {
      expect(oracle(document)).toEqual([])
    }),
    { numRuns: 200 },
  )
})

it("describes every key and closes the root", () => {
  const schema = makeValuesSchema() as { properties: Record<string, { description?: string }> }
  expect(Object.entries(schema.properties).filter(([, { description }]) => !description)).toEqual([])
  expect(schema).toMatchObject({ additionalProperties: false, required: ["domain"] })
})
