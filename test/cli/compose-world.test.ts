import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { composeWorld } from "../../src/cli/compose-world.ts"
import type { World } from "../../src/sandbox/world/start-world.ts"
import { workflowText } from "../core/workflow/workflows.ts"
import { type AppsRepo, createAppsRepo, exampleFiles, isolatedEnv } from "../fakes/apps-repo.ts"
import { openThroughProxy } from "../sandbox/world/through-proxy.ts"
import { run } from "./run.ts"

const name = "acme/apps-shop"
const origin = "https://web.shop-dev.example.com"
const secretPath = "customer/shop-dev/web-oidc-client-secret"
const valuesPath = "apps/shop-dev/web/values.yaml"

const workflow = workflowText(`- name: Store
  run: |
    VALUE=$(jq -r '.inputs.value' "$GITHUB_EVENT_PATH")
    echo "::add-mask::$VALUE"
    ./store "customer/shop-dev/$NAME" "$VALUE"`).replace("shop secrets", "shop-dev secrets")

let repo: AppsRepo
let folder: string
let world: World

async function start(changes: Readonly<Record<string, string>> = {}): Promise<void> {
  const files = { ...exampleFiles(), ".github/workflows/shop-dev.yaml": workflow, ...changes }
  repo = createAppsRepo(files)
  repo.git("remote", "add", "origin", `git@github.com:${name}.git`)
  world = await composeWorld({
    repository: { owner: "acme", name: "apps-shop", files: new Map(Object.entries(files)) },
    folder,
    middlewares: ["shop-dev-compress@kubernetescrd"],
    haste: 20,
  })
}
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "world-"))
})
afterEach(async () => {
  await world.close()
  repo.remove()
  rmSync(folder, { recursive: true })
})

const cli = (args: readonly string[], stdin = "", own: Readonly<Record<string, string>> = {}) =>
  run([...args, "--namespace", "shop-dev", "--app", "web"], {
    cwd: repo.root,
    stdin,
    env: { ...isolatedEnv, ...own, ...world.env },
  })
const init = ["init", "--yes", "--pr", "--runtime", "forward-auth"]

async function mergeAndWait(): Promise<void> {
  world.merge()
  await world.settled()
}

/** What `git pull` would do. */
function pull(): void {
  const merged = world.github.files(name, "main")
  for (const path of repo.git("ls-files").trim().split("\n"))
    if (!merged.has(path)) repo.git("rm", "--quiet", path)
  for (const [path, text] of merged) repo.write(path, text)
  repo.commitAll("pull")
}

const open = (path: string, headers?: Readonly<Record<string, string>>) =>
  openThroughProxy(`${origin}${path}`, world.env, headers)

interface Application {
  readonly metadata: { readonly name: string }
  readonly status: { readonly health: { readonly status: string } }
}

/** What ArgoCD shows, by application. */
async function health(): Promise<Readonly<Record<string, string>>> {
  const headers = { authorization: `Bearer ${world.env.ARGOCD_AUTH_TOKEN}` }
  const response = await fetch(`${world.argo.url}/api/v1/applications`, { headers })
  const { items } = (await response.json()) as { readonly items: readonly Application[] }
  return Object.fromEntries(items.map(({ metadata, status }) => [metadata.name, status.health.status]))
}

const wired = (reference: string) =>
  exampleFiles()[valuesPath]?.replace(
    "    enabled: true\n",
    `    enabled: true\n    middlewares:\n      - ${reference}\n`,
  ) ?? ""

describe("a whole story by flags", () => {
  it("goes from nothing to an app that asks for login, which the doctor finds nothing wrong with", async () => {
    await start()
    expect((await open("/")).status).toBe(200)
    const { clientId, makeSecret } = world.servicedesk
    const secret = makeSecret().value
    const deployed = await cli([...init, "--client-id", clientId, "--client-secret-stdin"], secret)
    expect(deployed).toMatchObject({ code: 5, stderr: expect.stringContaining("waits to be merged") })
    expect(await health()).toEqual({ "shop-dev-web": "Healthy", "shop-dev-api": "Healthy" })
    await mergeAndWait()
    expect(await health()).toMatchObject({ "shop-dev-web-oidc": "Healthy" })
    expect((await open("/")).status).toBe(200)

    expect(await cli([...init, "--wire"])).toMatchObject({ code: 5 })
    await mergeAndWait()
    const page = await open("/", { accept: "text/html", "sec-fetch-mode": "navigate" })
    const login = new URL(page.location ?? "")
    expect([page.status, login.origin, login.searchParams.get("redirect_uri")]).toEqual([
      302,
      new URL(world.entra.url).origin,
      `${origin}/oauth2/callback`,
    ])
    expect((await open("/", { accept: "application/json" })).status).toBe(401)
    expect((await open("/api/health")).status).toBe(200)

    pull()
    const doctor = await cli(["doctor", "--format", "json"])
    const { checks } = JSON.parse(doctor.stdout)
    const told = checks.filter(({ status }: { status: string }) => status === "fail" || status === "warn")
    expect({ code: doctor.code, told }).toEqual({ code: 0, told: [] })
    const seen = checks.filter(({ status }: { status: string }) => status === "pass")
    expect(seen.map(({ id }: { id: string }) => id)).toEqual(
      expect.arrayContaining(["OIDC502", "OIDC505", "OIDC603", "OIDC604", "OIDC702", "OIDC704", "OIDC802"]),
    )
  }, 60_000)

  it("replaces the client secret and proves it, then takes login away in the order that keeps the app online", async () => {
    await start()
    const { clientId, makeSecret } = world.servicedesk
    await cli([...init, "--client-id", clientId, "--client-secret-stdin"], makeSecret().value)
    await mergeAndWait()
    await cli([...init, "--wire"])
    await mergeAndWait()
    pull()

    const next = makeSecret().value
    const rotate = ["rotate", "--secret", "client"]
    expect(await cli([...rotate, "--yes", "--pr", "--client-secret-stdin"], next)).toMatchObject({ code: 5 })
    await mergeAndWait()
    expect(world.aws.vault.read(secretPath).version.value).toBe(next)
    pull()
    const { stdout } = await cli([...rotate, "--verify", "--read-values"])
    expect(stdout).toContain("✔ Entra accepts what AWS has.")

    const remove = ["remove", "--yes", "--pr"]
    expect(await cli(remove)).toMatchObject({ code: 5, stderr: expect.stringContaining("turns login off") })
    await mergeAndWait()
    expect((await open("/")).status).toBe(200)
    pull()
    expect(await cli(remove)).toMatchObject({
      code: 5,
      stderr: expect.stringContaining("deletes the middleware"),
    })
    await mergeAndWait()
    expect(await health()).toEqual({ "shop-dev-web": "Healthy", "shop-dev-api": "Healthy" })
    expect((await open("/")).status).toBe(200)
  }, 60_000)

  it("fetches a secret that was replaced when the files ask for it, and not before", async () => {
    await start()
    const { clientId, makeSecret } = world.servicedesk
    await cli([...init, "--client-id", clientId, "--client-secret-stdin"], makeSecret().value)
    await mergeAndWait()
    world.aws.vault.put(secretPath, "", undefined)
    await world.settled()
    expect(await health()).toMatchObject({ "shop-dev-web-oidc": "Healthy" })
    pull()
    await cli(["rotate", "--secret", "client", "--secrets-via", "skip", "--yes", "--pr"])
    await mergeAndWait()
    expect(await health()).toMatchObject({ "shop-dev-web-oidc": "Degraded" })
  }, 60_000)
})

