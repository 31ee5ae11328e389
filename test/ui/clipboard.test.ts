import { expect, it } from "vitest"
import { fitsClipboard, maxClipboardBytes, renderClipboardSequence } from "../../src/ui/clipboard.ts"

it("is the text's UTF-8 in base64 between OSC 52 and BEL", () => {
  const sequence = renderClipboardSequence("på")
  expect([sequence.slice(0, 7), sequence.at(-1)]).toEqual(["\x1b]52;c;", "\x07"])
  expect(Buffer.from(sequence.slice(7, -1), "base64").toString("utf8")).toBe("på")
})

it("knows what is too long for it", () => {
  const fitting = Math.floor(maxClipboardBytes / 4) * 3
  expect([fitsClipboard("x".repeat(fitting)), fitsClipboard("x".repeat(fitting + 1))]).toEqual([true, false])
})
