import { describe, expect, it } from "vitest"
import type { KeyPress } from "../../src/ui/keys.ts"
import { listState, matching, moveList, type Option, windowOf } from "../../src/ui/list-state.ts"

const options: readonly Option[] = Array.from({ length: 2000 }, (_, index) => ({
  value: `app-${index}`,
  label: `app-${index}`,
  note: index % 2 === 0 ? "shop-dev" : "shop-prod",
}))

const after = (...presses: readonly (KeyPress | string)[]) =>
  presses
    .map((press): KeyPress => (typeof press === "string" ? { kind: "insert", text: press } : press))
    .reduce((state, press) => moveList(state, press, options, 10), listState())

describe("moveList", () => {
  it.each<[presses: readonly KeyPress["kind"][], cursor: number]>([
    [["down", "down"], 2],
    [["up"], 1999],
    [["up", "down"], 0],
    [["page-down", "page-down", "page-up"], 10],
    [["page-up"], 0],
    [["end"], 1999],
    [["end", "home"], 0],
  ])("%j stands on %i", (presses, cursor) => {
    expect(after(...presses.map((kind) => ({ kind }) as KeyPress)).cursor).toBe(cursor)
  })

  it("leaves Page Down to others where the list fits", () => {
    expect(moveList(listState(1), { kind: "page-down" }, options.slice(0, 5), 10).cursor).toBe(1)
  })

  it("narrows by every word, in label and note, and begins again at the first", () => {
    const state = after({ kind: "end" }, "PROD 199")
    expect(state.cursor).toBe(0)
    expect(matching(options, state).map(({ value }) => value)).toEqual([
      "app-199",
      "app-1199",
      ...Array.from({ length: 5 }, (_, index) => `app-${1991 + 2 * index}`),
    ])
  })

  it("puts what is called so before what is only described so", () => {
    const apps: readonly Option[] = [
      { value: "anch", label: "anch", note: "anch.my-namespace.example.com" },
      { value: "demy", label: "demy", note: "demy.my-namespace.example.com" },
      { value: "myapp", label: "myapp", note: "myapp.my-namespace.example.com" },
    ]
    const filter = moveList(listState(), { kind: "insert", text: "My" }, apps, 10)
    expect(matching(apps, filter).map(({ value }) => value)).toEqual(["myapp", "demy", "anch"])
  })

  it("widens again with Backspace", () => {
    expect(matching(options, after("zzz"))).toEqual([])
    expect(matching(options, after("zzz", { kind: "kill-line" }))).toHaveLength(2000)
  })
})

describe("windowOf", () => {
  it.each([
    [3, 0, 10, { from: 0, to: 3 }],
    [100, 0, 10, { from: 0, to: 10 }],
    [100, 50, 10, { from: 45, to: 55 }],
    [100, 99, 10, { from: 90, to: 100 }],
    [0, 0, 10, { from: 0, to: 0 }],
  ])("%i entries, cursor on %i, %i rows", (count, cursor, size, expected) => {
    expect(windowOf(count, cursor, size)).toEqual(expected)
  })
})
