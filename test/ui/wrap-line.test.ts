import { describe, expect, it } from "vitest"
import type { Line, Tone } from "../../src/core/plan/preview.ts"
import { wrapLine } from "../../src/ui/wrap-line.ts"

const plain = (text: string, tone: Tone = "plain"): Line => [{ tone, text }]
const texts = (lines: readonly Line[]) => lines.map((line) => line.map(({ text }) => text).join(""))

describe("wrapLine", () => {
  it.each([
    ["short enough", 20, ["short enough"]],
    ["one two three four", 10, ["one two", "three four"]],
    ["   one two three four", 13, ["   one two", "   three four"]],
    ["  - one two three", 12, ["  - one two", "    three"]],
    ["12. one two three", 12, ["12. one two", "    three"]],
    ["exactly as wide", 7, ["exactly", "as wide"]],
    ["   │ one two three", 13, ["   │ one two", "   │ three"]],
    ["Note  one two three four", 16, ["Note  one two", "      three four"]],
    ["  open paths  one two three", 20, ["  open paths  one", "              two", "              three"]],
    ["a-word-that-is-longer-than-the-line", 10, ["a-word-that-is-longer-than-the-line"]],
    ["", 10, [""]],
  ])("breaks %j at %d columns", (text, width, expected) => {
    expect(texts(wrapLine(plain(text), width))).toEqual(expected)
  })

  it("keeps the tone of each word", () => {
    const line: Line = [
      { tone: "warning", text: "Note  " },
      { tone: "plain", text: "one two" },
    ]
    expect(wrapLine(line, 9).map((part) => part.map(({ tone }) => tone))).toEqual([
      ["warning", "plain"],
      ["plain", "plain"],
    ])
  })

  it.each(["added", "removed", "context", "hunk", "command"] as const)("never breaks what is %s", (tone) => {
    expect(wrapLine(plain("one two three four", tone), 10)).toHaveLength(1)
  })
})
