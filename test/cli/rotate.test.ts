import { randomBytes, randomUUID } from "node:crypto"
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs"
import { createServer, type Server } from "node:http"
import type { AddressInfo } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { makeKeyRing } from "../../src/core/session/key-ring.ts"
import { findSecret } from "../../src/core/workflow/find-secret.ts"
import { type Aws, startAws } from "../../src/sandbox/aws/start-aws.ts"
import { type GitHub, startGitHub } from "../../src/sandbox/github/start-github.ts"
import { createSetSecrets } from "../../src/sandbox/set-secrets/perform.ts"
import { checkSecrets } from "../../src/server/config/secrets.ts"
import { workflowText } from "../core/workflow/workflows.ts"
import {
  type AppsRepo,
  applicationText,
  createAppsRepo,
  exampleFiles,
  isolatedEnv,
  valuesText,
} from "../fakes/apps-repo.ts"
import { run } from "./run.ts"

/** Made in every run: no file of the project holds a secret. */
const hex = () => randomBytes(16).toString("hex")
const clientId = randomUUID()
const clientSecret = `aB3${randomBytes(1)[0]! % 10}Q~${randomBytes(24).toString("base64url")}${"x".repeat(2)}`
const token = `ghp_${randomBytes(18).toString("hex")}`
const name = "acme/apps-shop"

const paths = {
  workflow: ".github/workflows/shop-dev.yaml",
  application: "apps/shop-dev/web-oidc/application.yaml",
  values: "apps/shop-dev/web-oidc/values.yaml",
  id: "customer/shop-dev/web-oidc-client-id",
  secret: "customer/shop-dev/web-oidc-client-secret",
  session: "customer/shop-dev/web-oidc-session-secret",
}
const domain = "# of web\ndomain: web.shop-dev.example.com   # as it was\n"
const values = `${domain}externalSecret:
  separateSecrets:
    clientId: ${paths.id}
    clientSecret: ${paths.secret}
    sessionSecret: ${paths.session}
`

const named = (steps: string) => workflowText(steps).replace("shop secrets", "shop-dev secrets")
const safe = named(`- name: Store
  run: |
    VALUE=$(jq -r '.inputs.value' "$GITHUB_EVENT_PATH")
    echo "::add-mask::$VALUE"
    ./store "customer/shop-dev/$NAME" "$VALUE"`)
const leaking = named(
  "- name: Store\n  run: ./store customer/shop-dev/${{ inputs.subpath }} ${{ inputs.value }}",
)

/** Runs of the stand-in take seconds; here they take a tenth of that. */
const clock = () => {
  const start = Date.now()
  return () => start + (Date.now() - start) * 10
}

let repo: AppsRepo
let home: string
let aws: Aws
let github: GitHub

beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), "home-"))
  aws = await startAws({ accessKeys: ["AKIAFAKE"] })
})
afterEach(async () => {
  await Promise.all([aws.close(), github.close()])
  repo.remove()
  rmSync(home, { recursive: true })
})

async function start({ workflow = safe, chartVersion = "0.3.3", release = values } = {}) {
  const files = {
    ...exampleFiles(),
    [paths.workflow]: workflow,
    [paths.application]: applicationText("web-oidc", "helm/idp-oidc-middleware", chartVersion),
    [paths.values]: release,
  }
  repo = createAppsRepo(files)
  repo.git("remote", "add", "origin", `git@github.com:${name}.git`)
  github = await startGitHub({
    users: [{ token, login: "ada", scopes: "repo" }],
    repositories: [{ owner: "acme", name: "apps-shop", files: new Map(Object.entries(files)) }],
    perform: createSetSecrets({ vault: aws.vault }),
    now: clock(),
  })
}

const withAws = () => ({
  AWS_ENDPOINT_URL_SECRETS_MANAGER: aws.url,
  AWS_ACCESS_KEY_ID: "AKIAFAKE",
  AWS_SECRET_ACCESS_KEY: "fake",
})

