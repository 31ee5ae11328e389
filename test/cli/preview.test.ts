import { createServer } from "node:http"
import { Writable } from "node:stream"
import { afterEach, describe, expect, it } from "vitest"
import { runCommandLine } from "../../src/cli/main.ts"
import { exitCodes } from "../../src/core/errors.ts"
import { createBrowser } from "../../src/sandbox/browser.ts"
import { startEchoApp } from "../../src/sandbox/echo-app.ts"
import { listenOnLoopback } from "../../src/sandbox/loopback.ts"
import { guideValues, type RunningCli, startCli, temporaryFolder } from "../sandbox/start-cli.ts"

const cleanUps: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp()
})

interface Ready {
  readonly url: string
  readonly issuer: string
  readonly adminUrl: string
  readonly users: readonly { readonly id: string; readonly name: string }[]
}

async function startPreview(files: Readonly<Record<string, string>>, ...flags: readonly string[]) {
  const folder = await temporaryFolder(files)
  cleanUps.push(folder.remove)
  const cli: RunningCli = startCli(["preview", ".", "--json", ...flags], folder.path)
  cleanUps.push(() => cli.stop())
  return { cli, ready: JSON.parse(await cli.printed("\n")) as Ready }
}

const seenBy = async (url: string, user: string) => {
  const browser = createBrowser()
  const landing = await browser.press(await browser.open(url), "user", user)
  const answer = await browser.fetch(url)
  return { browser, landing, seen: answer.status === 200 ? JSON.parse(answer.body) : answer.status }
}

describe("idp-oidc preview", () => {
  it("prints one line when ready, logs users in by the values' rules, and ends with 0 on Ctrl+C", async () => {
    const { cli, ready } = await startPreview({ "values.yaml": guideValues })
    expect(ready).toMatchObject({ schema: 1, adminUrl: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/) })
    expect(ready.url).toMatch(/^http:\/\/myapp\.my-namespace\.idp\.example\.localhost:\d+\/$/)
    expect(ready.users.map(({ name }) => name)).toContain("Jørgen Ærø")

    const { landing, seen } = await seenBy(ready.url, "jorgen")
    expect(landing.url.href).toBe(ready.url)
    expect(landing.body).toContain("Hello Jørgen Ærø")
    expect(seen).toMatchObject({ user: "Jørgen Ærø", email: "jorgen.aero@example.com" })
    expect((await seenBy(ready.url, "asa")).landing.status).toBe(403)

    const open = await createBrowser().fetch(new URL("/api/health", ready.url).href)
    expect(open.status).toBe(200)
    expect((await createBrowser().fetch(`${ready.adminUrl}/readyz`)).status).toBe(200)

    const ended = await cli.stop()
    expect(ended.code).toBe(0)
    expect(ended.stdout.trimEnd().split("\n")).toHaveLength(1)
  })

  it("shows the app's own error page where it lies beside the values, and says so where it does not", async () => {
    const pages = "errorPages:\n  unauthorized:\n    filePath: no-access.html\n"
    const named = { "values.yaml": `${guideValues}${pages}` }
    const { ready } = await startPreview({ ...named, "pages/no-access.html": "<h1>Ikke for dig</h1>" })
    expect((await seenBy(ready.url, "asa")).landing).toMatchObject({
      status: 403,
      body: "<h1>Ikke for dig</h1>",
    })

    const without = await startPreview(named)
    const { landing } = await seenBy(without.ready.url, "asa")
    expect(landing.status).toBe(403)
    expect(landing.body).not.toContain("Ikke for dig")
    expect((await without.cli.stop()).stderr).toContain(
      "errorPages.unauthorized: no-access.html is not in pages",
    )
  })

  it("works at 127.0.0.1 too, for programs that cannot resolve the name", async () => {
    const { ready } = await startPreview({ "values.yaml": guideValues })
    const plain = `http://127.0.0.1:${new URL(ready.url).port}/`
    expect((await seenBy(plain, "lukasz")).seen).toMatchObject({ user: "Łukasz Wiśniewski" })
  })

  it("protects an app of one's own, with users of one's own", async () => {
    const app = await startEchoApp()
    cleanUps.push(app.close)
    const users = "- {id: me, name: Søren Ægidius, email: soren@example.com, groups: [awssso-myapp-user]}\n"
    const { ready } = await startPreview(
      { "values.yaml": guideValues, "users.yaml": users },
      ...["--app", app.url, "--users", "users.yaml"],
    )
    expect(ready.users).toEqual([
      { id: "me", name: "Søren Ægidius", email: "soren@example.com", groups: ["awssso-myapp-user"] },
    ])
    expect((await seenBy(ready.url, "me")).seen).toMatchObject({ user: "Søren Ægidius" })
    expect(app.requestCount()).toBeGreaterThan(0)
  })

  it("moves absolute addresses of the app along", async () => {
    const host = "myapp.my-namespace.idp.example"
    const { ready } = await startPreview({
      "values.yaml": `domain: ${host}\ncallbackUri: https://${host}/oauth2/callback\npostLogoutRedirectUri: https://${host}/api/health\nbypassPaths: [/api/health]\n`,
    })
    const { browser, seen } = await seenBy(ready.url, "asa")
    expect(seen).toMatchObject({ user: "Åsa Sønderby" })
    const bye = await browser.open(new URL("/oauth2/logout", ready.url).href)
    expect(bye.url.href).toBe(new URL("/api/health", ready.url).href)
    expect((await browser.fetch(ready.url)).status).toBe(401)
  })

  it("takes what the platform's own chart takes, by the version beside it", async () => {
    const application =
      'apiVersion: v2\nname: myapp-oidc\nversion: 0.1.0\nhelm:\n  chart: helm/idp-oidc-middleware\n  chartVersion: "0.3.0"\n'
    const { ready } = await startPreview({ "values.yaml": guideValues, "application.yaml": application })
    expect((await createBrowser().open(ready.url)).body).toContain("<strong>myapp-oidc</strong>")
    expect((await seenBy(ready.url, "jorgen")).seen).toMatchObject({ user: "Jørgen Ærø" })
  })

  it("tells people where to go and what is real", async () => {
    const folder = await temporaryFolder({ "values.yaml": guideValues })
    cleanUps.push(folder.remove)
    const cli = startCli(["preview"], folder.path)
    cleanUps.push(() => cli.stop())
    const text = await cli.printed("Ctrl+C")
    expect(text).toMatch(/^Open {2}http:\/\/myapp\.my-namespace\.idp\.example\.localhost:\d+\/$/m)
    expect(text).toMatch(/^Stand-in {2}Entra ID/m)
    expect(text).toMatch(/^ {2}Jørgen Ærø +jorgen\.aero@example\.com +awssso-myapp-admin, all-staff$/m)
  })
})

