import stringWidth from "string-width"
import { describe, expect, it } from "vitest"
import {
  type BoardRow,
  type BoardState,
  boardRows,
  describeBoardRow,
  renderElapsed,
} from "../../../src/ui/views/board.ts"
import { style, textOf } from "./text-of.ts"

const url = "https://github.example.com/shop/apps/actions/runs/812345678901"
const nowMs = 1_000_000
const rows: readonly BoardRow[] = [
  {
    id: "a",
    label: "web-oidc-client-id",
    state: { kind: "done", tookMs: 18_300, note: "log clean" },
    link: { label: "run 812", url },
  },
  {
    id: "b",
    label: "web-oidc-client-secret",
    state: { kind: "running", sinceMs: nowMs - 7000, step: "step 3 of 5, put-secret-value" },
  },
  { id: "c", label: "web-oidc-session-secret", state: { kind: "waiting" } },
]

describe("boardRows", () => {
  it("shows every run in a line", () => {
    expect(textOf(boardRows({ rows, nowMs }, 76, style()))).toMatchInlineSnapshot(`
      "✔ web-oidc-client-id        18 s  run 812 [1]  log clean
      ⠋ web-oidc-client-secret     7 s  step 3 of 5, put-secret-value
      · web-oidc-session-secret

      [1] https://github.example.com/shop/apps/actions/runs/812345678901"
    `)
  })

  it("shows which one keys act on, and what failed", () => {
    const failed: readonly BoardRow[] = rows.map((one) =>
      one.id === "b"
        ? { ...one, state: { kind: "failed", tookMs: 67_000, reason: "step 3 failed: put-secret-value" } }
        : one,
    )
    expect(
      textOf(boardRows({ rows: failed, nowMs, selected: "b" }, 76, style({ unicode: false }))),
    ).toMatchInlineSnapshot(`
      "  + web-oidc-client-id             18 s  run 812 [1]  log clean
      > x web-oidc-client-secret   1 min 07 s  step 3 failed: put-secret-value
        . web-oidc-session-secret

      [1] https://github.example.com/shop/apps/actions/runs/812345678901"
    `)
  })

  it("stands one below the other in 40 columns, and cuts no address", () => {
    const drawn = boardRows({ rows, nowMs }, 40, style())
    expect(textOf(drawn)).toMatchInlineSnapshot(`
      "✔ web-oidc-client-id
          18 s  run 812 [1]  log clean
      ⠋ web-oidc-client-secret
          7 s  step 3 of 5, put-secret-value
      · web-oidc-session-secret

      [1] https://github.example.com/shop/apps
      /actions/runs/812345678901"
    `)
    expect(textOf(drawn).replaceAll("\n", "")).toContain(url)
    for (const line of textOf(drawn).split("\n")) expect(stringWidth(line)).toBeLessThanOrEqual(40)
  })

  it("shows the selected row's address alone where there is no room for more", () => {
    const both = rows.map((one) => ({ ...one, link: { label: "run", url: `${url}-${one.id}` } }))
    const text = textOf(boardRows({ rows: both, nowMs, selected: "b", addresses: "selected" }, 80, style()))
    expect(text.match(/https:\S+/g)).toEqual([`${url}-b`])
  })

  it("hides the address behind the label where the terminal can", () => {
    const drawn = boardRows({ rows, nowMs }, 76, style({ hyperlinks: true }))
    expect(drawn.flat().filter((piece) => piece.url === url)).toEqual([
      { tone: "link", text: "run 812", url },
    ])
    expect(textOf(drawn)).not.toContain("[1]")
  })

  it("turns with the clock, and stands still for who hears it", () => {
    const at = (ms: number, accessible: boolean) =>
      textOf(boardRows({ rows, nowMs: ms }, 76, style({ accessible })))
    expect(at(nowMs, false)).not.toBe(at(nowMs + 100, false))
    expect(at(nowMs, true)).toBe(at(nowMs + 100, true))
  })
})

it.each([
  [0, "0 s"],
  [59_999, "59 s"],
  [60_000, "1 min 00 s"],
  [725_000, "12 min 05 s"],
  [-5, "0 s"],
])("%i ms is %s", (ms, expected) => {
  expect(renderElapsed(ms)).toBe(expected)
})

it.each<[state: BoardState, expected: string]>([
  [{ kind: "waiting" }, "web: waiting."],
  [{ kind: "queued", sinceMs: 0 }, "web: queued."],
  [{ kind: "running", sinceMs: 0, step: "step 2 of 5" }, "web: running, step 2 of 5."],
  [{ kind: "done", tookMs: 18_000, note: "log clean" }, "web: done after 18 s, log clean."],
  [{ kind: "failed", reason: "cancelled" }, "web: failed, cancelled."],
])("says %j as %s", (state, expected) => {
  expect(describeBoardRow({ id: "a", label: "web", state }, 1000)).toBe(expected)
})