async function rotate(args: readonly string[], { stdin = "", env = {} as Record<string, string> } = {}) {
  const result = await run(["rotate", "--app", "web", "--json", ...args], {
    cwd: repo.root,
    stdin,
    env: {
      ...isolatedEnv,
      PATH: process.env.PATH ?? "",
      HOME: home,
      AWS_EC2_METADATA_DISABLED: "true",
      AWS_PROFILE: "",
      GITHUB_API_URL: github.url,
      GITHUB_SERVER_URL: "",
      GITHUB_TOKEN: "",
      GH_TOKEN: token,
      ...env,
    },
  })
  return { ...result, document: JSON.parse(result.stdout) }
}

const client = ["--secret", "client", "--client-secret-stdin", "--yes"]
const byAws = ["--secrets-via", "aws"]
const session = ["--secret", "session", "--yes"]
const kinds = ({ document }: { document: { effects: readonly { kind: string }[] } }) =>
  document.effects.map(({ kind }) => kind)
const dispatches = () => github.requests.filter(({ url }) => url.endsWith("/dispatches"))
const sent = () =>
  dispatches().map(({ body }) => JSON.parse(body).inputs as { subpath: string; value: string })
const stored = (path: string) => aws.vault.read(path).version.value
const put = (path: string, value: string) => aws.vault.create(path, value, undefined)

/** Everything that a run has left or said anywhere, but for the requests that store secrets. */
function traces({ stdout, stderr }: { readonly stdout: string; readonly stderr: string }) {
  const under = (folder: string) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .map((file) => join(folder, file))
      .filter((path) => statSync(path).isFile())
      .map((path) => ({ name: path, text: readFileSync(path, "latin1") }))
  const asked = github.requests
    .filter((request) => !dispatches().includes(request))
    .map(({ method, url, headers, body }) => ({
      name: `${method} ${url}`,
      text: JSON.stringify([url, headers, body]),
    }))
  return [
    { name: "stdout", text: stdout },
    { name: "stderr", text: stderr },
    ...under(repo.root),
    ...under(home),
    ...asked,
  ]
}

