import { randomBytes } from "node:crypto"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { findSecret } from "../../../src/core/workflow/find-secret.ts"
import { type Aws, startAws } from "../../../src/sandbox/aws/start-aws.ts"
import { entry } from "../../cli/run.ts"
import {
  type AppsRepo,
  applicationText,
  createAppsRepo,
  exampleFiles,
  isolatedEnv,
  valuesText,
} from "../../fakes/apps-repo.ts"
import { startInTerminal, type TerminalOptions, type TerminalRun } from "./terminal.ts"

const appPath = "apps/shop-dev/web/values.yaml"
const openText = valuesText("localhost:9")
const wiredText = openText.replace(
  "    enabled: true\n",
  "    enabled: true\n    middlewares:\n      - shop-dev-web-oidc@kubernetescrd\n",
)

let repo: AppsRepo
let aws: Aws
let home: string
let started: TerminalRun[]
beforeEach(async () => {
  repo = createAppsRepo({
    ...exampleFiles(),
    [appPath]: wiredText,
    "apps/shop-dev/web-oidc/application.yaml": applicationText(
      "web-oidc",
      "helm/idp-oidc-middleware",
      "0.3.3",
    ),
    "apps/shop-dev/web-oidc/values.yaml":
      "domain: localhost:9\nexternalSecret:\n  separateSecrets:\n    clientSecret: customer/shop-dev/web-oidc-client-secret\n",
  })
  home = mkdtempSync(join(tmpdir(), "home-"))
  aws = await startAws({ accessKeys: ["AKIAFAKE"] })
  started = []
})
afterEach(async () => {
  for (const run of started) run.kill()
  await aws.close()
  repo.remove()
  rmSync(home, { recursive: true })
})

function start(args: readonly string[], options: TerminalOptions = {}): TerminalRun {
  const run = startInTerminal(entry, args, {
    cwd: repo.root,
    rows: 40,
    ...options,
    env: {
      ...isolatedEnv,
      HOME: home,
      LC_ALL: "C.UTF-8",
      AWS_ENDPOINT_URL_SECRETS_MANAGER: aws.url,
      AWS_ACCESS_KEY_ID: "AKIAFAKE",
      AWS_SECRET_ACCESS_KEY: "fake",
      AWS_EC2_METADATA_DISABLED: "true",
      ...options.env,
    },
  })
  started.push(run)
  return run
}

const status = () => repo.git("status", "--porcelain", "--untracked-files=all")

describe("idp-oidc remove in a terminal", () => {
  it("finds the app with a login, shows what goes, and has its name typed", async () => {
    const { until, type, exited, screen } = start(["remove"])
    await until("Type web to")
    expect(screen()).toMatchInlineSnapshot(`
      "web in shop-dev, protected by web-oidc
        hosts    localhost:9
        ingress  public       apps/shop-dev/web/values.yaml:11

      1  Edit apps/shop-dev/web/values.yaml
         takes web-oidc off the ingress: nobody is asked to log in then
         @@ -7,8 +7,6 @@
              - localhost:9
            public:
              enabled: true
         -    middlewares:
         -      - shop-dev-web-oidc@kubernetescrd

          livenessProbe:
            httpGet:

      Note  From then on everyone who can reach web gets in, and the identity headers
            (X-Forwarded-User) are whatever a client sends: the app must not trust
            them any more.

      This turns login off in front of web once it is deployed. Type web to
      write it.
      ❯  

      Enter continue  ? explain  Ctrl+C quit"
    `)
    type("wep\r")
    await until("Type web to go on.")
    expect(status()).toBe("")
    type("\x15web\r")
    expect(await exited).toBe(0)
    expect(repo.read(appPath)).toBe(openText)
    expect(screen()).toContain("✔ apps/shop-dev/web/values.yaml written")
  })

  it.each<[name: string, options: TerminalOptions]>([
    ["on a screen", {}],
    ["on a narrow one", { columns: 40, rows: 15 }],
    ["in lines", { env: { ACCESSIBLE: "1" } }],
  ])("writes nothing after Ctrl+C %s", async (_, options) => {
    const { until, type, exited } = start(["remove"], options)
    await until("web to")
    type("\x03")
    expect(await exited).toBe(130)
    expect(status()).toBe("")
  })

  it("asks in lines where nothing may be redrawn", async () => {
    repo.write(appPath, openText)
    repo.commitAll()
    const { until, type, exited, bytes } = start(["remove", "--accessible"])
    await until("Delete web-oidc?")
    type("n\r")
    expect(await exited).toBe(130)
    expect(status()).toBe("")
    expect(bytes()).not.toContain("\x1b[2K")
    const again = start(["remove", "--accessible"])
    await again.until("Delete web-oidc?")
    again.type("y\r")
    expect(await again.exited).toBe(0)
    expect(again.screen()).toContain("Emne: Slet Entra app registration")
  })
})