/** In this process: a dozen starts of Node would show nothing more. */
async function refuse(args: readonly string[], cwd: string) {
  const texts = { stdout: "", stderr: "" }
  const stream = (name: "stdout" | "stderr") =>
    new Writable({
      write: (chunk, _encoding, done) => {
        texts[name] += String(chunk)
        done()
      },
    })
  const io = { stdin: process.stdin, stdout: stream("stdout"), stderr: stream("stderr"), env: {}, cwd }
  const exit = await runCommandLine(args, { ...io, signal: new AbortController().signal })
  return { code: exitCodes[exit], ...texts }
}

describe("idp-oidc preview refuses", () => {
  interface Refusal {
    readonly what: string
    readonly files?: Readonly<Record<string, string>>
    readonly args?: readonly string[]
    readonly code: number
    readonly stderr: readonly (string | RegExp)[]
  }
  const refusals: readonly Refusal[] = [
    {
      what: "a folder without values",
      files: {},
      code: 1,
      stderr: ["There is no values.yaml.", "preview/no-values", "idp-oidc preview apps/"],
    },
    {
      what: "an unknown key, by line and with the nearest one",
      files: { "values.yaml": "domain: a.example\nbypassPath:\n  - /x\n" },
      code: 1,
      stderr: ["values.yaml:2:1", "bypassPaths", "preview/invalid-values"],
    },
    {
      what: "values that the server would not start with",
      files: { "values.yaml": "domain: a.example\nprovider:\n  tokenValidation: Introspection\n" },
      code: 1,
      stderr: ["tokenValidation", "preview/invalid-values"],
    },
    {
      what: "the folder of the app instead of its login's",
      files: {
        "application.yaml":
          'apiVersion: v2\nname: a\nversion: 0.1.0\nhelm: {chart: helm/idp-advanced, chartVersion: "3.8.1"}\n',
        "values.yaml": "ingress: {}\n",
      },
      code: 1,
      stderr: ["This folder deploys helm/idp-advanced.", "preview/invalid-values"],
    },
    {
      what: "broken YAML",
      files: { "values.yaml": "domain: [\n" },
      code: 1,
      stderr: [/values\.yaml:\d/, "preview/invalid-values"],
    },
    {
      what: "a users file that is missing",
      args: ["--users", "nobody.yaml"],
      code: 1,
      stderr: ["nobody.yaml", "preview/invalid-users"],
    },
    {
      what: "a users file with a slip",
      files: { "values.yaml": guideValues, "users.yaml": "- name: A\n  group: [x]\n" },
      args: ["--users", "users.yaml"],
      code: 1,
      stderr: ["users.yaml:2:3", "groups", "preview/invalid-users"],
    },
    {
      what: "a port that is none",
      args: ["--port", "http"],
      code: 2,
      stderr: ["--port", "usage/invalid-flag"],
    },
    { what: "a port above 65535", args: ["--port", "70000"], code: 2, stderr: ["usage/invalid-flag"] },
    { what: "an app that is no address", args: ["--app", "localhost:3000"], code: 2, stderr: ["--app"] },
    {
      what: "an app that does not answer",
      args: ["--app", "http://127.0.0.1:9"],
      code: 1,
      stderr: ["http://127.0.0.1:9", "preview/app-unreachable"],
    },
  ]
  it.each(refusals)("$what", async ({ files = { "values.yaml": guideValues }, args = [], code, stderr }) => {
    const folder = await temporaryFolder(files)
    cleanUps.push(folder.remove)
    const ended = await refuse(["preview", ...args], folder.path)
    expect({ code: ended.code, stdout: ended.stdout }).toEqual({ code, stdout: "" })
    for (const part of stderr) expect(ended.stderr).toMatch(part)
  })

  it("a port that is taken", async () => {
    const taken = await listenOnLoopback(createServer())
    cleanUps.push(taken.close)
    const folder = await temporaryFolder({ "values.yaml": guideValues })
    cleanUps.push(folder.remove)
    const ended = await refuse(["preview", "--port", String(taken.port), "--json"], folder.path)
    expect(ended.code).toBe(1)
    expect(JSON.parse(ended.stdout)).toMatchObject({
      status: "failed",
      error: { code: "preview/port-in-use" },
    })
  })
})
