import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { toHeaderText } from "../../../src/core/template/header-text.ts"

describe("toHeaderText", () => {
  it.each([
    ["Jørgen Ø", "Jørgen Ø"],
    ["日本 🙂", "日本 🙂"],
    ["a\nb", "a b"],
    ["a\r\n\r\nSet-Cookie: x=y", "a Set-Cookie: x=y"],
    ["a\0b\x7fc\x85d\u2028e", "a b c d e"],
    ["\t a \n", "a"],
    ["\n", ""],
    ["", ""],
    ["a  b", "a  b"],
    ["\ud800x", "\ufffdx"],
  ])("of %j is %j", (text, expected) => expect(toHeaderText(text)).toBe(expected))

  it("is one line of UTF-8, and stays as it is", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const line = toHeaderText(text)
        for (const byte of Buffer.from(line)) expect(byte >= 0x20 && byte !== 0x7f).toBe(true)
        expect(Buffer.from(line).toString()).toBe(line)
        expect(toHeaderText(line)).toBe(line)
      }),
    )
  })
})
