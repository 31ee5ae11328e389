import { describe, expect, it } from "vitest"
import { wrap } from "../../../src/core/text/wrap.ts"

describe("wrap", () => {
  const cases: readonly (readonly [string, number, readonly string[]])[] = [
    ["", 10, []],
    ["one", 10, ["one"]],
    ["one two", 7, ["one two"]],
    ["one two", 6, ["one", "two"]],
    ["a  b   c", 10, ["a b c"]],
    ["see https://a.example/long now", 8, ["see", "https://a.example/long", "now"]],
  ]
  it.each(cases)("%j in %i columns", (text, width, lines) => {
    expect(wrap(text, width)).toEqual(lines)
  })
})
