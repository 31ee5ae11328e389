import { describe, expect, it } from "vitest"
import { parseWorkflow } from "../../../src/core/workflow/parse-workflow.ts"
import { mustParse, workflowText } from "./workflows.ts"

describe("parseWorkflow", () => {
  it("reads the name, the trigger and the inputs in order, each with its line", () => {
    const { name, dispatchable, inputs } = mustParse(workflowText("- run: echo"))
    expect({ name, dispatchable }).toEqual({ name: "shop secrets in cluster idp-test", dispatchable: true })
    expect(inputs).toEqual([
      expect.objectContaining({ name: "subpath", required: true, preset: undefined, options: [] }),
      expect.objectContaining({ name: "value", required: true }),
    ])
    expect(inputs.map(({ location }) => location.line)).toEqual([6, 10])
  })

  it.each([
    ["a word", "on: workflow_dispatch", true],
    ["a list", "on: [push, workflow_dispatch]", true],
    ["a map without inputs", "on: { workflow_dispatch: }", true],
    ["another event", "on: { push: { branches: [main] } }", false],
    ["nothing at all", "jobs: {}", false],
  ])("knows whether %s can be run by hand", (_title, text, expected) => {
    expect(mustParse(text).dispatchable).toBe(expected)
  })

  it("is named by its path where the file gives no name, as GitHub does", () => {
    expect(mustParse("on: push", ".github/workflows/a.yml").name).toBe(".github/workflows/a.yml")
  })

  it("finds a part of a block text at its own line and column", () => {
    const { scalars } = mustParse(workflowText("- run: |\n    echo one\n    echo two"))
    const run = scalars.find(({ keys }) => keys.at(-1) === "run")
    expect(run?.keys).toEqual(["jobs", "store", "steps", 0, "run"])
    expect(run?.locate("two")).toEqual({ path: ".github/workflows/set-secrets.yml", line: 18, column: 16 })
  })

  it("says where a file is not YAML", () => {
    const parsed = parseWorkflow("on: [push\njobs: {}\n", "a.yml")
    expect(parsed).toMatchObject({ ok: false, problems: [{ location: { path: "a.yml", line: 2 } }] })
  })

  it.each([
    ["an alias of nothing", "on: *push"],
    [
      "aliases of aliases",
      `a: &a [x]\n${[..."bcdefgh"].map((name, i) => `${name}: &${name} [${`*${"abcdefg"[i]},`.repeat(9)}]\n`).join("")}`,
    ],
    ["several documents", "on: push\n---\non: push\n"],
  ])("refuses %s", (_title, text) => {
    expect(parseWorkflow(text, "a.yml")).toMatchObject({
      ok: false,
      problems: [{ location: { path: "a.yml" } }],
    })
  })

  it.each(["", "[]", "null", "- a", "on:\n  workflow_dispatch: 5\n", "? [a]\n: b"])(
    "survives a file that holds %j",
    (text) => {
      expect(parseWorkflow(text, "a.yml")).toMatchObject({ ok: true, value: { inputs: [] } })
    },
  )
})
