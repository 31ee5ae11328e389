import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { editDistance, nearest } from "../../../src/core/text/nearest.ts"

describe("editDistance", () => {
  it.each([
    ["", "", 0],
    ["", "abc", 3],
    ["domain", "domain", 0],
    ["domian", "domain", 1],
    ["tenantid", "tenantId", 1],
    ["kitten", "sitting", 3],
    ["ca", "abc", 3],
  ])("%j to %j is %i", (a, b, distance) => expect(editDistance(a, b)).toBe(distance))

  it("is symmetric, and zero only for equal words", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 12 }), fc.string({ maxLength: 12 }), (a, b) => {
        expect(editDistance(a, b)).toBe(editDistance(b, a))
        expect(editDistance(a, b) === 0).toBe(a === b)
      }),
    )
  })
})

describe("nearest", () => {
  it.each([
    ["namespce", ["namespace", "name"], "namespace"],
    ["TENANTID", ["tenantId"], "tenantId"],
    ["innit", ["init", "serve"], "init"],
    ["xyzzy", ["init", "serve"], undefined],
    ["a", [], undefined],
  ])("of %j in %j is %j", (word, candidates, found) => expect(nearest(word, candidates)).toBe(found))
})
