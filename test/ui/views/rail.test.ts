import { expect, it } from "vitest"
import { railRows } from "../../../src/ui/views/rail.ts"
import { style, textOf } from "./text-of.ts"

const rail = { steps: ["Ticket", "Values", "Secrets", "Deploy", "Wire", "Verify"], current: 1 }

it.each([
  [72, true, "● Ticket  ◉ Values  ○ Secrets  ○ Deploy  ○ Wire  ○ Verify"],
  [72, false, "* Ticket  @ Values  o Secrets  o Deploy  o Wire  o Verify"],
  [40, true, "Step 2 of 6: Values"],
])("in %i columns, unicode %s: %s", (width, unicode, expected) => {
  expect(textOf(railRows(rail, width, style({ unicode })))).toBe(expected)
})

it("leaves a step open that was passed by", () => {
  const later = { ...rail, current: 3, open: ["Values", "Secrets"] }
  expect(textOf(railRows(later, 72, style({ unicode: true })))).toBe(
    "● Ticket  ○ Values  ○ Secrets  ◉ Deploy  ○ Wire  ○ Verify",
  )
})
