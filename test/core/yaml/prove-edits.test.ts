import { describe, expect, it } from "vitest"
import type { YamlOperation } from "../../../src/core/yaml/operation.ts"
import { parseYaml, type YamlDocument, type YamlSource } from "../../../src/core/yaml/parse-yaml.ts"
import { planChange } from "../../../src/core/yaml/plan-change.ts"
import { proveEdits } from "../../../src/core/yaml/prove-edits.ts"

const text = "a: &x 1 # one\nb: [2, 3]\n# two\nc: *x\n---\nd: 4\n"

function parse(content: string): readonly [YamlSource, YamlDocument] {
  const source = parseYaml(content)
  const document = source.ok ? source.value.documents[0] : undefined
  if (!source.ok || !document) throw new Error("the text is valid")
  return [source.value, document]
}

/** What comes of writing `after` over the line `before`, when `operation` was asked for. */
function check(operation: YamlOperation, before: string, after: string): string | undefined {
  const [source, document] = parse(text)
  // What is planned for a text without the alias must not pass for one that has it.
  const [{ text: similar }, place] = parse(text.replace("*x", "1"))
  const change = planChange(similar, place, operation)
  if (!change.ok || !change.value) throw new Error("there is something to change")
  // What both have in front is no part of the edit, so that additions insert.
  const common = after.startsWith(before) ? before.length : 0
  const edit = {
    offset: text.indexOf(before) + common,
    length: before.length - common,
    text: after.slice(common),
  }
  const result = proveEdits(source, document, change.value, [edit])
  return result.ok ? "proven" : result.problems[0]?.message
}

const addKey: YamlOperation = { kind: "set", path: ["e"], value: 5 }
const addItem: YamlOperation = { kind: "append-item", path: ["b"], item: "z" }
const removeB: YamlOperation = { kind: "remove", path: ["b"] }
const changesMore = "No edit was found here that changes only what it should."

describe("proveEdits", () => {
  it.each<[what: string, YamlOperation, before: string, after: string]>([
    ["a key in other words", addKey, "c: *x\n", 'c: *x\n"e" : 0x5\n'],
    ["a key on two lines", addKey, "c: *x\n", "c: *x\ne:\n  5\n"],
    ["a removal", removeB, "b: [2, 3]\n", ""],
  ])("accepts %s", (_, operation, before, after) => expect(check(operation, before, after)).toBe("proven"))

  it.each<[what: string, YamlOperation, before: string, after: string]>([
    ["another value", addKey, "c: *x\n", "c: *x\ne: 6\n"],
    ["a value of another type", addKey, "c: *x\n", 'c: *x\ne: "5"\n'],
    ["a tag", addKey, "c: *x\n", "c: *x\ne: !!int 5\n"],
    ["an anchor", addKey, "c: *x\n", "c: *x\ne: &e 5\n"],
    ["one key more", addKey, "c: *x\n", "c: *x\ne: 5\nf: 6\n"],
    ["another order", addKey, "b: [2, 3]\n", "b: [2, 3]\ne: 5\n"],
    ["another document", addKey, "d: 4\n", "d: 4\ne: 5\n"],
    ["one document more", addKey, "c: *x\n", "c: *x\ne: 5\n---\n"],
    ["an alias that refers to something else", addKey, "# two\n", "# two\ny: &x 1\n"],
    ["a value that an alias shows elsewhere", { kind: "set", path: ["a"], value: 2 }, "a: &x 1", "a: &x 2"],
    ["a value in place of an alias", addKey, "c: *x\n", "c: 1\ne: 5\n"],
    ["another item", addItem, "b: [2, 3]\n", "b: [2, z, 3]\n"],
    [
      "an addition that rewrites what it keeps",
      addKey,
      "b: [2, 3]\n# two\nc: *x\n",
      "b: [ 2, 3 ]\n# two\nc: *x\ne: 5\n",
    ],
    ["a removal of too much", removeB, "b: [2, 3]\n# two\nc: *x\n", "# two\n"],
  ])("refuses %s", (_, operation, before, after) => expect(check(operation, before, after)).toBe(changesMore))

  it("refuses a text that is not valid", () => {
    expect(check(addKey, "c: *x\n", "c: *x\ne: [5\n")).toBe(
      "No edit was found here that leaves the file valid.",
    )
    expect(check(addKey, "c: *x\n", "c: *x\ne: 5\ne: 5\n")).toBe(
      "No edit was found here that leaves the file valid.",
    )
  })

  it("refuses to lose or change a comment", () => {
    expect(check(removeB, "b: [2, 3]\n# two\n", "")).toBe("A comment would be lost.")
    expect(check(removeB, "b: [2, 3]\n# two\n", "# too\n")).toBe("A comment would be lost.")
    expect(check(removeB, " # one\nb: [2, 3]\n", "\n")).toBe("A comment would be lost.")
  })
})
