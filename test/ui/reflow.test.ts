import { expect, it } from "vitest"
import { renderEraseUpwards, rowsAddedByReflow } from "../../src/ui/reflow.ts"
import { row } from "../../src/ui/row.ts"

it.each([
  [[row("x".repeat(40))], 40, 0],
  [[row("x".repeat(41))], 40, 1],
  [[row("x".repeat(81)), row("y"), []], 40, 2],
  [[row(`x${" ".repeat(80)}`)], 40, 0],
  [[row("設".repeat(21))], 40, 1],
])("%j takes in %i columns %i rows more", (rows, columns, expected) => {
  expect(rowsAddedByReflow(rows, columns)).toBe(expected)
})

it("erases nothing where nothing was added", () => {
  expect([renderEraseUpwards(0), renderEraseUpwards(2)]).toEqual(["", "\x1b[2K\x1b[1A\x1b[2K\x1b[1A"])
})
