import type { Key } from "ink"
import { describe, expect, it } from "vitest"
import { type KeyPress, parseKeys } from "../../src/ui/keys.ts"

const text = (value: string): KeyPress => ({ kind: "insert", text: value })
const keys = (...kinds: readonly Exclude<KeyPress["kind"], "insert" | "paste">[]): readonly KeyPress[] =>
  kinds.map((kind) => ({ kind }))

describe("parseKeys", () => {
  it.each<[input: string, key: Partial<Key>, presses: readonly KeyPress[]]>([
    ["a", {}, [text("a")]],
    ["hello\r", {}, [text("hello"), ...keys("submit")]],
    ["hello\n", {}, [text("hello"), ...keys("submit")]],
    ["hello\r\n", {}, [text("hello"), ...keys("submit")]],
    ["\n", {}, keys("submit")],
    ["hello\r\r", {}, [{ kind: "paste", text: "hello\r\r" }]],
    ["a\rb\r", {}, [{ kind: "paste", text: "a\rb\r" }]],
    ["ab\x7f", {}, [text("ab"), ...keys("backspace")]],
    ["ab\x03", {}, [text("ab"), ...keys("cancel")]],
    ["ab\x15cd", {}, [text("ab"), ...keys("kill-line"), text("cd")]],
    ["a\x00b", {}, [text("a"), text("b")]],
    ["", { return: true }, keys("submit")],
    ["", { escape: true }, keys("back")],
    ["", { backspace: true }, keys("backspace")],
    ["", { backspace: true, meta: true }, keys("kill-word")],
    ["", { delete: true }, keys("delete")],
    ["", { leftArrow: true, ctrl: true }, keys("word-left")],
    ["", { upArrow: true, shift: true }, keys("scroll-up")],
    ["", { tab: true }, []],
    ["c", { ctrl: true }, keys("cancel")],
    ["u", { ctrl: true }, keys("kill-line")],
    ["z", { ctrl: true }, keys("stop")],
    ["x", { ctrl: true }, []],
    ["b", { meta: true }, keys("word-left")],
    ["z", { meta: true }, []],
  ])("%j with %j", (input, key, presses) => {
    expect(parseKeys(input, key)).toEqual(presses)
  })
})
