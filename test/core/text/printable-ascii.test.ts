import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { isPrintableAscii } from "../../../src/core/text/printable-ascii.ts"

const pattern = /^[ -~]*$/

const all = Array.from({ length: 0x10000 }, (_, unit) => String.fromCharCode(unit))

describe("printable ASCII", () => {
  it("is told of every UTF-16 unit, at every place in a word and at both ends", () => {
    for (const around of ["", "a", "ab", "abc", "~~~~", "     ", "a fairly long text "])
      for (const unit of all) {
        const texts = [unit, `${around}${unit}`, `${unit}${around}`, `${around}${unit}${around}`]
        for (const text of texts)
          if (isPrintableAscii(text) !== pattern.test(text)) expect.fail(JSON.stringify(text))
      }
  })

  it("is told of every two neighbours of one byte, in either half of a word and across two", () => {
    for (let first = 0; first < 0x100; first++)
      for (let second = 0; second < 0x100; second++)
        for (const before of ["", "~", "  ", "~~~"]) {
          const text = `${before}${all[first]}${all[second]}`
          if (isPrintableAscii(text) !== pattern.test(text)) expect.fail(JSON.stringify(text))
        }
  })

  it("is told of texts of any length, put together from pieces or not", () => {
    const unit = fc.oneof(
      { weight: 40, arbitrary: fc.integer({ min: 0x20, max: 0x7e }) },
      { weight: 1, arbitrary: fc.integer({ min: 0, max: 0xffff }) },
    )
    const text = fc
      .array(unit, { maxLength: 80 })
      .map((units) => units.map((code) => String.fromCharCode(code)).join(""))
    fc.assert(
      fc.property(fc.array(text, { maxLength: 8 }), (pieces) => {
        let whole = ""
        for (const piece of pieces) whole += piece
        expect(isPrintableAscii(whole)).toBe(pattern.test(whole))
      }),
      { numRuns: 5000 },
    )
  })

  it.each([16_381, 16_382, 16_383, 16_384, 16_385, 20_000])("is told of %i characters", (length) => {
    const plain = "a".repeat(length)
    expect(isPrintableAscii(plain)).toBe(true)
    for (const other of ["\n", "\u007f", "\u0085", "é", "名", "\ud800", "👩"])
      for (const text of [`${plain.slice(1)}${other}`, `${other}${plain.slice(1)}`])
        expect(isPrintableAscii(text)).toBe(false)
  })

  it("remembers nothing of the text before", () => {
    expect(isPrintableAscii("\u0001\u0001\u0001\u0001\u0001")).toBe(false)
    expect(isPrintableAscii("a")).toBe(true)
    expect(isPrintableAscii("")).toBe(true)
  })
})
