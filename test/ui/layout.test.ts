import { constantFrom, assert as holds, integer, property } from "fast-check"
import { describe, expect, it } from "vitest"
import { shareRows } from "../../src/ui/layout.ts"

describe("shareRows", () => {
  it.each([
    ["all of a little", { rows: 24, fixed: 6, body: 5, list: 6 }, { body: 5, list: 6 }],
    ["the list first, then the text", { rows: 24, fixed: 6, body: 40, list: 6 }, { body: 10, list: 6 }],
    ["three rows of each in a low window", { rows: 15, fixed: 6, body: 40, list: 6 }, { body: 3, list: 3 }],
    ["no wall of entries", { rows: 50, fixed: 6, body: 5, list: 1000 }, { body: 5, list: 10 }],
    ["nothing where nothing is left", { rows: 5, fixed: 6, body: 5, list: 5 }, { body: 0, list: 0 }],
  ])("gives %s", (_, wanted, expected) => {
    expect(shareRows(wanted)).toEqual(expected)
  })

  it("never fills the window, with the rows that say which part is shown", () => {
    const count = integer({ min: 0, max: 60 })
    holds(
      property(
        count,
        count,
        count,
        count,
        constantFrom(true, false),
        (rows, fixed, body, list, hasPosition) => {
          const shares = shareRows({ rows, fixed, body, list, hasPosition })
          const positions = [
            shares.body > 0 && shares.body < body,
            !hasPosition && shares.list > 0 && shares.list < list,
          ]
          const height = fixed + shares.body + shares.list + positions.filter(Boolean).length
          expect(height).toBeLessThanOrEqual(Math.max(fixed, rows - 1))
        },
      ),
    )
  })
})
