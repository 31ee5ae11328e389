import { describe, expect, it } from "vitest"
import { printable } from "../../../src/core/text/printable.ts"

describe("printable", () => {
  it.each([
    ["plain Ærø 👩‍💻", "plain Ærø 👩‍💻"],
    ["a\tb", "a\tb"],
    ["\u001b[31mred\u001b[0m", "red"],
    ["\u001b]0;title\u0007x", "x"],
    ["a\rb\u0008c\u009bd", "abcd"],
    ["abc\u202ecba", "abccba"],
  ])("shows %j", (text, shown) => {
    expect(printable(text)).toBe(shown)
  })
})
