import { describe, expect, it } from "vitest"
import { unquoteGo } from "../../../src/core/text/go-string.ts"
import { SourceError } from "../../../src/core/text/source-problem.ts"

describe("unquoteGo", () => {
  it.each([
    ['""', ""],
    ['"smør"', "smør"],
    ['"a\\tb\\n\\\\\\""', 'a\tb\n\\"'],
    ['"\\a\\b\\f\\r\\v"', "\x07\b\f\r\v"],
    ['"\\x41\\101\\u00e6\\U0001F600"', "AAæ😀"],
    ['"\\xc3\\xa6"', "æ"],
    ["'\\''", "'"],
    ["`a\\n\r\nb`", "a\\n\nb"],
  ])("of %s is %j", (literal, value) => expect(unquoteGo(literal, 0)).toBe(value))

  it.each([
    ['"\\q"', 1],
    ['"ab\\\'"', 3],
    ["'\\\"'", 1],
    ['"\\x4"', 1],
    ['"\\400"', 1],
    ['"\\ud800"', 1],
    ['"\\U00110000"', 1],
    ['"\\xff"', 0],
  ])("refuses %s at %i", (literal, offset) => {
    const attempt = () => unquoteGo(literal, 0)
    expect(attempt).toThrow(SourceError)
    expect(attempt).toThrow(expect.objectContaining({ offset }))
  })
})
