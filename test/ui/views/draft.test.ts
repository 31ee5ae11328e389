import { describe, expect, it } from "vitest"
import { editBuffer } from "../../../src/ui/edit-buffer.ts"
import { draftRows } from "../../../src/ui/views/draft.ts"
import { style, textOf } from "./text-of.ts"

describe("draftRows", () => {
  it("marks the caret with a sign where there are no colours", () => {
    expect(textOf(draftRows({ ...editBuffer("abc"), cursor: 1 }, 40, style()))).toBe("❯ a▏bc")
  })

  it("puts the caret on the character where there are", () => {
    const [row] = draftRows({ ...editBuffer("abc"), cursor: 1 }, 40, style({ colour: true }))
    expect(row?.find(({ tone }) => tone === "caret")?.text).toBe("b")
  })

  it("shows three rows of a long draft, around the caret", () => {
    const text = "0123456789".repeat(10)
    expect(textOf(draftRows({ ...editBuffer(text), cursor: 0 }, 12, style()))).toBe(
      "❯ ▏012345678\n  9012345678\n  9012345678",
    )
    expect(textOf(draftRows(editBuffer(text), 12, style())).split("\n")).toHaveLength(3)
    expect(textOf(draftRows(editBuffer(text), 12, style()))).toContain("▏")
  })
})
