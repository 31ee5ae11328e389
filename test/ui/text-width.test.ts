import { array, constantFrom, assert as holds, property } from "fast-check"
import stringWidth from "string-width"
import { describe, expect, it } from "vitest"
import { textWidth } from "../../src/ui/text-width.ts"

describe("textWidth", () => {
  it.each([
    ["", 0],
    ["shop.example.test", 17],
    ["på dansk: æøå", 13],
    ["❯ ◉ ● ○ ✔ ✖ · ⠹ ◼ ◻ ↑↓ ▏ … – │", 30],
    ["👍🏽", 2],
    ["🇩🇰", 2],
    ["👩‍👩‍👧", 2],
    ["e\u0301", 1],
    ["設定", 4],
    ["ｆｕｌｌ", 8],
    ["✔\uFE0F", 2],
    ["⌚✅", 4],
    ["a\u200Bb\u00AD", 2],
    ["\x1b[31mred\x1b[39m", 3],
    ["\x1b]8;;https://example.com\x1b\\link\x1b]8;;\x1b\\", 4],
  ])("%j takes %i columns", (text, columns) => {
    expect(textWidth(text)).toBe(columns)
  })

  it("agrees with string-width on all that its quick way takes", () => {
    const quick = Array.from({ length: 0x3000 }, (_, code) => String.fromCharCode(code)).filter(
      (character) => textWidth(character) === 1,
    )
    expect(quick.filter((character) => stringWidth(character) > 1)).toEqual([])
  })

  it("agrees with it on texts of all sorts", () => {
    const pieces = [
      "a",
      "ø",
      "é",
      "e\u0301",
      " ",
      "設",
      "ｆ",
      "👍",
      "👍🏽",
      "🇩🇰",
      "👩‍👩‍👧",
      "❯",
      "✅",
      "…",
      "\x1b[1m",
      "─",
      "ก",
    ]
    holds(
      property(array(constantFrom(...pieces), { maxLength: 12 }), (parts) => {
        const text = parts.join("")
        expect(textWidth(text)).toBe(stringWidth(text))
      }),
    )
  })
})
