import { randomUUID } from "node:crypto"
import { afterEach, describe, expect, it } from "vitest"
import { type RunningPreview, startPreview } from "../../src/cli/compose-preview.ts"
import type { Values } from "../../src/core/contract/values.ts"
import { createBrowser } from "../../src/sandbox/browser.ts"
import type { SandboxUser } from "../../src/sandbox/users.ts"

/** The server between the stand-ins for Entra and for the ingress: the whole way of a request. */
let preview: RunningPreview | undefined
afterEach(async () => {
  await preview?.close()
  preview = undefined
})

const quiet = () => undefined
const many = Array.from({ length: 240 }, (_, index) => `group-${index}`)
const users: readonly SandboxUser[] = [
  { id: "ann", name: "Ann Ærø", email: "ann@example.com", groups: ["admins"] },
  { id: "bob", name: "Bob", email: "bob@example.com", groups: ["others"] },
  { id: "max", name: "Max", email: "max@example.com", groups: [...many, randomUUID()] },
]

async function visit(values: Partial<Values>, user: string) {
  preview = await startPreview({
    app: "test-oidc",
    values: { domain: "app.example.com", ...values },
    valuesPath: "values.yaml",
    users,
    port: 0,
    log: { debug: quiet, info: quiet, warn: quiet, error: quiet },
  })
  const browser = createBrowser()
  const picker = await browser.open(preview.plainUrl)
  return { browser, page: await browser.press(picker, "user", user), url: preview.plainUrl }
}

const forGroups = (anyOf: readonly string[], groupOverage: "graph" | "deny"): Partial<Values> => ({
  authorization: { assertClaims: [{ name: "groups", anyOf }] },
  forwardAuth: { groupOverage },
})

describe("behind the ingress, with Entra", () => {
  it("tells the app who it is, and nothing that a client made up", async () => {
    const { browser, page, url } = await visit({}, "ann")
    expect(page.status).toBe(200)
    const answer = await browser.fetch(url, {
      headers: { "X-Forwarded-User": "admin", X_Forwarded_User: "admin" },
    })
    expect(answer.status).toBe(200)
    expect(answer.body).toContain("Ann Ærø")
    expect(answer.body).not.toContain("admin")
  })

  it("keeps a member of other groups out", async () => {
    expect((await visit(forGroups(["admins"], "deny"), "bob")).page.status).toBe(403)
  })

  it("refuses someone in more groups than the token names, and says why", async () => {
    const { page } = await visit(forGroups(["group-7"], "deny"), "max")
    expect(page.status).toBe(403)
    expect(page.body).toContain("more groups than the sign-in names")
  })

  it("asks Graph for all pages of groups where the values say so", async () => {
    const wanted = users[2]?.groups.at(-1) ?? ""
    expect((await visit(forGroups([wanted], "graph"), "max")).page.status).toBe(200)
  })

  it("does not find a group at Graph that the user is not in", async () => {
    expect((await visit(forGroups([randomUUID()], "graph"), "max")).page.status).toBe(403)
  })
})
