import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { makeHealthyRepo, paths, replace } from "../../cases/doctor/healthy-repo.ts"
import { entry } from "../../cli/run.ts"
import { type AppsRepo, createAppsRepo, isolatedEnv } from "../../fakes/apps-repo.ts"
import { startInTerminal, type TerminalRun } from "./terminal.ts"

let repo: AppsRepo
let run: TerminalRun
beforeEach(() => {
  const texts = makeHealthyRepo()
  replace(texts, paths.values, "domain: ", "domain: https://")
  replace(texts, paths.app, "shop-test-webshop-oidc@kubernetescrd", "shop-test-webshop-oidc")
  repo = createAppsRepo(Object.fromEntries(texts))
})
afterEach(() => {
  run.kill()
  repo.remove()
})

const fix = () => {
  run = startInTerminal(entry, ["doctor", "--offline", "--app", "webshop", "--fix"], {
    cwd: repo.root,
    rows: 60,
    env: { ...isolatedEnv, LC_ALL: "C.UTF-8" },
  })
  return run
}

/** What is typed before the last of these lines is there is thrown away. */
const asks = (path: string) => `Edit ${path}?\nType ? for help.\ny or n; Enter is n:`

const changed = () => repo.git("status", "--porcelain").trim()

describe("idp-oidc doctor --fix in a terminal", () => {
  it("asks about each file, and edits those that are wanted", async () => {
    const { until, type, exited, screen } = fix()
    await until(asks(paths.values))
    expect(screen()).toContain("+domain: webshop.shop-test.idp.example.com")
    expect(changed()).toBe("")
    type("y\r")
    await until(asks(paths.app))
    type("n\r")
    expect(await exited).toBe(1)
    expect(changed()).toBe(`M ${paths.values}`)
    expect(screen()).toContain("Written, but for 1 that you did not want. What is left:")
    expect(screen()).toContain("OIDC202  the reference has no @kubernetescrd")
  })

  it("edits nothing where it is cancelled", async () => {
    const { until, type, exited } = fix()
    await until(asks(paths.values))
    type("y\r")
    await until(asks(paths.app))
    type("\x03")
    expect(await exited).toBe(130)
    expect(changed()).toBe("")
  })
})
