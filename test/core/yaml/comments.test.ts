import { describe, expect, it } from "vitest"
import { findComments } from "../../../src/core/yaml/comments.ts"

const check = (text: string, ...comments: readonly string[]) => {
  const found = findComments(text)
  expect(found.map((comment) => comment.text)).toEqual(comments)
  for (const { offset, text: comment } of found) expect(text.startsWith(comment, offset)).toBe(true)
}

describe("findComments", () => {
  it("finds them before, beside and after values", () =>
    check("# a\nb: c # d\n\n  # e\n", "# a", "# d", "# e"))
  it("finds them in brackets", () => check("a: [ # b\n  c, # d\n  e] # f\n", "# b", "# d", "# f"))
  it("finds them between documents", () => check("a: 1\n--- # b\nc: 1\n... # d\n# e\n", "# b", "# d", "# e"))
  it("finds them beside the header of a text block, not within", () =>
    check("a: | # b\n  # c\n# d\n", "# b", "# d"))
  it("finds none in strings", () => check("a: \"# b\"\nc: '# d'\ne: f#g\nh: i\n", ...[]))
  it("finds none in a text block at the start of the line", () => check("--- |\n# a\n", ...[]))
  it("leaves the line break to the line in CRLF", () => check("a: 1 # b\r\n# c\r\n", "# b", "# c"))
})
