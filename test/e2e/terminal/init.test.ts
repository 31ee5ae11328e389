import { randomBytes, randomUUID } from "node:crypto"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"
import { entry } from "../../cli/run.ts"
import { type AppsRepo, createAppsRepo, isolatedEnv } from "../../fakes/apps-repo.ts"
import { expectHidden, expectOnlyLines, expectRestored, stylesIn } from "./expect.ts"
import { startInTerminal, type TerminalOptions, type TerminalRun } from "./terminal.ts"

let repo: AppsRepo
let stateHome: string
let started: TerminalRun[]
beforeEach(() => {
  repo = createAppsRepo()
  stateHome = mkdtempSync(join(tmpdir(), "state-"))
  started = []
})
afterEach(() => {
  for (const run of started) run.kill()
  repo.remove()
  rmSync(stateHome, { recursive: true })
})

/** From the ticket to the files, while servicedesk has not answered. */
async function prepareFiles({ until, type }: TerminalRun): Promise<void> {
  await until("Send this to servicedesk.")
  type("\r")
  await until("Has servicedesk answered?")
  type(down)
  type("\r")
  await until("written to your working tree")
}

function init(args: readonly string[] = [], options: TerminalOptions = {}): TerminalRun {
  const run = startInTerminal(entry, ["init", ...args], {
    cwd: repo.root,
    ...options,
    env: { ...isolatedEnv, XDG_STATE_HOME: stateHome, LC_ALL: "C.UTF-8", ...options.env },
  })
  started.push(run)
  return run
}

const status = () => repo.git("status", "--porcelain", "--untracked-files=all")
const down = "\x1b[B"

