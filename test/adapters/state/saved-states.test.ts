import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { createSavedStates } from "../../../src/adapters/state/saved-states.ts"
import type { SavedState } from "../../../src/core/state/saved-state.ts"

let home: string
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "state-"))
})
afterEach(() => rmSync(home, { recursive: true }))

const remote = { host: "github.com", owner: "acme", name: "apps-shop" }
const states = (repository = { root: "/repo", remote } as Parameters<typeof createSavedStates>[1]) =>
  createSavedStates({ XDG_STATE_HOME: home }, repository)
const state = (app: string, savedAt = "2026-11-24T10:00:00.000Z"): SavedState => ({
  schema: 1,
  savedAt,
  namespace: "shop-dev",
  app,
  given: { app },
  runs: [],
})

describe("saved states", () => {
  it("are listed for their repository, newest first", async () => {
    await states().write(state("web"))
    await states().write(state("api", "2026-11-25T10:00:00.000Z"))
    await states({ root: "/repo", remote: { ...remote, name: "other" } }).write(state("else"))
    expect((await states().list()).map(({ app }) => app)).toEqual(["api", "web"])
    expect(await states().read("shop-dev", "web")).toEqual(state("web"))
  })

  it("stand where the XDG specification says, readable by the user alone", async () => {
    await states().write(state("web"))
    const path = join(home, "idp-oidc/github.com/acme/apps-shop/shop-dev/web.json")
    expect(states().path("shop-dev", "web")).toBe(path)
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(statSync(join(path, "..")).mode & 0o777).toBe(0o700)
  })

  it("fall back on the home folder where XDG_STATE_HOME is no absolute path", () => {
    const at = (env: Record<string, string>) =>
      createSavedStates(env, { root: "/repo", remote }).path("shop-dev", "web")
    expect(at({ HOME: "/home/ada", XDG_STATE_HOME: "here" })).toBe(
      "/home/ada/.local/state/idp-oidc/github.com/acme/apps-shop/shop-dev/web.json",
    )
  })

  it("tell repositories without a host apart by their path, and never leave their folder", () => {
    const one = states({ root: "/one", remote: undefined }).path("n", "a")
    const two = states({ root: "/two", remote: undefined }).path("n", "a")
    expect(one).not.toBe(two)
    expect(one).toContain("/local/")
    const odd = states({ root: "/repo", remote: { host: "h", owner: "..", name: "../.." } })
    expect(odd.path("n", "a").startsWith(join(home, "idp-oidc/h/"))).toBe(true)
  })

  it("are forgotten, and a damaged one is as good as none", async () => {
    await states().write(state("web"))
    writeFileSync(states().path("shop-dev", "web"), "{")
    expect(await states().read("shop-dev", "web")).toBeUndefined()
    expect(await states().list()).toEqual([])
    expect(await states().forget("shop-dev", "web")).toBe(true)
    expect(await states().forget("shop-dev", "web")).toBe(false)
    expect(await states().read("shop-dev", "web")).toBeUndefined()
  })

  it("leave nothing but the state behind when it is written again", async () => {
    await states().write(state("web"))
    await states().write(state("web", "2026-11-25T10:00:00.000Z"))
    const path = states().path("shop-dev", "web")
    expect(readdirSync(join(path, ".."))).toEqual(["web.json"])
    expect(readFileSync(path, "utf8")).toContain("2026-11-25T10:00:00.000Z")
  })
})
