import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { type Edit, type EditBuffer, edit, editBuffer } from "../../src/ui/edit-buffer.ts"

const apply = (buffer: EditBuffer, actions: readonly Edit[]) =>
  actions.reduce((state, action) => edit(state, action), buffer)

/** The text with a bar where the cursor stands. */
const drawn = ({ text, cursor }: EditBuffer) => `${text.slice(0, cursor)}|${text.slice(cursor)}`
const written = (text: string): EditBuffer => ({
  text: text.replace("|", ""),
  cursor: text.indexOf("|"),
  refusal: undefined,
})

describe("edit", () => {
  it.each<[from: string, kind: Exclude<Edit["kind"], "insert" | "paste">, to: string]>([
    ["ab|", "left", "a|b"],
    ["|ab", "left", "|ab"],
    ["ab|", "right", "ab|"],
    ["a|b", "right", "ab|"],
    ["a|b", "home", "|ab"],
    ["a|b", "end", "ab|"],
    ["a|b", "backspace", "|b"],
    ["|ab", "backspace", "|ab"],
    ["a|b", "delete", "a|"],
    ["ab|", "delete", "ab|"],
    ["ab|cd", "kill-line", "|cd"],
    ["ab|cd", "kill-to-end", "ab|"],
    ["one two  |x", "kill-word", "one |x"],
    ["app.shop.test|", "kill-word", "app.shop.|"],
    ["app.shop.|", "kill-word", "app.|"],
    ["/a/bc|", "word-left", "/a/|bc"],
    ["|/a/bc", "word-right", "/a|/bc"],
    ["a/\u0301b|", "word-left", "a|/\u0301b"],
    ["|a/\u0301b", "word-right", "a|/\u0301b"],
    ["a🇩🇰|", "backspace", "a|"],
    ["a👨‍👩‍👧|b", "left", "a|👨‍👩‍👧b"],
    ["e\u0301|", "backspace", "|"],
    ["|👍🏽x", "delete", "|x"],
  ])("%s %s is %s", (from, kind, to) => {
    expect(drawn(edit(written(from), { kind }))).toBe(to)
  })

  it.each<[from: string, action: Edit, to: string]>([
    ["a|c", { kind: "insert", text: "b" }, "ab|c"],
    ["|", { kind: "paste", text: "  pasted \r\n" }, "pasted|"],
    ["|", { kind: "paste", text: "inner  space" }, "inner  space|"],
    ["🇩|", { kind: "insert", text: "🇰" }, "🇩🇰|"],
  ])("%s with %j is %s", (from, action, to) => {
    expect(drawn(edit(written(from), action))).toBe(to)
  })

  it.each<[text: string, refusal: EditBuffer["refusal"]]>([
    ["abc\ndef", "line-break"],
    ["abc\r\ndef", "line-break"],
    ["abc\tdef", "control-character"],
    ["\u0000", "control-character"],
    ["x".repeat(11), "too-long"],
  ])("refuses the paste %j whole", (text, refusal) => {
    expect(edit(editBuffer("old"), { kind: "paste", text }, 10)).toEqual({ ...editBuffer("old"), refusal })
  })

  it("forgets a refusal with the next edit", () => {
    const refused = edit(editBuffer(), { kind: "paste", text: "a\nb" })
    expect(edit(refused, { kind: "insert", text: "a" }).refusal).toBeUndefined()
  })
})

const pieces = fc.constantFrom("a", " ", "/", "é", "e\u0301", "\u0301", "🇩", "🇰", "👨‍👩‍👧", "\u200d", "漢")
const edits = fc.oneof(
  fc.record({ kind: fc.constantFrom("insert" as const, "paste" as const), text: pieces }),
  fc.record({
    kind: fc.constantFrom(
      ...(["left", "right", "word-left", "word-right", "home", "end"] as const),
      ...(["backspace", "delete", "kill-word", "kill-line", "kill-to-end"] as const),
    ),
  }),
)

describe("any sequence of edits", () => {
  it("leaves the cursor between two graphemes", () => {
    const segmenter = new Intl.Segmenter("en", { granularity: "grapheme" })
    fc.assert(
      fc.property(fc.array(edits, { maxLength: 30 }), (actions) => {
        const { text, cursor } = apply(editBuffer(), actions)
        const starts = Array.from(segmenter.segment(text), ({ index }) => index)
        expect([...starts, text.length]).toContain(cursor)
      }),
    )
  })

  it("is undone by Home and kill-to-end", () => {
    fc.assert(
      fc.property(fc.array(edits, { maxLength: 30 }), (actions) => {
        expect(apply(editBuffer(), [...actions, { kind: "home" }, { kind: "kill-to-end" }]).text).toBe("")
      }),
    )
  })

  it("moves no text", () => {
    fc.assert(
      fc.property(fc.array(pieces), fc.array(fc.constantFrom("left", "right", "home")), (texts, moves) => {
        const before = editBuffer(texts.join(""))
        expect(
          apply(
            before,
            moves.map((kind) => ({ kind }) as Edit),
          ).text,
        ).toBe(before.text)
      }),
    )
  })
})
