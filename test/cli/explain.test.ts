import { describe, expect, it } from "vitest"
import { run } from "./run.ts"

describe("idp-oidc explain", () => {
  it("explains a code on stdout, with the ticket in the language asked for", async () => {
    const { code, stdout, stderr } = await run(["explain", "AADSTS50011", "--ticket-language", "en"])
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" })
    expect(stdout).toMatch(/^AADSTS50011: The redirect URI is not registered\n/)
    expect(stdout).toContain("  who   servicedesk\n")
    expect(stdout).toContain("Please add this redirect URI exactly as written")
  })

  it("takes words without quotes", async () => {
    const { code, stdout } = await run(["explain", "State", "is", "missing"])
    expect(code).toBe(0)
    expect(stdout).toMatch(/^state-missing: /)
  })

  it("reads a pasted page from standard input and prints one JSON document", async () => {
    const stdin =
      "Sorry, but…\nAADSTS50105: … the application Jørgens App ('3fe8f2f0-da38-42eb-80c7-febc1d1dcb3f') …"
    const { code, stdout, stderr } = await run(["explain", "-", "--json"], { stdin })
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" })
    expect(JSON.parse(stdout)).toMatchObject({
      schema: 1,
      status: "explained",
      id: "AADSTS50105",
      owner: "servicedesk",
      facts: { displayName: "Jørgens App", clientId: "3fe8f2f0-da38-42eb-80c7-febc1d1dcb3f" },
      ticket: { subject: "Giv adgang til Entra applikation: Jørgens App" },
    })
  })

  it("explains an error code of its own from the documentation", async () => {
    const { code, stdout } = await run(["explain", "usage/unknown-flag"])
    expect(code).toBe(0)
    expect(stdout).toContain("idp-oidc COMMAND --help lists its flags.")
  })

  it("ends with exit 1 and says what it understands when nothing is known", async () => {
    const { code, stdout, stderr } = await run(["explain", "acces_denied"])
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" })
    expect(stderr).toContain("Did you mean idp-oidc explain access_denied?")
    expect(stderr).toContain("HTTP statuses")
    const asJson = await run(["explain", "--json", "nonsense"])
    expect(asJson.code).toBe(1)
    expect(JSON.parse(asJson.stdout)).toMatchObject({ schema: 1, status: "unexplained" })
  })

  it.each([[["explain"]], [["explain", "-"]], [["explain", "  "]]])("%j ends with exit 2", async (args) => {
    const { code, stdout, stderr } = await run(args)
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" })
    expect(stderr).toContain("usage/missing-text")
  })
})