describe("idp-oidc rotate in a terminal", () => {
  /** Made in every run: no file of the project holds a secret. */
  const secret = `aB3${randomBytes(1)[0]! % 10}Q~${randomBytes(24).toString("base64url")}${"x".repeat(2)}`

  it("asks for the new client secret, stores it, and shows nothing of it", async () => {
    const { until, type, paste, exited, screen, bytes } = start(["rotate", "--secrets-via", "aws"])
    await until("Which secret is to be replaced?")
    type("\r")
    await until("Has servicedesk sent the new client secret?")
    type("\r")
    await until("What is the client secret's Value?")
    paste(`${secret}\n`)
    await until("looks like an Entra client secret")
    type("\r")
    await until("On which day does the client secret end?")
    type("31-05-2027\r")
    await until("Write the day as YYYY-MM-DD")
    type("\x152027-05-31\r")
    await until("Replace the client secret of web?")
    expect(aws.operations.filter((operation) => /Put|Create/.test(operation))).toEqual([])
    type("y\r")
    expect(await exited).toBe(0)
    expect(aws.vault.read("customer/shop-dev/web-oidc-client-secret").version.value).toBe(secret)
    expect(screen()).toContain("✔ Has servicedesk sent the new client secret?  Yes, I have its Value")
    expect(findSecret([{ name: "terminal", text: bytes() }], secret)).toEqual([])
  })

  it("shows the ticket where servicedesk has yet to send it", async () => {
    const { until, type, exited, screen } = start(["rotate", "--secret", "client"])
    await until("Has servicedesk sent the new client secret?")
    type("\x1b[B\r")
    expect(await exited).toBe(5)
    expect(screen()).toContain("Emne: Ny client secret til Entra app registration: Web (shop-dev)")
    expect(status()).toBe("")
  })

  it("says that everyone logs in once more before it asks, and takes no for an answer", async () => {
    const { until, type, exited } = start(["rotate", "--secret", "session", "--secrets-via", "aws"])
    await until("Replace the session secret of web? Everyone logs in once more.")
    type("n\r")
    expect(await exited).toBe(130)
    expect(aws.operations.filter((operation) => /Put|Create/.test(operation))).toEqual([])
    expect(status()).toBe("")
  })

  it("asks by which way on chart 1.x, where that decides who notices", async () => {
    repo.write(
      "apps/shop-dev/web-oidc/application.yaml",
      applicationText("web-oidc", "helm/idp-oidc-middleware", "1.0.0"),
    )
    const old = randomBytes(16).toString("hex")
    aws.vault.create("customer/shop-dev/web-oidc-session-secret", old, undefined)
    const { until, type, exited, bytes } = start(["rotate", "--secret", "session"])
    await until("nobody is logged out")
    type("\r")
    await until("Replace the session secret of web?")
    type("y\r")
    expect(await exited).toBe(0)
    const [current = "", previous] = aws.vault
      .read("customer/shop-dev/web-oidc-session-secret")
      .version.value.split("\n")
    expect(previous).toBe(old)
    for (const secret of [current, old])
      expect(findSecret([{ name: "terminal", text: bytes() }], secret)).toEqual([])
  })

  it("hides the secret in lines as well", async () => {
    const run = start(["rotate", "--secret", "client", "--secrets-via", "aws", "--accessible"])
    await run.until("Has servicedesk sent")
    run.type("1\r")
    await run.until("Value, not shown")
    run.type(`${secret}\r`)
    await run.until("On which day")
    run.type("\r")
    await run.until("Replace the client secret of web?")
    run.type("y\r")
    expect(await run.exited).toBe(0)
    expect(aws.vault.read("customer/shop-dev/web-oidc-client-secret").version.value).toBe(secret)
    expect(findSecret([{ name: "terminal", text: run.bytes() }], secret)).toEqual([])
  })
})