describe("a client secret", () => {
  it("is ordered where it is not there yet: the ticket, exit 5, and nothing else", async () => {
    await start()
    const ordered = await rotate(["--secret", "client", "--ticket-language", "en", "--client-id", clientId])
    expect(ordered.document).toMatchObject({ status: "action-required", answers: { secret: "client" } })
    expect({ code: ordered.code, kinds: kinds(ordered) }).toEqual({ code: 5, kinds: ["ticket"] })
    const [{ text }] = ordered.document.effects
    expect(text).toContain("Please add a new client secret.")
    expect(text).toContain("Delete the old one only when I have confirmed")
    expect(text).toContain(clientId)
    expect(ordered.document.next[0]).toContain("--secret client --client-secret-stdin")
    expect(github.requests).toEqual([])
    expect(repo.git("status", "--porcelain")).toBe("")
  })

  it("is stored by the workflow, which is tried with the client ID first, and made live", async () => {
    await start()
    const rotated = await rotate([...client, "--client-id", clientId], { stdin: `${clientSecret}\n` })
    expect({ code: rotated.code, kinds: kinds(rotated) }).toEqual({
      code: 0,
      kinds: ["store-secret", "store-secret", "edit-file", "instruct"],
    })
    expect(sent().map(({ subpath }) => subpath)).toEqual(["web-oidc-client-id", "web-oidc-client-secret"])
    expect([stored(paths.id), stored(paths.secret)]).toEqual([clientId, clientSecret])
    expect(repo.read(paths.values)).toMatch(
      new RegExp(`^${values.replaceAll(".", "\\.")}forceSync: "\\d{4}-\\d\\d-\\d\\dT[\\d:.]{12}Z"\\n$`),
    )
    expect(rotated.document.next.at(-1)).toContain(
      "rotate --namespace shop-dev --app web --secret client --verify",
    )
    expect(findSecret(traces(rotated), clientSecret)).toEqual([])
  })

  it("needs no client ID to be given where AWS tells it, and refuses another one", async () => {
    await start()
    put(paths.id, clientId)
    const rotated = await rotate(client, { stdin: clientSecret, env: withAws() })
    expect({ code: rotated.code, values: sent().map(({ value }) => value) }).toEqual({
      code: 0,
      values: [clientId, clientSecret],
    })
    const other = await rotate([...client, "--client-id", randomUUID()], {
      stdin: clientSecret,
      env: withAws(),
    })
    expect({ code: other.code, error: other.document.error.code, sent: sent().length }).toEqual({
      code: 2,
      error: "usage/invalid-answer",
      sent: 2,
    })
  })

  it("asks for the client ID where nobody tells it", async () => {
    await start()
    const { code, document } = await rotate(client, { stdin: clientSecret })
    expect({ code, missing: document.missing }).toMatchObject({ code: 2, missing: [{ flag: "--client-id" }] })
    expect(dispatches()).toEqual([])
  })

  it("is never sent to a workflow that prints what it is given", async () => {
    await start({ workflow: leaking })
    const { code, document } = await rotate([...client, "--client-id", clientId], { stdin: clientSecret })
    expect({ code, error: document.error.code, sent: sent() }).toEqual({
      code: 1,
      error: "secrets/workflow-leaks",
      sent: [],
    })
  })

  it("goes straight to AWS, and is made live by a pull request on a branch of its own", async () => {
    await start()
    put(paths.secret, "the old one")
    const rotated = await rotate([...client, ...byAws, "--pr"], { stdin: clientSecret, env: withAws() })
    expect({ code: rotated.code, kinds: kinds(rotated) }).toEqual({
      code: 5,
      kinds: ["store-secret", "edit-file", "commit", "pull-request", "instruct"],
    })
    expect(stored(paths.secret)).toBe(clientSecret)
    const { branch } = rotated.document.effects.find(({ kind }: { kind: string }) => kind === "commit")
    expect(branch).toMatch(/^idp-oidc\/web-oidc-rotate-\d{14}$/)
    expect(github.files(name, branch).get(paths.values)).toContain("forceSync:")
    expect(dispatches()).toEqual([])
    expect(repo.git("status", "--porcelain")).toBe("")
    expect(findSecret(traces(rotated), clientSecret)).toEqual([])
  })

  it("need not come again where it is stored and something else fails", async () => {
    await start()
    const link = "https://github.com/orgs/acme/sso"
    github.setFault({ fault: { kind: "saml", url: link }, when: /POST .*\/pulls$/ })
    const failed = await rotate([...client, ...byAws, "--pr", "--secret-ends", "2027-05-31"], {
      stdin: clientSecret,
      env: withAws(),
    })
    const { code, document } = failed
    expect({ code, error: document.error.code, stored: stored(paths.secret) }).toEqual({
      code: 4,
      error: "github/sso-required",
      stored: clientSecret,
    })
    expect(document.error.details.join()).toContain("--secrets-via skip")
    expect(traces(failed).some(({ text }) => text.includes('"secretEnds": "2027-05-31"'))).toBe(true)
  })

  it("is refused where its shape is wrong, before anything is asked", async () => {
    await start()
    const { code, document } = await rotate([...client, ...byAws], { stdin: randomUUID(), env: withAws() })
    expect({ code, details: document.error.details.join() }).toMatchObject({
      code: 2,
      details: expect.stringContaining("Secret ID"),
    })
    expect(aws.operations).toEqual([])
  })

  it("is made live alone, where it was stored by hand", async () => {
    await start({ release: `${values}forceSync: old # by hand\n` })
    const live = await rotate(["--secret", "client", "--secrets-via", "skip", "--yes"])
    expect({ code: live.code, kinds: kinds(live) }).toEqual({ code: 0, kinds: ["edit-file", "instruct"] })
    expect(repo.read(paths.values)).toMatch(/forceSync: "2[^"]+" # by hand\n$/)
  })

  it("has its last day remembered on this machine, and nothing else of it", async () => {
    await start()
    const rotated = await rotate([...client, ...byAws, "--secret-ends", "2027-05-31"], {
      stdin: clientSecret,
      env: withAws(),
    })
    expect(rotated.code).toBe(0)
    const states = traces(rotated).filter(({ text }) => text.includes('"secretEnds": "2027-05-31"'))
    expect(states.map(({ name: file }) => file.endsWith("shop-dev/web.json"))).toEqual([true])
    const again = await rotate([...client, ...byAws], { stdin: clientSecret, env: withAws() })
    expect(traces(again).some(({ text }) => text.includes("2027-05-31"))).toBe(false)
    expect(findSecret(traces(rotated), clientSecret)).toEqual([])
  })
})