describe("the platform", () => {
  it("answers 404 for an app that refers to a middleware that is not there", async () => {
    await start({ [valuesPath]: wired("shop-dev-web-oidc@kubernetescrd") })
    expect((await open("/")).status).toBe(404)
    expect((await openThroughProxy("https://api.shop-dev.example.com/", world.env)).status).toBe(200)
  })

  it("lets an app through whose other middlewares are there", async () => {
    await start({ [valuesPath]: wired("shop-dev-compress@kubernetescrd") })
    expect((await open("/")).status).toBe(200)
  })

  it("shows a login without secrets as degraded, and answers 500 for the app behind it", async () => {
    await start({ [valuesPath]: wired("shop-dev-web-oidc@kubernetescrd") })
    await cli([...init, "--secrets-via", "skip"])
    await mergeAndWait()
    expect(await health()).toMatchObject({ "shop-dev-web-oidc": "Degraded" })
    expect((await open("/")).status).toBe(500)
  }, 30_000)

  it("shows files that Helm would refuse as missing", async () => {
    const application = exampleFiles()["apps/shop-dev/web/application.yaml"]
    await start({
      "apps/shop-dev/web-oidc/application.yaml": `${application}`
        .replace("idp-advanced", "idp-oidc-middleware")
        .replace("3.8.1", "1.0.0"),
      "apps/shop-dev/web-oidc/values.yaml": "domian: web.shop-dev.example.com\n",
    })
    expect(await health()).toMatchObject({ "shop-dev-web-oidc": "Missing" })
  })

  it("is reached by names of its own alone", async () => {
    await start()
    await expect(openThroughProxy("https://login.microsoftonline.com/", world.env)).rejects.toThrow("403")
    expect(world.proxy.refused).toEqual(["login.microsoftonline.com:443"])
  })

  it("is not left by a program whose user has logins and proxies", async () => {
    await start()
    const nowhere = "http://127.0.0.1:9"
    const own = {
      GITHUB_TOKEN: "theirs",
      GITHUB_SERVER_URL: "https://github.example.com",
      GH_HOST: "github.example.com",
      AWS_PROFILE: "theirs",
      AWS_SESSION_TOKEN: "theirs",
      AWS_DEFAULT_REGION: "us-east-1",
      AWS_ENDPOINT_URL: nowhere,
      AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: "true",
      ARGOCD_SERVER: "argocd.example.com",
      https_proxy: nowhere,
      no_proxy: "example.com",
      NODE_TLS_REJECT_UNAUTHORIZED: "0",
    }
    const doctor = await cli(["doctor", "--format", "json"], "", own)
    const { checks } = JSON.parse(doctor.stdout) as { checks: { id: string; status: string }[] }
    const statusOf = (id: string) => checks.find((check) => check.id === id)?.status
    expect(["OIDC003", "OIDC301", "OIDC601"].map(statusOf)).toEqual(["pass", "pass", "pass"])
    const { clientId, makeSecret } = world.servicedesk
    const values = ["--client-id", clientId, "--client-secret-stdin", "--secrets-via", "aws"]
    expect(await cli([...init, ...values], makeSecret().value, own)).toMatchObject({ code: 5 })
    expect(world.aws.vault.list()).toHaveLength(3)
    expect(world.proxy.refused.length).toBeGreaterThan(0)
  })

  it("keeps its key off the disk", async () => {
    await start()
    expect(readFileSync(join(folder, "authority.pem"), "utf8")).not.toContain("PRIVATE")
  })
})
