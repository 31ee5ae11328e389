import { describe, expect, it } from "vitest"
import { editYaml } from "../../../src/core/yaml/edit.ts"
import { appendCases } from "../../cases/yaml/append.ts"
import { append } from "../../cases/yaml/case.ts"
import { removeCases, setCases } from "../../cases/yaml/change.ts"
import { refusalCases } from "../../cases/yaml/refuse.ts"

describe.each([
  ["append-item", appendCases],
  ["set and rename-key", setCases],
  ["remove and remove-item", removeCases],
])("%s", (_, cases) => {
  it.each(cases)("$name", ({ before, after, operation = append }) => {
    expect(editYaml(before, [operation])).toEqual({ ok: true, value: after })
    expect(editYaml(after, [operation]), "a second time").toEqual({ ok: true, value: after })
  })
})

describe("refuses", () => {
  it.each(refusalCases)("$name", ({ before, code, line, operation = append }) => {
    const result = editYaml(before, [operation], { path: "values.yaml" })
    expect(result.ok || result.problems[0]).toMatchObject({ code, location: { path: "values.yaml", line } })
  })
})

describe("several operations", () => {
  it("build on one another", () => {
    const result = editYaml("helm:\n  chartVersion: 0.3.0\n", [
      { kind: "set", path: ["helm", "chartVersion"], value: "0.3.3", quote: "double" },
      { kind: "rename-key", path: ["helm"], to: "chart" },
      { kind: "append-item", path: ["chart", "list"], item: "a" },
    ])
    expect(result).toEqual({ ok: true, value: 'chart:\n  chartVersion: "0.3.3"\n  list:\n    - a\n' })
  })

  it("point at the line of the text as it was given", () => {
    const result = editYaml("a:\nb: 2\n", [
      { kind: "append-item", path: ["a"], item: "x" },
      { kind: "append-item", path: ["b"], item: "x" },
    ])
    expect(result).toMatchObject({ ok: false, problems: [{ location: { line: 2, column: 1 } }] })
  })

  it("point into the new text where only an earlier one brings the problem up", () => {
    const result = editYaml("a: 1\n", [
      { kind: "set", path: ["b", "c"], value: "x" },
      { kind: "append-item", path: ["b", "c"], item: "x" },
    ])
    expect(result).toMatchObject({ ok: false, problems: [{ location: { line: 3, column: 3 } }] })
  })

  it("change nothing when one of them is refused", () => {
    const result = editYaml("a: 1\nb: 2\n", [
      { kind: "set", path: ["a"], value: 2 },
      { kind: "append-item", path: ["b"], item: "x" },
    ])
    expect(result).toMatchObject({ ok: false, problems: [{ code: "yaml/wrong-type" }] })
  })

  it("report every reason not to touch a file", () => {
    const result = editYaml("a: 1\na: 2\nb: 1\nb: 2\n", [append])
    expect(result).toMatchObject({
      ok: false,
      problems: [{ location: { line: 2 } }, { location: { line: 4 } }],
    })
  })
})