describe("a session secret", () => {
  it("is replaced by the workflow, and everyone is said to log in once more", async () => {
    await start()
    const rotated = await rotate([...session, "--client-id", clientId])
    expect(rotated.code).toBe(0)
    expect(stored(paths.session)).toMatch(/^[0-9a-f]{32}$/)
    expect(rotated.document.notes.join()).toContain("Everyone logs in once more")
    expect(findSecret(traces(rotated), stored(paths.session))).toEqual([])
  })

  it("keeps the previous one below it on chart 1.x, and drops it later", async () => {
    await start({ chartVersion: "1.0.0" })
    const old = hex()
    put(paths.session, old)
    const rotated = await rotate([...session, ...byAws], { env: withAws() })
    const [first = "", second, ...others] = stored(paths.session).split("\n")
    expect({ code: rotated.code, second, others }).toEqual({ code: 0, second: old, others: [] })
    expect(first).toMatch(/^[0-9a-f]{32}$/)
    expect(rotated.document.notes.join()).toContain("Nobody is logged out")
    const served = checkSecrets({ clientId, clientSecret, sessionSecret: stored(paths.session) })
    const keysOf = (secret: string) => makeKeyRing([secret]).session[0].id
    expect(served.ok && served.value.keys.session.map(({ id }) => id)).toEqual([first, old].map(keysOf))
    expect(rotated.document.next.join()).toContain("--secret session --finish")

    const finished = await rotate(["--finish", "--yes"], { env: withAws() })
    expect({ code: finished.code, stored: stored(paths.session) }).toEqual({ code: 0, stored: first })
    expect(kinds(finished)).toEqual(["store-secret", "edit-file"])
    for (const result of [rotated, finished])
      for (const secret of [old, first]) expect(findSecret(traces(result), secret)).toEqual([])

    const again = await rotate(["--finish", "--yes"], { env: withAws() })
    expect(again).toMatchObject({ code: 0, document: { status: "nothing-to-do", effects: [] } })
  })

  it.each(["\n", "\r\n"])("that was stored by hand with %j at its end is one secret", async (end) => {
    await start({ chartVersion: "1.0.0" })
    const old = hex()
    put(paths.session, `${old}${end}`)
    const rotated = await rotate([...session, ...byAws], { env: withAws() })
    expect(stored(paths.session).split("\n")).toEqual([expect.stringMatching(/^[0-9a-f]{32}$/), old])
    expect(rotated.document.notes.join()).not.toContain("goes now")
  })

  it("is kept without the line breaks that two were stored with by hand", async () => {
    await start({ chartVersion: "1.0.0" })
    const [current, older] = [hex(), hex()]
    put(paths.session, `${current}\r\n${older}\r\n`)
    expect(await rotate(["--finish", "--yes"], { env: withAws() })).toMatchObject({ code: 0 })
    expect(stored(paths.session)).toBe(current)
  })

  it("is not kept where it is none", async () => {
    await start({ chartVersion: "1.0.0" })
    put(paths.session, "short\nshorter")
    const { code, document, stdout } = await rotate(["--finish", "--yes"], { env: withAws() })
    expect({ code, error: document.error.code }).toEqual({ code: 2, error: "usage/invalid-answer" })
    expect(stdout).not.toContain("short")
    expect(stored(paths.session)).toBe("short\nshorter")
  })

  it("never has a second line by a workflow, which would print it", async () => {
    await start({ chartVersion: "1.0.0" })
    put(paths.session, hex())
    put(paths.id, clientId)
    const rotated = await rotate(session, { env: withAws() })
    expect(rotated.code).toBe(0)
    expect(sent().at(-1)?.value).toMatch(/^[0-9a-f]{32}$/)
    expect(rotated.document.notes.join()).toContain("--secrets-via aws keeps it")
  })

  it("drops the older of two that AWS has, and says so", async () => {
    await start({ chartVersion: "1.0.0" })
    const [current, older] = [hex(), hex()]
    put(paths.session, `${current}\n${older}`)
    const { document } = await rotate([...session, ...byAws], { env: withAws() })
    expect(stored(paths.session).split("\n")).toEqual([expect.stringMatching(/^[0-9a-f]{32}$/), current])
    expect(document.notes.join()).toContain("which goes now")
  })

  it("ends with 4 where the current one cannot be read and must be", async () => {
    await start({ chartVersion: "1.0.0" })
    const { code, document } = await rotate([...session, ...byAws])
    expect({ code, error: document.error.code }).toEqual({ code: 4, error: "aws/sign-in" })
  })
})

