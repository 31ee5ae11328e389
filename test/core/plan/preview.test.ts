import { parsePatch } from "diff"
import { describe, expect, it } from "vitest"
import { planDocument } from "../../../src/core/plan/document.ts"
import { makePlan } from "../../../src/core/plan/make-plan.ts"
import { renderAnswers, renderNext, renderPreview, renderRemarks } from "../../../src/core/plan/preview.ts"
import { valuesText } from "../../fakes/apps-repo.ts"
import { fakeAnswers, fakeOrigins, fakeSnapshot, workingTree } from "../../fakes/snapshot.ts"

const appPath = "apps/shop-dev/web/values.yaml"
const plan = makePlan(
  fakeAnswers({ groups: ["admins"], bypass: ["/api/health"] }),
  { ...fakeOrigins, groups: "--group" },
  fakeSnapshot({ wire: workingTree({ [appPath]: valuesText("web.shop-dev.example.com") }) }),
  { wire: "unverified", ticketOut: undefined, here: { repo: undefined, path: (path: string) => path } },
)
const text = (lines: ReturnType<typeof renderPreview>): string =>
  lines
    .map((line) =>
      line
        .map((span) => span.text)
        .join("")
        .trimEnd(),
    )
    .join("\n")

describe("renderPreview", () => {
  it("shows the whole plan to a person", async () => {
    const lines = [...renderPreview(plan, { ticketText: true }), ...renderRemarks(plan), ...renderNext(plan)]
    await expect(`${text(lines)}\n`).toMatchFileSnapshot("golden/preview.txt")
  })

  it.each([
    [{ groups: ["a", "b"] }, "members of a or b"],
    [{ claims: [{ name: "groups", anyOf: ["a", "b"] }] }, "members of a or b"],
    [{ claims: [{ name: "groups", allOf: ["a", "b"] }] }, "claim groups"],
    [{ groups: ["a"], claims: [{ name: "roles", anyOf: ["reader"] }] }, "members of a, and claim roles"],
    [{}, "everyone in the tenant"],
  ])("says of %j who may enter", (rules, who) => {
    expect(text(renderAnswers(fakeAnswers(rules), fakeOrigins))).toMatch(
      new RegExp(`^  who +${who}(?:  |$)`, "m"),
    )
  })

  it.each([
    [
      "a.yaml:13, b/values.yaml:3",
      [
        "  open paths  /health                   a.yaml:13",
        "              /up                       b/values.yaml:3",
      ],
    ],
    ["--bypass", ["  open paths  /health                   --bypass", "              /up"]],
  ])("shows beside each open path where it came from: %s", (bypass, expected) => {
    const lines = renderAnswers(fakeAnswers({ bypass: ["/health", "/up"] }), { ...fakeOrigins, bypass })
    expect(text(lines).split("\n")).toEqual(expect.arrayContaining(expected))
  })

  it("colours what is added, never what stays", () => {
    const spans = renderPreview(plan, { ticketText: false }).flat()
    const added = spans.filter(({ tone }) => tone === "added").map((span) => span.text)
    expect(added).toContain("+      - shop-dev-web-oidc@kubernetescrd")
    expect(spans.find((span) => span.text.includes("enabled: true"))?.tone).toBe("context")
  })
})

describe("planDocument", () => {
  it("has the same effects as the preview, each file with a diff that tools can read", () => {
    const { effects, ...document } = planDocument(plan, { applied: false })
    expect(effects.map(({ kind, path }) => [kind, path])).toEqual([
      ["ticket", undefined],
      ["instruct", undefined],
      ["create-file", "apps/shop-dev/web-oidc/application.yaml"],
      ["create-file", "apps/shop-dev/web-oidc/values.yaml"],
      ["edit-file", appPath],
    ])
    for (const { diff, path } of effects) if (diff) expect(parsePatch(diff)[0]?.newFileName).toBe(`b/${path}`)
    expect(document).toMatchObject({ schema: 1, status: "planned", missing: [], waits: [] })
    expect(document.next.every((command) => typeof command === "string")).toBe(true)
  })

  it("tells that a plan was applied", () => {
    expect(planDocument(plan, { applied: true }).status).toBe("applied")
  })
})
