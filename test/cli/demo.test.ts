import { readdirSync } from "node:fs"
import { tmpdir } from "node:os"
import { describe, expect, it } from "vitest"
import { startCli } from "../sandbox/start-cli.ts"

const leftovers = () => readdirSync(tmpdir()).filter((name) => name.startsWith("idp-oidc-demo-"))

describe("idp-oidc demo", () => {
  it("protects an app, sees every scenario come out as it must, and leaves nothing behind", async () => {
    const before = leftovers()
    const { code, stdout } = await startCli(["demo", "--json"], tmpdir()).ended
    const document = JSON.parse(stdout)
    expect(document.scenarios.filter(({ ok }: { ok: boolean }) => !ok)).toEqual([])
    expect({ code, schema: document.schema, ok: document.ok }).toEqual({ code: 0, schema: 1, ok: true })
    expect(document.scenarios.map(({ id }: { id: string }) => id)).toEqual([
      "anonymous-page",
      "anonymous-fetch",
      "anonymous-websocket",
      "login-jorgen",
      "login-lukasz",
      "wrong-group",
      "too-many-groups",
      "bypass",
      "bypass-smuggling",
      "spoof-header-bypass",
      "spoof-header-session",
      "spoof-alias-bypass",
      "spoof-alias-session",
      "session-cookie",
      "websocket",
      "logout",
    ])
    expect(leftovers()).toEqual(before)
  })

  it("prints a table for people, and what init did on the way", async () => {
    const { code, stdout, stderr } = await startCli(["demo"], tmpdir()).ended
    expect(code).toBe(0)
    expect(stdout).toMatch(/^✔ Jørgen Ærø logs in +the app sees Jørgen Ærø <jorgen\.aero@example\.com>$/m)
    expect(stdout).toMatch(/^16 of 16 as expected\.$/m)
    expect(stderr).toContain("$ idp-oidc init --namespace shop-test --app webshop")
    expect(stderr).toContain("- shop-test-webshop-oidc@kubernetescrd")
  })

  it("cleans up when it is cancelled", async () => {
    const before = leftovers()
    const cli = startCli(["demo", "--json"], tmpdir())
    await cli.printed("An apps repo in", "stderr")
    expect((await cli.stop("SIGINT")).code).toBe(130)
    expect(leftovers()).toEqual(before)
  })
})