describe("a dry run", () => {
  it("shows what would happen and writes nothing, with and without a way to AWS", async () => {
    await start({ chartVersion: "1.0.0" })
    put(paths.session, hex())
    for (const env of [withAws(), {}]) {
      const shown = await rotate(["--secret", "session", ...byAws, "--dry-run"], { env })
      expect({ code: shown.code, kinds: kinds(shown) }).toEqual({
        code: 0,
        kinds: ["store-secret", "edit-file"],
      })
      expect(shown.document.effects[0].title).toContain("the previous one below it")
    }
    expect(aws.operations.filter((operation) => /Put|Create/.test(operation))).toEqual([])
    expect(repo.git("status", "--porcelain")).toBe("")
  })
})

describe("what cannot be rotated", () => {
  it.each<[name: string, release: string | undefined, error: string]>([
    [
      "one JSON text with all three",
      `${domain}externalSecret:\n  remoteSecretName: all\n`,
      "secrets/not-separate",
    ],
    ["the one that the chart takes where none is named", domain, "secrets/not-separate"],
    ["a Secret that others make", `${domain}externalSecret:\n  enabled: false\n`, "secrets/not-separate"],
  ])("is %s", async (_, release, error) => {
    await start({ release })
    const { code, document } = await rotate([...client, ...byAws], { stdin: clientSecret, env: withAws() })
    expect({ code, error: document.error.code }).toEqual({ code: 1, error })
  })

  it("is a login that is not there", async () => {
    await start()
    repo.git("rm", "-rq", "apps/shop-dev/web-oidc")
    const { code, document } = await rotate(["--secret", "session", "--yes"])
    expect({ code, error: document.error.code }).toEqual({ code: 1, error: "app/not-protected" })
  })

  it.each([
    ["--secret", "session", "--client-secret-stdin"],
    ["--secret", "client", "--finish"],
    ["--finish", "--secrets-via", "skip"],
    ["--secret", "session", "--secrets-via", "aws", "--ref", "main"],
    ["--secret", "client", "--client-secret-stdin", "--client-secret-file", "x"],
  ])("is asked for by flags that contradict each other: %s %s %s", async (...args) => {
    await start()
    const { code, document } = await rotate([...args, "--yes"])
    expect({ code, error: document.error.code }).toEqual({ code: 2, error: "usage/contradicting-flags" })
  })

  it.each(["31-05-2027", "2027-02-30", "soon"])("is no day: %s", async (day) => {
    await start()
    const { code } = await rotate([...client, "--secret-ends", day], { stdin: clientSecret })
    expect(code).toBe(2)
  })

  it("lists what is missing, all at once", async () => {
    await start()
    const { code, document } = await rotate([])
    expect({ code, missing: document.missing }).toMatchObject({
      code: 2,
      missing: [{ flag: "--secret", choices: ["client", "session"] }, { flag: "--yes" }],
    })
  })
})

