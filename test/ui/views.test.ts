import { createElement, type ReactNode } from "react"
import { describe, expect, it } from "vitest"
import { AppError } from "../../src/core/errors.ts"
import type { Line } from "../../src/core/plan/preview.ts"
import { errorNotice, Notice } from "../../src/ui/components/Notice.tsx"
import { Rail } from "../../src/ui/components/Rail.tsx"
import { type Run, RunBoard } from "../../src/ui/components/RunBoard.tsx"
import { ScrollView, scroll } from "../../src/ui/components/ScrollView.tsx"
import type { KeyPress } from "../../src/ui/keys.ts"
import { draw } from "./draw.ts"

type Options = Parameters<typeof draw>[1]
async function frameOf(node: ReactNode, options?: Options): Promise<string> {
  const { frame, unmount } = await draw(node, options)
  const text = frame()
  unmount()
  return text
}

describe("Rail", () => {
  const rail = createElement(Rail, {
    steps: ["Ticket", "Values", "Secrets", "Deploy", "Wire", "Verify"],
    current: 1,
  })
  it.each<[Options, string]>([
    [{}, "● Ticket  ◉ Values  ○ Secrets  ○ Deploy  ○ Wire  ○ Verify"],
    [{ unicode: false }, "* Ticket  @ Values  o Secrets  o Deploy  o Wire  o Verify"],
    [{ columns: 40 }, "Step 2 of 6: Values"],
    [{ accessible: true }, "Step 2 of 6: Values"],
  ])("%j", async (options, expected) => {
    expect(await frameOf(rail, options)).toBe(expected)
  })
})

describe("RunBoard", () => {
  const url = "https://github.example.com/shop/apps/actions/runs/812345678901"
  const runs: readonly Run[] = [
    {
      id: "a",
      label: "web-oidc-client-id",
      state: "done",
      elapsedMs: 18_300,
      link: { label: "run 812", url },
      message: "log clean",
    },
    {
      id: "b",
      label: "web-oidc-client-secret",
      state: "running",
      elapsedMs: 7000,
      message: "put-secret-value",
    },
    { id: "c", label: "web-oidc-session-secret", state: "queued" },
  ]
  it("shows every run in a line", async () => {
    expect(await frameOf(createElement(RunBoard, { runs }), { accessible: true })).toMatchInlineSnapshot(`
      "✔ web-oidc-client-id        18 s  run 812 [1]  log clean
      ⠋ web-oidc-client-secret     7 s  put-secret-value
      · web-oidc-session-secret

      [1] https://github.example.com/shop/apps/actions/runs/812345678901"
    `)
  })

  it("cuts no address in 40 columns", async () => {
    const frame = await frameOf(createElement(RunBoard, { runs }), { accessible: true, columns: 40 })
    expect(frame.replaceAll("\n", "")).toContain(url)
    expect(Math.max(...frame.split("\n").map(({ length }) => length))).toBeLessThanOrEqual(40)
  })

  it("hides the address behind the label where the terminal can", async () => {
    const { bytes, unmount } = await draw(createElement(RunBoard, { runs }), { hyperlinks: true })
    unmount()
    expect(bytes()).toContain(`\x1b]8;;${url}`)
    expect(bytes()).not.toContain("[1]")
  })
})

describe("ScrollView", () => {
  const lines: readonly Line[] = Array.from({ length: 40 }, (_, index) => [
    { tone: "added", text: `+line ${index + 1}` },
  ])

  it("turns pages and says where it is", async () => {
    const { send, frame, unmount } = await draw(createElement(ScrollView, { lines, reserved: 20 }))
    expect(frame()).toMatchInlineSnapshot(`
      "+line 1
      +line 2
      +line 3
      +line 4
      lines 1 to 4 of 40 (PgUp PgDn)"
    `)
    await send("\x1b[6~")
    expect(frame()).toContain("lines 5 to 8 of 40")
    await send("\x1b[1;2B")
    expect(frame()).toContain("lines 6 to 9 of 40")
    unmount()
  })

  it.each<[top: number, kind: KeyPress["kind"], expected: number]>([
    [0, "page-up", 0],
    [0, "scroll-down", 1],
    [35, "page-down", 36],
    [36, "scroll-down", 36],
    [99, "up", 36],
  ])("from line %i, %s goes to %i of 40 lines in a window of 4", (top, kind, expected) => {
    expect(scroll(top, { kind } as KeyPress, 40, 4)).toBe(expected)
  })

  it("shows what a file says and does not obey it", async () => {
    const evil: readonly Line[] = [[{ tone: "plain", text: "a\x1b]52;c;eA==\x07b\u202ec" }]]
    const { bytes, unmount } = await draw(createElement(ScrollView, { lines: evil, reserved: 0 }))
    unmount()
    expect(bytes()).toContain("abc")
    expect(bytes()).not.toContain("]52")
  })
})

it("Notice says what happened, where, and what to do", async () => {
  const error = new AppError("app/no-host", "apps/shop/web has no host.", {
    location: { path: "apps/shop/web/values.yaml", line: 12, column: 7 },
    hint: "Add one to ingress.fqdn.",
  })
  expect(await frameOf(createElement(Notice, errorNotice(error)))).toMatchInlineSnapshot(`
    "✖ apps/shop/web has no host.
      at  apps/shop/web/values.yaml:12:7
      do  Add one to ingress.fqdn."
  `)
})
