import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { type Assertions, compileAssertions } from "../../../src/core/claims/assertions.ts"
import type { ClaimAssertion } from "../../../src/core/contract/values.ts"
import { claimCases, sampleClaims } from "../../cases/claims.ts"

function compiled(...rules: readonly ClaimAssertion[]): Assertions {
  const assertions = compileAssertions(rules)
  if (!assertions.ok) throw new Error(JSON.stringify(assertions.problems))
  return assertions.value
}

describe("compileAssertions", () => {
  it.each(claimCases)("$rule holds: $holds", ({ rule, holds, existing }) => {
    expect(compiled(rule).check(sampleClaims).ok).toBe(holds)
    expect(existing?.holds).not.toBe(holds)
  })

  it("lets everyone pass when there are no rules", () => {
    expect(compiled().check({})).toEqual({ ok: true })
    expect(compiled().claims).toEqual([])
  })

  it("asks for every rule, and names the first that does not hold", () => {
    const role = { name: "roles", anyOf: ["writer"] }
    const group = { name: "groups", anyOf: ["nobody"] }
    const missing = { name: "department" }
    expect(compiled(role, group, missing).check(sampleClaims)).toEqual({
      ok: false,
      claim: "groups",
      found: "different",
      expected: group,
    })
    expect(compiled(role, missing).check(sampleClaims)).toMatchObject({
      claim: "department",
      found: "missing",
    })
    expect(compiled(role, { name: "groups", allOf: ["it", "admin"] }).check(sampleClaims)).toEqual({
      ok: true,
    })
  })

  it.each([
    [{ name: "groups", anyOf: [] }, "anyOf", "names no value"],
    [{ name: "groups", allOf: [] }, "allOf", "names no value"],
    [{ name: "groups", anyOf: ["admin"], allOf: [] }, "allOf", "names no value"],
    [{ name: "groups", anyOf: [""] }, "anyOf", "names an empty value"],
    [{ name: "groups", anyOf: ["admin", ""] }, "anyOf", "names an empty value"],
    [{ name: "", anyOf: ["admin"] }, "name", "empty"],
    [{ name: "https://x/y", anyOf: ["admin"] }, "name", "['https://x/y']"],
  ])("refuses %j, which might let in everyone or nobody", (rule, key, message) => {
    const assertions = compileAssertions([{ name: "sub" }, rule])
    expect(assertions.ok ? [] : assertions.problems).toEqual([
      { index: 1, key, message: expect.stringContaining(message) },
    ])
  })

  it("tells all problems of all rules", () => {
    const assertions = compileAssertions([
      { name: "a[", anyOf: [] },
      { name: "b" },
      { name: "c", allOf: [""] },
    ])
    const places = assertions.ok ? [] : assertions.problems.map(({ index, key }) => `${index} ${key}`)
    expect(places).toEqual(["0 name", "0 anyOf", "2 allOf"])
  })

  it("knows which claims it reads", () => {
    const names = (...paths: string[]) => compiled(...paths.map((name) => ({ name }))).claims
    expect(names("groups", "nested.role", "groups", "['x.y']")).toEqual(["groups", "nested", "x.y"])
    expect(names("groups", "..id")).toBe("all")
    expect(names("*")).toBe("all")
  })

  it("knows which values of a list matter", () => {
    const assertions = compiled(
      { name: "groups", anyOf: ["a", "b"] },
      { name: "groups", allOf: ["c"] },
      { name: "groups" },
      { name: "roles[0]", anyOf: ["r"] },
      { name: "roles", anyOf: ["s"] },
    )
    expect(assertions.wanted("groups")).toEqual(new Set(["a", "b", "c"]))
    expect(assertions.wanted("roles")).toBeUndefined()
    expect(assertions.wanted("other")).toEqual(new Set())
    expect(compiled({ name: "..x" }).wanted("groups")).toBeUndefined()
  })

  it("decides the same on the values that matter as on all of them", () => {
    const value = fc.constantFrom("a", "b", "c", "d")
    const some = fc.uniqueArray(value, { minLength: 1, maxLength: 3 })
    const rule = fc
      .record({ anyOf: some, allOf: some }, { requiredKeys: [] })
      .map((lists) => ({ name: "groups", ...lists }))
    fc.assert(
      fc.property(fc.array(rule, { maxLength: 3 }), fc.array(value), (rules, groups) => {
        const assertions = compiled(...rules)
        const wanted = assertions.wanted("groups")
        const reduced = groups.filter((group) => wanted?.has(group))
        expect(assertions.check({ groups: reduced }).ok).toBe(assertions.check({ groups }).ok)
      }),
    )
  })

  it("agrees with the sets that rules are about", () => {
    const value = fc.constantFrom("a", "b", "c", "d")
    const some = fc.uniqueArray(value, { minLength: 1, maxLength: 3 })
    fc.assert(
      fc.property(
        fc.option(some, { nil: undefined }),
        fc.option(some, { nil: undefined }),
        fc.array(value),
        (...given) => {
          const [anyOf, allOf, groups] = given
          const rule = { name: "groups", ...(anyOf && { anyOf }), ...(allOf && { allOf }) }
          const expected =
            (!anyOf || anyOf.some((one) => groups.includes(one))) &&
            (!allOf || allOf.every((one) => groups.includes(one)))
          expect(compiled(rule).check({ groups }).ok).toBe(expected)
        },
      ),
    )
  })

  it("takes claims for data, whatever they are called", () => {
    const claims = JSON.parse('{"__proto__": ["admin"], "constructor": "c", "hasOwnProperty": "h"}')
    expect(compiled({ name: "__proto__", anyOf: ["admin"] }).check(claims)).toEqual({ ok: true })
    expect(compiled({ name: "['__proto__'][0]", anyOf: ["admin"] }).check(claims)).toEqual({ ok: true })
    expect(compiled({ name: "constructor", anyOf: ["c"] }).check(claims)).toEqual({ ok: true })
    expect(compiled({ name: "hasOwnProperty", anyOf: ["h"] }).check(claims)).toEqual({ ok: true })
    expect(compiled({ name: "constructor" }).check({}).ok).toBe(false)
  })
})