describe("--verify", () => {
  /** A program called kubectl that has one ExternalSecret, fetched at a time. */
  function kubectl(refreshTime: string): string {
    const folder = join(home, "bin")
    const item = {
      metadata: { name: "web-oidc" },
      status: { refreshTime, conditions: [{ type: "Ready", status: "True" }] },
    }
    mkdirSync(folder, { recursive: true })
    const program = `#!${process.execPath}\nconsole.log(${JSON.stringify(JSON.stringify({ items: [item] }))})\n`
    writeFileSync(join(folder, "kubectl"), program, { mode: 0o755 })
    return `${folder}:${process.env.PATH}`
  }
  /** A host of this machine that sends browsers to a login of its own, or does not, and what that login says of a secret. */
  async function serveApp(status: number, trial = { error: "invalid_grant" }) {
    server = createServer((request, response) => {
      const location = `http://${request.headers.host}/t/oauth2/v2.0/authorize?client_id=x&redirect_uri=y`
      if (request.url?.endsWith("/token")) response.writeHead(400).end(JSON.stringify(trial))
      else response.writeHead(status, status === 302 ? { location } : {}).end()
    })
    await new Promise<void>((done) => server?.listen(0, "127.0.0.1", done))
    const { port } = server.address() as AddressInfo
    repo.write("apps/shop-dev/web/values.yaml", valuesText(`localhost:${port}`))
  }
  let server: Server | undefined
  afterEach(() => {
    server?.close()
    server = undefined
  })

  const later = () => new Date(Date.now() + 60_000).toISOString()
  const verify = async (env: Record<string, string>, args = ["--secret", "session"]) => {
    const { code, document } = await rotate([...args, "--verify"], { env })
    const states = document.evidence.map(({ id, state }: { id: string; state: string }) => `${id} ${state}`)
    return { code, status: document.status, states }
  }

  it("proves it by the times of AWS and of the cluster, and by the login", async () => {
    await start()
    await serveApp(302)
    put(paths.session, hex())
    expect(await verify({ ...withAws(), PATH: kubectl(later()) })).toEqual({
      code: 0,
      status: "proven",
      states: ["stored proven", "fetched proven", "login proven"],
    })
  })

  it("does not take a cluster that has fetched before for proof", async () => {
    await start()
    await serveApp(302)
    put(paths.session, hex())
    expect(await verify({ ...withAws(), PATH: kubectl("2026-01-01T00:00:00Z") })).toEqual({
      code: 1,
      status: "not-yet",
      states: ["stored proven", "fetched not-yet", "login proven"],
    })
  })

  it("sees an app that does not ask for login any more", async () => {
    await start()
    await serveApp(404)
    put(paths.session, hex())
    expect(await verify({ ...withAws(), PATH: kubectl(later()) })).toMatchObject({
      code: 1,
      status: "not-yet",
    })
  })

  it.each<[name: string, trial: { error: string }, args: readonly string[], code: number, accepted: string]>([
    ["accepts", { error: "invalid_grant" }, ["--read-values"], 0, "accepted proven"],
    ["refuses", { error: "invalid_client" }, ["--read-values"], 1, "accepted not-yet"],
    ["is not asked about", { error: "invalid_grant" }, [], 5, "accepted unknown"],
  ])("tells of a client secret that the login %s", async (_, trial, args, code, accepted) => {
    await start()
    await serveApp(302, trial)
    put(paths.id, clientId)
    put(paths.secret, clientSecret)
    const verified = await verify({ ...withAws(), PATH: kubectl(later()) }, ["--secret", "client", ...args])
    expect({ code: verified.code, states: verified.states }).toEqual({
      code,
      states: ["stored proven", "fetched proven", "login proven", accepted],
    })
  })

  it("claims nothing that it cannot see", async () => {
    await start()
    repo.write("apps/shop-dev/web/values.yaml", valuesText("localhost:9"))
    expect(await verify({ PATH: `${home}/none:${process.env.PATH}` })).toEqual({
      code: 5,
      status: "unknown",
      states: ["stored unknown", "fetched unknown", "login unknown"],
    })
  })
})
