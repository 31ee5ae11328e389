import { expect, it } from "vitest"
import { describeFinding, type Finding, findingRows } from "../../../src/ui/views/findings.ts"
import { style, textOf } from "./text-of.ts"

const findings: readonly Finding[] = [
  { status: "pass", title: "https://web.shop.example.com asks for login" },
  {
    status: "fail",
    title: "/healthz asks for login",
    detail: "302 to login.microsoftonline.com",
    fix: "Add /healthz to bypassPaths.",
  },
  { status: "warn", title: "The client secret ends in 12 days" },
  { status: "unknown", title: "ArgoCD has synced it", detail: "no access" },
  { status: "skip", title: "/ready is open", detail: "because the host cannot be reached" },
]

it("says what was found, with a sign that needs no colour", () => {
  expect(textOf(findingRows(findings, 72, style()))).toMatchInlineSnapshot(`
    "✔ https://web.shop.example.com asks for login
    ✖ /healthz asks for login
      302 to login.microsoftonline.com
      do  Add /healthz to bypassPaths.
    ! The client secret ends in 12 days
    ? ArgoCD has synced it
      no access
    – /ready is open
      because the host cannot be reached"
  `)
})

it("fits 40 columns", () => {
  const lines = textOf(findingRows(findings, 40, style({ unicode: false }))).split("\n")
  expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(40)
  expect(lines).toContain("+ https://web.shop.example.com asks for")
})

it("is a sentence for who hears it", () => {
  expect(findings.slice(1, 3).map(describeFinding)).toEqual([
    "Failed: /healthz asks for login. 302 to login.microsoftonline.com. Do: Add /healthz to bypassPaths.",
    "Warning: The client secret ends in 12 days",
  ])
})
