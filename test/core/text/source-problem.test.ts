import { describe, expect, it } from "vitest"
import { problemAt } from "../../../src/core/text/source-problem.ts"

describe("problemAt", () => {
  it.each([
    ["abc", 0, 1, 1],
    ["abc", 2, 1, 3],
    ["a\nbc", 2, 2, 1],
    ["a\nbc", 4, 2, 3],
    ["", 0, 1, 1],
  ])("in %j at %i is line %i, column %i", (source, offset, line, column) =>
    expect(problemAt(source, offset, "x")).toEqual({ message: "x", line, column }),
  )
})
