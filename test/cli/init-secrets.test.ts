import { spawn } from "node:child_process"
import { randomBytes, randomUUID } from "node:crypto"
import { once } from "node:events"
import { statSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { afterEach, describe, expect, it } from "vitest"
import { findSecret } from "../../src/core/workflow/find-secret.ts"
import type { ActiveFault } from "../../src/sandbox/github/faults.ts"
import { startGitHub } from "../../src/sandbox/github/start-github.ts"
import {
  type SecretsWorld,
  type SecretsWorldOptions,
  shopWorkflow,
  startSecretsWorld,
  workflows,
} from "../fakes/secrets-world.ts"
import { entry, run } from "./run.ts"

/** Made in every run: no file of the project holds a secret. */
const clientId = randomUUID()
const clientSecret = `aB3${randomBytes(1)[0]! % 10}Q~${randomBytes(24).toString("base64url")}${"x".repeat(2)}`
const token = `ghp_${randomBytes(18).toString("hex")}`

const paths = {
  workflow: ".github/workflows/shop-dev.yaml",
  id: "customer/shop-dev/web-oidc-client-id",
  secret: "customer/shop-dev/web-oidc-client-secret",
  session: "customer/shop-dev/web-oidc-session-secret",
}

const { safe, opaque } = workflows
const leaking = shopWorkflow(
  "- name: Store\n  run: ./store customer/shop-dev/${{ inputs.subpath }} ${{ inputs.value }}",
)

let world: SecretsWorld
afterEach(() => world.close())

type Perform = NonNullable<SecretsWorldOptions["perform"]>

async function start(workflow: string, perform?: Perform): Promise<void> {
  world = await startSecretsWorld({ workflow, ...(perform ? { perform } : {}) })
}

const withAws = () => ({
  AWS_ENDPOINT_URL_SECRETS_MANAGER: world.aws.url,
  AWS_ACCESS_KEY_ID: "AKIAFAKE",
  AWS_SECRET_ACCESS_KEY: "fake",
})

const init = (args: readonly string[], { stdin = clientSecret, env = {} as Record<string, string> } = {}) =>
  run(["init", "--app", "web", ...args], { cwd: world.repo.root, stdin, env: { ...world.env, ...env } })

/** One that can be stopped half-way. */
function startInit(args: readonly string[]) {
  const child = spawn(process.execPath, [entry, "init", "--app", "web", ...args], {
    cwd: world.repo.root,
    env: { ...process.env, ...world.env },
  })
  child.stdin.end(clientSecret)
  const ended = once(child, "close").then(([code]) => code as number | null)
  return {
    printed: (text: string) =>
      new Promise<void>((done, fail) => {
        let stderr = ""
        child.stderr.setEncoding("utf8").on("data", (chunk: string) => {
          stderr += chunk
          if (stderr.includes(text)) done()
        })
        ended.then(() => fail(new Error(`Ended before it printed "${text}":\n${stderr}`)))
      }),
    stop: () => {
      child.kill("SIGINT")
      return ended
    },
  }
}

const values = ["--client-id", clientId, "--client-secret-stdin"]
const dispatches = () =>
  world.github.requests.filter(({ method, url }) => method === "POST" && url.endsWith("/dispatches"))
const sent = () =>
  dispatches().map(({ body }) => JSON.parse(body).inputs as { subpath: string; value: string })
const stored = (path: string) => world.aws.vault.read(path).version.value
const isStored = (path: string) => world.aws.vault.list().some(({ name }) => name === path)

/** Everything that a run has left or said anywhere, but for the requests that store secrets. */
const traces = ({ stdout, stderr }: { readonly stdout: string; readonly stderr: string }) => [
  { name: "stdout", text: stdout },
  { name: "stderr", text: stderr },
  ...world.traces(),
]

describe("storing by the workflow", () => {
  it("stores all three, one after another, the client ID first, and leaves no secret behind", async () => {
    await start(safe)
    const result = await init([...values, "--yes"])
    expect(result).toMatchObject({ code: 0 })
    expect(sent().map(({ subpath }) => `customer/shop-dev/${subpath}`)).toEqual([
      paths.id,
      paths.secret,
      paths.session,
    ])
    expect([stored(paths.id), stored(paths.secret)]).toEqual([clientId, clientSecret])
    expect(stored(paths.session)).toMatch(/^[0-9a-f]{32}$/)
    expect(result.stderr).toContain("the log does not show it")
    const left = traces(result)
    expect(left.some(({ name }) => name.endsWith("started.txt"))).toBe(true)
    for (const secret of [clientSecret, stored(paths.session)]) {
      expect(findSecret(left, secret)).toEqual([])
      expect(
        findSecret(
          [
            {
              name: "sent",
              text: dispatches()
                .map(({ body }) => body)
                .join(),
            },
          ],
          secret,
        ),
      ).toHaveLength(1)
    }
  })

  it("keeps what AWS has already", async () => {
    await start(safe)
    for (const path of [paths.secret, paths.session]) world.aws.vault.create(path, "kept", undefined)
    const { code, stderr } = await init([...values, "--yes"], { env: withAws() })
    expect({ code, kept: [stored(paths.secret), stored(paths.session)] }).toEqual({
      code: 0,
      kept: ["kept", "kept"],
    })
    expect(stored(paths.id)).toBe(clientId)
    expect(stderr).toContain("Kept as they are")
  })

  it("refuses a workflow that prints what it is given, with its line, and sends nothing", async () => {
    await start(leaking)
    for (const mode of ["--yes", "--dry-run"]) {
      const result = await init([...values, mode])
      expect(result.code).toBe(1)
      expect(result.stderr).toContain("secrets/workflow-leaks")
      expect(result.stderr).toMatch(/shop-dev\.yaml:\d+:\d+/)
      expect(result.stderr).toContain("::add-mask::")
    }
    expect(dispatches()).toEqual([])
  })

  it("judges the workflow that GitHub would run, not the clone's", async () => {
    await start(leaking)
    world.repo.write(paths.workflow, safe)
    world.repo.commitAll()
    const { code, stderr } = await init([...values, "--yes"])
    expect({ code, leaks: stderr.includes("secrets/workflow-leaks") }).toEqual({ code: 1, leaks: true })
    expect(dispatches()).toEqual([])
  })

  it("stops at the client ID where a log shows it: no secret is sent", async () => {
    await start(opaque, async ({ inputs }) => ({
      conclusion: "success",
      output: [`storing ${inputs.value}`],
    }))
    const { code, stderr } = await init([...values, "--yes"])
    expect({ code, sent: sent().length }).toEqual({ code: 1, sent: 1 })
    expect(stderr).toContain("secrets/leaked")
    expect(sent()[0]?.value).toBe(clientId)
  })

  it("says how to contain a leaked secret, and sends no other", async () => {
    await start(opaque, async ({ inputs }) => ({
      conclusion: "success",
      output: inputs.subpath?.endsWith("secret") ? [Buffer.from(inputs.value ?? "").toString("base64")] : [],
    }))
    const result = await init([...values, "--yes", "--json"])
    const { error } = JSON.parse(result.stdout)
    expect({ code: result.code, error: error.code, sent: sent().length }).toEqual({
      code: 1,
      error: "secrets/leaked",
      sent: 2,
    })
    expect(error.details.join("\n")).toContain("gh api --method DELETE")
    expect(error.details.join("\n")).toContain("servicedesk")
    expect(findSecret(traces(result), clientSecret)).toEqual([])
  })

  it("names the step and the page of a failing run, keeps to itself what the run said of the value, and stops", async () => {
    await start(safe, async () => ({
      conclusion: "failure",
      output: ["An error occurred (AccessDeniedException) when calling the PutSecretValue operation: no"],
    }))
    const { code, stderr } = await init([...values, "--yes"])
    expect({ code, sent: sent().length }).toEqual({ code: 1, sent: 1 })
    expect(stderr).toContain('at "Store"')
    expect(stderr).toContain("AccessDeniedException")
    expect(stderr).toMatch(/actions\/runs\/\d+/)
  })

  it("finds the run whose answer was lost, and dispatches nothing twice", async () => {
    await start(safe)
    for (const path of [paths.secret, paths.session]) world.aws.vault.create(path, "kept", undefined)
    world.github.setFault({ fault: { kind: "lost-reply" }, when: /POST .*dispatches/, times: 1 })
    const { code } = await init([...values, "--yes"], { env: withAws() })
    expect({ code, sent: sent().length, value: stored(paths.id) }).toEqual({
      code: 0,
      sent: 1,
      value: clientId,
    })
  })

  it("sends nothing more after Ctrl+C", async () => {
    await start(safe)
    const child = startInit([...values, "--yes"])
    await child.printed("waits for a runner")
    expect(await child.stop()).toBe(130)
    expect(sent().length).toBe(1)
  })

  it("dispatches nothing while a run of the workflow has not ended", async () => {
    await start(safe)
    // The first run is made long by the clock: it is asked for, and its answer lost with the process.
    const body = JSON.stringify({ ref: "main", inputs: { subpath: "other", value: "x" } })
    const github = await startGitHub({
      users: [{ token, login: "ada" }],
      repositories: [{ owner: "acme", name: "apps-shop", files: new Map([[paths.workflow, safe]]) }],
      now: () => frozen.at,
    })
    const headers = { authorization: `token ${token}`, "user-agent": "test" }
    const file = "shop-dev.yaml"
    await fetch(`${github.url}/repos/acme/apps-shop/actions/workflows/${file}/dispatches`, {
      method: "POST",
      headers,
      body,
    })
    frozen.at += 2500
    const env = { GITHUB_API_URL: github.url, GH_TOKEN: token }
    const { code, stderr } = await init([...values, "--yes"], { env })
    const dispatched = github.requests.filter(({ url }) => url.endsWith("/dispatches")).length
    await github.close()
    expect({ code, dispatched }).toEqual({ code: 5, dispatched: 1 })
    expect(stderr).toContain("secrets/run-under-way")
  })

  const refusals: readonly (readonly [
    name: string,
    fault: ActiveFault["fault"],
    code: number,
    text: string,
  ])[] = [
    [
      "a limit on requests",
      { kind: "rate-limit", resetAt: Date.now() + 30 * 60_000 },
      1,
      "github/rate-limited",
    ],
    [
      "single sign-on",
      { kind: "saml", url: "https://github.com/orgs/acme/sso?x=1" },
      4,
      "https://github.com/orgs/acme/sso?x=1",
    ],
    ["missing permissions", { kind: "missing-permission", permissions: "actions=write" }, 4, "actions=write"],
  ]
  it.each(refusals)("says what to do about %s", async (_name, fault, code, text) => {
    await start(safe)
    world.github.setFault({ fault, when: /POST .*dispatches/ })
    const result = await init([...values, "--yes"])
    expect(result.code).toBe(code)
    expect(result.stderr).toContain(text)
    expect(findSecret(traces(result), clientSecret)).toEqual([])
  })

  it("asks which one, where several workflows store secrets of the namespace", async () => {
    await start(safe)
    world.repo.write(".github/workflows/other.yaml", safe)
    const { code, stdout } = await init([...values, "--yes", "--json"])
    expect({ code, missing: JSON.parse(stdout).missing }).toMatchObject({
      code: 2,
      missing: [{ flag: "--workflow", choices: [".github/workflows/other.yaml", paths.workflow] }],
    })
    expect((await init([...values, "--dry-run", "--workflow", "shop-dev.yaml"])).code).toBe(0)
  })
})

const frozen = { at: Date.UTC(2026, 10, 23) }

describe("storing by AWS", () => {
  const via = [...values, "--secrets-via", "aws", "--yes"]

  it("creates, updates and brings back, and asks GitHub for nothing but the chart's newest version", async () => {
    await start(safe)
    world.aws.vault.create(paths.id, "old", undefined)
    world.aws.vault.create(paths.secret, "old", undefined)
    world.aws.vault.remove(paths.secret, undefined)
    const result = await init([...via, "--overwrite"], { env: withAws() })
    expect(result.code).toBe(0)
    expect([stored(paths.id), stored(paths.secret)]).toEqual([clientId, clientSecret])
    expect(stored(paths.session)).toMatch(/^[0-9a-f]{32}$/)
    expect(world.github.requests.filter(({ url }) => !url.includes("/releases"))).toEqual([])
    for (const secret of [clientSecret, stored(paths.session)])
      expect(findSecret(traces(result), secret)).toEqual([])
  })

  it("ends with 4 and the command that signs in where nobody is", async () => {
    await start(safe)
    const { code, stderr } = await init(via, { env: { AWS_ENDPOINT_URL_SECRETS_MANAGER: world.aws.url } })
    expect(code).toBe(4)
    expect(stderr).toContain("aws sso login --profile idp-ns-shop-dev")
  })
})

describe("values", () => {
  const wrong: readonly (readonly [name: string, id: string, secret: string, text: string])[] = [
    ["a secret's ID", clientId, randomUUID(), "Secret ID"],
    ["the two in each other's place", clientSecret, clientId, "each other's place"],
    ["no secret", clientId, "", "no value"],
    ["a newline alone", clientId, "\n", "no value"],
    ["two newlines", clientId, `${clientSecret}\n\n`, "line break"],
    ["quotes", clientId, `"${clientSecret}"`, "quotes"],
    ["an ID that is none", "web", clientSecret, "GUID"],
  ]
  it.each(wrong)("refuses %s before anything is asked", async (_name, id, stdin, text) => {
    await start(safe)
    const result = await init(["--client-id", id, "--client-secret-stdin", "--yes"], { stdin })
    expect(result.code).toBe(2)
    expect(result.stderr).toContain(text)
    expect(world.github.requests).toEqual([])
    expect(result.stdout + result.stderr).not.toContain(clientSecret)
  })

  it("takes the newline of echo off, and says so", async () => {
    await start(safe)
    const file = join(world.home, "secret.txt")
    writeFileSync(file, `${clientSecret}\r\n`, { mode: 0o640 })
    const args = ["--client-id", clientId, "--client-secret-file", file, "--secrets-via", "aws", "--yes"]
    const { code, stderr } = await init(args, { env: withAws() })
    expect({ code, value: stored(paths.secret) }).toEqual({ code: 0, value: clientSecret })
    expect(stderr).toContain("The newline at the end")
    expect(statSync(file).mode & 0o777).toBe(0o640)
  })

  it("lists what is missing, all at once", async () => {
    await start(safe)
    const { code, stdout } = await init(["--secrets-via", "workflow", "--json"], { stdin: "" })
    expect(code).toBe(2)
    expect(JSON.parse(stdout).missing.map(({ flag }: { flag: string }) => flag)).toEqual([
      "--client-id",
      "--client-secret-stdin",
      "--yes",
    ])
  })

  const contradictions = [
    [...values, "--client-secret-file", "x"],
    [...values, "--secrets-via", "skip"],
    [...values, "--secrets-via", "aws", "--ref", "main"],
  ]
  it.each(contradictions.map((args) => [args.slice(3).join(" "), args] as const))(
    "refuses %s",
    async (_name, args) => {
      await start(safe)
      const { code, stderr } = await init([...args, "--yes"])
      expect({ code, refused: stderr.includes("usage/contradicting-flags") }).toEqual({
        code: 2,
        refused: true,
      })
    },
  )
})

describe("a dry run", () => {
  it("shows every secret's name, way and reason, no value, and writes nothing anywhere", async () => {
    await start(safe)
    const result = await init([...values, "--dry-run", "--json"])
    const { effects } = JSON.parse(result.stdout)
    expect(result.code).toBe(0)
    expect(effects.filter(({ kind }: { kind: string }) => kind === "store-secret")).toMatchObject([
      { path: paths.id, name: "web-oidc-client-id", via: "workflow", workflow: paths.workflow, ref: "main" },
      { path: paths.secret },
      { path: paths.session },
    ])
    expect(new Set(world.github.requests.map(({ method }) => method))).toEqual(new Set(["GET"]))
    expect(world.aws.vault.list()).toEqual([])
    expect(findSecret(traces(result), clientSecret)).toEqual([])
  })

  it("works without values and without a network, and says so", async () => {
    await start(safe)
    const env = { GITHUB_API_URL: "http://127.0.0.1:9" }
    const { code, stdout } = await init(["--secrets-via", "workflow", "--dry-run", "--json"], {
      env,
      stdin: "",
    })
    const { effects, notes } = JSON.parse(stdout)
    expect({ code, kinds: effects.map(({ kind }: { kind: string }) => kind) }).toMatchObject({
      code: 0,
      kinds: ["ticket", "store-secret", "store-secret", "store-secret", "create-file", "create-file"],
    })
    expect(notes.join("\n")).toContain("GitHub was not asked")
  })
})

it("leaves the secrets out where they are to be skipped", async () => {
  await start(safe)
  const { stdout } = await init(["--secrets-via", "skip", "--dry-run", "--json"], { stdin: "" })
  const { effects } = JSON.parse(stdout)
  expect(effects.map(({ kind }: { kind: string }) => kind)).toEqual(["ticket", "create-file", "create-file"])
  expect(isStored(paths.id)).toBe(false)
})
