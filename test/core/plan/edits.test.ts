import { describe, expect, it } from "vitest"
import {
  isOvertaken,
  proposedFiles,
  proposedText,
  withEdit,
  withoutEdits,
} from "../../../src/core/plan/edits.ts"
import type { WrittenFile } from "../../../src/core/plan/effect.ts"

const made = (after: string): readonly WrittenFile[] => [
  { kind: "create-file", path: "values.yaml", after, title: "", why: "" },
]
const file = { path: "values.yaml", made: "a: 1\n" }

describe("an edit", () => {
  it("takes the place of what was proposed, and of an earlier edit", () => {
    const edits = withEdit(withEdit([], file, "a: 2\n"), file, "a: 3\n")
    expect(edits).toEqual([{ path: "values.yaml", from: "a: 1\n", text: "a: 3\n" }])
    expect(proposedFiles(made("a: 1\n"), edits).map(proposedText)).toEqual(["a: 3\n"])
  })

  it("is none where the text is as it was made, or the edit is taken back", () => {
    const edits = withEdit([], file, "a: 2\n")
    expect(withEdit(edits, file, "a: 1\n")).toEqual([])
    expect(withoutEdits(edits, [file])).toEqual([])
  })

  it.each([
    ["a: 1\n", false],
    ["a: 9\n", true],
    ["a: 2\n", false],
  ])("where the file would be made as %j now, is overtaken: %s", (now, overtaken) => {
    const [proposed] = proposedFiles(made(now), withEdit([], file, "a: 2\n"))
    expect(proposed && isOvertaken(proposed)).toBe(overtaken)
  })
})