describe("idp-oidc init in a terminal", () => {
  it("asks from the app to the files, writes them, and prints the ticket", async () => {
    const run = init()
    const { until, type, exited, screen } = run
    await until("Which app should ask for login?")
    type("web")
    type("\r")
    await until("Is this right?")
    expect(screen()).toMatchInlineSnapshot(`
      "◉ Ticket  ○ Values  ○ Secrets  ○ Deploy  ○ Wire  ○ Verify

      web in shop-dev, protected by web-oidc
        hosts       web.shop-dev.example.com  apps/shop-dev/web/values.yaml:7
        ingress     public                    apps/shop-dev/web/values.yaml:9
        open paths  /api/health               apps/shop-dev/web/values.yaml:13
        who         everyone in the tenant
        chart       0.3.3                     the newest one known to this program,
                    not verified
        cookies     _ShopDevWeb_              namespace and app, so that it is unique

      Note  Open without login: /api/health. On these paths anyone can write the
            identity headers, so the app must not read them there.

      Is this right?
      ❯ Yes, continue
        Change who may enter
        Change which paths are open without login
        Change the hosts
        Change the ingress
        Change what runs the login

      ↑↓ move  Enter choose  Esc back  ? explain  s save and quit"
    `)
    type("\r")
    await prepareFiles(run)
    expect(screen()).toContain("+  chart: helm/idp-oidc-middleware")
    type("\r")
    await until("Write 2 files?")
    expect(status()).toBe("")
    type("\r")
    await until("Press y or n first.")
    type("y")
    type("\r")
    expect(await exited).toBe(0)
    expect(status()).toBe(
      "?? apps/shop-dev/web-oidc/application.yaml\n?? apps/shop-dev/web-oidc/values.yaml\n",
    )
    expect(screen()).toContain("https://web.shop-dev.example.com/oauth2/callback")
    expect(screen()).toContain("Next")
  })

  it("changes an answer, a destination, and goes back", async () => {
    const run = init(["--app", "web"])
    const { until, type, exited, screen } = run
    await until("Is this right?")
    type(down)
    type("\r")
    await until("Which groups may enter?")
    type("shop-readers, shop writers\r")
    await until("members of shop-readers or shop writers")
    type("\r")
    await prepareFiles(run)
    type(down)
    type("\r")
    await until("committed to a branch of their own")
    type("\x1b")
    await until("written to your working tree")
    type(down)
    type("\r")
    await until("committed to a branch of their own")
    type("\r")
    await until("Commit 2 files?")
    type("y\r")
    expect(await exited).toBe(0)
    expect(status()).toBe("")
    expect(repo.git("show", "idp-oidc/web-oidc:apps/shop-dev/web-oidc/values.yaml")).toContain("shop writers")
    expect(screen()).toContain("✔ commit on idp-oidc/web-oidc")
  })

  it("shows an answer that cannot be, and takes another", async () => {
    const { until, type } = init(["--app", "web"])
    await until("Is this right?")
    type(`${down}${down}`)
    type("\r")
    await until("Which paths are open")
    type("\x15")
    type("healthz, /a*\r")
    await until('"healthz" must start with /')
    await until('"/a*" has a *')
  })

  it("turns login on only for who types the app's name", async () => {
    const flags = ["--app", "web", "--yes", "--wire=unverified"]
    const run = init(flags.filter((flag) => flag !== "--yes"))
    const { until, type, exited } = run
    await until("Is this right?")
    type("\r")
    await prepareFiles(run)
    type("\r")
    await until("This turns login on in front of web")
    type("y\r")
    await until("Type web to go on.")
    type("\x15web\r")
    expect(await exited).toBe(0)
    expect(repo.read("apps/shop-dev/web/values.yaml")).toContain("shop-dev-web-oidc@kubernetescrd")
  })

  it.each(["app", "access", "ticket", "files"])(
    "writes nothing after Ctrl+C on the screen %s",
    async (on) => {
      const run = init(on === "app" ? [] : ["--app", "web"])
      const { until, type, exited, bytes, screen } = run
      await until(on === "app" ? "Which app" : "Is this right?")
      if (on === "ticket" || on === "files") {
        type("\r")
        await until("Send this to servicedesk.")
      }
      if (on === "files") await prepareFiles(run)
      type("\x03")
      expect(await exited).toBe(130)
      expect(status()).toBe("")
      expect(screen()).toContain(on === "app" ? "Nothing was written." : "Continue with  idp-oidc init")
      expectRestored(bytes())
    },
  )

  it("asks for the client secret that no flag brought, and shows no byte of it", async () => {
    const { until, type, paste, exited, bytes } = init(["--app", "web", "--client-id", randomUUID()])
    await until("Is this right?")
    type("\r")
    await until("Send this to servicedesk.")
    type("\r")
    const secretId = randomUUID()
    const value = `abc8Q~${randomBytes(24).toString("base64url")}xy`
    await until("What is the client secret's Value?")
    paste(secretId)
    type("\r")
    await until("the Secret ID and not the secret")
    type("\x15")
    paste(value)
    await until("40 characters, looks like an Entra client secret")
    type("\x03")
    expect(await exited).toBe(130)
    expectHidden(bytes(), secretId, value)
  })

  it("copies the ticket to the clipboard of the terminal, once for each time it is asked to", async () => {
    const { until, type, bytes } = init(["--app", "web", "--ticket-language", "en"])
    await until("Is this right?")
    type("\r")
    await until("Send this to servicedesk.")
    type("c")
    const copies = () => bytes().split("\x1b]52;c;").slice(1)
    // The sequence draws nothing, so the screen cannot tell when it has been written.
    await vi.waitFor(() => expect(copies()).toHaveLength(1))
    const text = Buffer.from(copies()[0]?.split("\x07")[0] ?? "", "base64").toString("utf8")
    expect(text).toContain("https://web.shop-dev.example.com/oauth2/callback")
  })

  it("fits a window of 40 columns and 15 rows", async () => {
    const { until, screen } = init(["--app", "web"], { columns: 40, rows: 15 })
    await until("Is this right?")
    await until("Step 1 of 6: Ticket")
    expect(screen()).toMatchInlineSnapshot(`
      "Step 1 of 6: Ticket
      web in shop-dev, protected by web-oidc
        hosts       web.shop-dev.example.com
                    apps/shop-dev/web/values.y
      lines 1 to 3 of 22 (PgUp PgDn)
      Is this right?
      ❯ Yes, continue
        Change who may enter
        Change which paths are open without l…
        Change the hosts
        Change the ingress
        Change what runs the login
      ↑↓ move  Enter choose  ? explain
      s save and quit"
    `)
  })

  it.each([
    ["NO_COLOR", { NO_COLOR: "1" }],
    ["--no-color", {}],
  ])("has no colours under %s", async (name, env) => {
    const { until, bytes } = init(name.startsWith("--") ? [name] : [], { env })
    await until("Which app")
    expect(stylesIn(bytes())).toEqual([])
  })

  it.each([
    ["CI", [], { CI: "true" }],
    ["--json", ["--json"], {}],
  ])("asks nothing under %s and lists what is missing", async (_, args, env) => {
    const { exited, screen } = init(args, { env })
    expect(await exited).toBe(2)
    expect(screen()).toContain("--app")
  })
})

describe("idp-oidc init for who hears the terminal", () => {
  it("writes nothing after Ctrl+C", async () => {
    const { until, type, exited, screen } = init(["--accessible", "--app", "web"])
    await until("Is this right?")
    type("\x03")
    expect(await exited).toBe(130)
    expect(screen()).toContain("What was answered is kept.")
    expect(status()).toBe("")
  })

  it.each([
    ["--accessible", ["--accessible"], {}],
    ["ACCESSIBLE", [], { ACCESSIBLE: "1" }],
    ["TERM=dumb", [], { TERM: "dumb" }],
  ])("asks line by line under %s, and redraws nothing", async (_, args, env) => {
    const { until, type, exited, bytes } = init(args, { env })
    await until("Number or name")
    type("web\r")
    await until("Is this right?")
    type("1\r")
    await until("Send this to servicedesk.")
    type("1\r")
    await until("Has servicedesk answered?")
    type("2\r")
    await until("written to your working tree")
    type("1\r")
    await until("Write 2 files?")
    type("y\r")
    expect(await exited).toBe(0)
    expect(status()).toContain("web-oidc/values.yaml")
    expectOnlyLines(bytes())
  })
})
