import { describe, expect, it } from "vitest"
import { listState } from "../../../src/ui/list-state.ts"
import { optionRows, rowsBeyondOne } from "../../../src/ui/views/option-list.ts"
import { style, textOf } from "./text-of.ts"

const options = [
  { value: "yes", label: "Yes, I have the client ID and the client secret" },
  { value: "files", label: "Not yet: prepare the files meanwhile", note: "they need no secret" },
  { value: "quit", label: "Not yet" },
]
const data = (cursor: number) => ({ options, state: listState(cursor), size: 3, filters: false })

describe("optionRows", () => {
  it("cuts entries that do not fit, and never the one under the cursor", () => {
    expect(textOf(optionRows(data(0), 30, style()))).toMatchInlineSnapshot(`
      "❯ Yes, I have the client ID
        and the client secret
        Not yet: prepare the files …
        Not yet"
    `)
    expect(textOf(optionRows(data(1), 30, style({ unicode: false })))).toMatchInlineSnapshot(`
      "  Yes, I have the client ID a~
      > Not yet: prepare the files
        meanwhile  they need no
        secret
        Not yet"
    `)
  })

  it("says which part is shown where not all is", () => {
    expect(textOf(optionRows({ ...data(2), size: 1 }, 60, style()))).toBe("❯ Not yet\n3 of 3")
  })
})

describe("rowsBeyondOne", () => {
  it.each([
    [0, 30, 1],
    [1, 30, 2],
    [2, 30, 0],
    [0, 80, 0],
  ])("entry %i in %i columns takes %i more", (cursor, width, expected) => {
    expect(rowsBeyondOne(data(cursor), width, style())).toBe(expected)
  })
})
