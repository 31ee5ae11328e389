import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, expect, it } from "vitest"
import { findSecret } from "../../../src/core/workflow/find-secret.ts"
import { createBrowser } from "../../../src/sandbox/browser.ts"
import { entry } from "../../cli/run.ts"
import { isolatedEnv } from "../../fakes/apps-repo.ts"
import { expectHidden, expectRestored } from "./expect.ts"
import { startInTerminal, type TerminalRun } from "./terminal.ts"

/** Where the demo makes its folder. */
let folder: string
let run: TerminalRun
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "demo-"))
  const env = { ...isolatedEnv, LC_ALL: "C.UTF-8", TMPDIR: folder }
  run = startInTerminal(entry, ["demo"], { columns: 100, rows: 40, env })
})
afterEach(() => {
  run.kill()
  rmSync(folder, { recursive: true })
})

/** Node keeps what it has compiled beside it. */
const isDemo = (name: string) => name.startsWith("idp-oidc-demo-")

/** Every file that it keeps at the moment. */
const filesNow = () =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => statSync(join(folder, name)).isFile())
    .map((name) => ({ name, text: readFileSync(join(folder, name), "latin1") }))

/** The page that the introduction names, as `curl` prints it. */
async function askServicedesk({ screen }: TerminalRun) {
  const [address = ""] = /http:\/\/127\.0\.0\.1:\d+\/$/m.exec(screen()) ?? []
  const text = await (await fetch(address)).text()
  const value = (name: string) =>
    text
      .split("\n")
      .find((line) => line.startsWith(name))
      ?.split(/ {2,}/)[1] ?? ""
  return {
    clientId: value("Application (client) ID"),
    secret: value("Client secret, Value"),
    ends: value("Client secret, ends"),
  }
}

/** Looks again and again, as somebody who waits for a colleague does. */
async function lookUntil({ screen, type }: TerminalRun, wanted: string): Promise<void> {
  const end = performance.now() + 30_000
  for (let pressedAt = 0; !screen().includes(wanted); ) {
    if (performance.now() > end) throw new Error(`The screen never had ${wanted}:\n${screen()}`)
    if (/Look (?:now|again)/.test(screen()) && performance.now() - pressedAt > 1_000) {
      type("\r")
      pressedAt = performance.now()
    }
    await new Promise((done) => setTimeout(done, 20))
  }
}

it("takes a person from nothing to an app that asks for login, and shows no byte of the secret", async () => {
  const { until, type, paste, exited, bytes, screen } = run
  await until("Is this right?")
  const { clientId, secret, ends } = await askServicedesk(run)
  type("\r")
  await until("Send this to servicedesk.")
  type("\r")
  await until("Has servicedesk answered?")
  type("\r")
  await until("What is the Application (client) ID?")
  paste(clientId)
  type("\r")
  await until("What is the client secret's Value?")
  paste(secret)
  await until("looks like an Entra client secret")
  type("\r")
  await until("On which day does the client secret end?")
  paste(ends)
  type("\r")
  await until("Store them this way?")
  type("\r")
  await until("These files become a pull request")
  type("\r")
  await until("Store 3 secrets, commit 2 files and open a pull request?")
  type("y\r")
  for (const name of ["client-id", "client-secret", "session-secret"])
    await until(`✔ customer/shop-test/webshop-oidc-${name}`)
  await until("It deploys the middleware.")
  await lookUntil(run, "Turn login on?")
  expect(screen()).toContain("✔ The ExternalSecret is synced")
  type("\r")
  await until("+            - shop-test-webshop-oidc@kubernetescrd")
  type("\r")
  await until("This turns login on")
  type("webshop\r")
  await until("It turns login on.")
  await lookUntil(run, "webshop asks for login.")
  expect(screen()).toContain("✔ Forged headers open nothing")
  type("\r")
  await until("Ctrl+C to stop.")
  const [, url = ""] = /^Open {2}(\S+)$/m.exec(screen()) ?? []
  const browser = createBrowser()
  expect(await browser.press(await browser.open(url), "user", "jorgen")).toMatchObject({ status: 200 })
  const kept = filesNow()
  expect(kept.map(({ name }) => name)).toEqual(
    expect.arrayContaining([expect.stringMatching(/state.*webshop\.json$/)]),
  )
  expect(findSecret(kept, secret)).toEqual([])
  type("\x03")
  expect(await exited).toBe(0)
  expectHidden(bytes(), secret)
  expectRestored(bytes())
  expect(readdirSync(folder).filter(isDemo)).toEqual([])
}, 120_000)

it("ends with 130 and leaves nothing behind when somebody has had enough", async () => {
  const { until, type, exited, screen, bytes } = run
  await until("Is this right?")
  type("\x03")
  expect(await exited).toBe(130)
  expect(screen()).toContain("nothing of it is kept")
  expectRestored(bytes())
  expect(readdirSync(folder).filter(isDemo)).toEqual([])
})

/** Where Linux lists the children of a process. */
const childrenPath = (pid: number) => `/proc/${pid}/task/${pid}/children`

const ends = it.runIf(existsSync(childrenPath(process.pid)))
ends.each(["SIGTERM", "SIGHUP"] as const)("takes the wizard along when it is ended by %s", async (signal) => {
  const { until, exited, bytes, pid, kill } = run
  await until("Is this right?")
  const wizard = readFileSync(childrenPath(pid), "utf8").trim().split(" ").map(Number)
  expect(wizard).toHaveLength(1)
  kill(signal)
  expect(await exited).toBe(130)
  expectRestored(bytes())
  expect(readdirSync(folder).filter(isDemo)).toEqual([])
  for (const child of wizard) expect(() => process.kill(child, 0)).toThrow("ESRCH")
})
