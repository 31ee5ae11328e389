import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { type ClaimPath, compileClaimPath } from "../../../src/core/claims/claim-path.ts"
import { sampleClaims } from "../../cases/claims.ts"

function compiled(source: string): ClaimPath {
  const path = compileClaimPath(source)
  if (!path.ok) throw new Error(path.problems.join("\n"))
  return path.value
}

describe("compileClaimPath", () => {
  it.each([
    ["roles", ["writer"]],
    ["none", [null]],
    ["missing", []],
    ["missing.deeper", []],
    ["roles.length", []],
    ["groups", [["admin", "Reader", "a,admin", "it"]]],
    ["groups[*]", ["admin", "Reader", "a,admin", "it"]],
    ["groups[1]", ["Reader"]],
    ["groups[-1]", ["it"]],
    ["groups[-5]", []],
    ["groups[4]", []],
    ["groups.3", ["it"]],
    ["groups.length", [4]],
    ["groups['length']", []],
    ["groups['0']", []],
    ["nested.deep.list", [["x", "y"]]],
    ["nested . role", undefined],
    ["list[*].tags[0]", ["t"]],
    ["list[*].tags.length", [1]],
    ["nested.deep.*[0]", ["x"]],
    ["lists[*][*]", ["a", "b", "c"]],
    ["nested..list[1]", ["y"]],
    ["list.1..tags", [["t"]]],
    ["a-b", ["hyphen"]],
    ["list[?@.id != '1'].id", ["2"]],
    ["list[?@.id == $.list[1].id].id", ["2"]],
    ["list[?count(@.*) == 2].id", ["2"]],
    ["groups[?search(@, 'adm')]", ["admin", "a,admin"]],
    ["groups[?match(@, 'it|adm')]", ["it"]],
    ["groups[?@ == ']']", []],
  ])("%s finds %j", (source, values) => {
    const path = compileClaimPath(source)
    expect(path.ok ? path.value.find(sampleClaims) : undefined).toEqual(values)
  })

  it("holds every part of a condition to account", () => {
    const claims = { list: [{ a: 1, b: 2, c: 1 }] }
    expect(compiled("list[?@.a==1 && @.b==1 && @.c==1]").find(claims)).toEqual([])
    expect(compiled("list[?@.a==1 && @.b==2 && @.c==1]").find(claims)).toHaveLength(1)
  })

  it.each([
    ["", "is empty"],
    [" groups", "written"],
    ["groups ", "written"],
    ["a b ", "written"],
    ["https://x/y", "['https://x/y']"],
    ["it's", "['it\\'s']"],
    ["a:b", "['a:b']"],
    ["a.", "written"],
    ["a...b", "written"],
    ["a]b", "written"],
    ["['a']b", "written"],
    ["a[", "written"],
    ["a['b", "written"],
    ["a[]", "is not a JSONPath"],
    ["a[b]", "is not a JSONPath"],
    ["a[?foo(@)]", "no such function 'foo'"],
    ["a[?!foo(@)]", "no such function 'foo'"],
    ["a[?length(@)]", "is not a JSONPath"],
    ["a[?@.x =~ 'y']", "is not a JSONPath"],
    ["a[(@.length-1)]", "is not a JSONPath"],
    [`a${"[0]".repeat(400)}`, "at most 1000"],
  ])("refuses %j: %s", (source, message) => {
    const path = compileClaimPath(source)
    expect(path.ok ? "" : path.problems.join()).toContain(message)
  })

  it.each([
    ["groups", "groups", true],
    ["['https://x/y']", "https://x/y", true],
    ["$.groups", "groups", true],
    ["nested.role", "nested", false],
    ["groups[*]", "groups", false],
    ["list[?@.id == '1']", "list", false],
    ["list[?@.id == $.sub]", undefined, false],
    ["['a','b']", undefined, false],
    ["*", undefined, false],
    ["..id", undefined, false],
  ])("%s starts from %s, and is all of it: %s", (source, claim, whole) => {
    expect(compiled(source)).toMatchObject({ claim, whole })
  })

  it("finds nothing, and soon, in claims made to keep it busy", () => {
    const deep = JSON.parse(`${'{"a":['.repeat(2000)}${"]}".repeat(2000)}`)
    const claims = { deep, list: [{ text: `${"a".repeat(100_000)}!` }] }
    const start = performance.now()
    expect(compiled("deep..b").find(claims)).toEqual([])
    expect(compiled("list[?match(@.text, '(a+)+b')]").find(claims)).toHaveLength(0)
    expect(compiled("list[?search(@.text, @.text)]").find(claims)).toHaveLength(0)
    expect(performance.now() - start).toBeLessThan(2000)
  })

  it("never throws, whatever it is given", () => {
    const piece = fc.constantFrom(
      "a",
      "groups",
      ".",
      "..",
      "[",
      "]",
      "*",
      "0",
      "-1",
      "'",
      '"',
      "?",
      "@",
      "$",
      "\\",
      "(",
      ",",
    )
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(piece).map((pieces) => pieces.join("")),
        ),
        (source) => {
          const path = compileClaimPath(source)
          if (path.ok) expect(path.value.find(sampleClaims)).toBeInstanceOf(Array)
        },
      ),
      { numRuns: 1000 },
    )
  })

  it("finds a claim by its quoted name, whatever characters it has", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", minLength: 1 }), (name) => {
        const quoted = `['${name.replace(/['\\]/g, "\\$&")}']`
        const claims = Object.fromEntries([[name, "found"]])
        expect(compiled(quoted).find(claims)).toEqual(["found"])
      }),
    )
  })
})
