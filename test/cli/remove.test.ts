import { createServer, type Server } from "node:http"
import type { AddressInfo } from "node:net"
import { join } from "node:path"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { type GitHub, startGitHub } from "../../src/sandbox/github/start-github.ts"
import {
  type AppsRepo,
  applicationText,
  createAppsRepo,
  exampleFiles,
  isolatedEnv,
  valuesText,
} from "../fakes/apps-repo.ts"
import { run } from "./run.ts"

const reference = "shop-dev-web-oidc@kubernetescrd"
const paths = {
  app: "apps/shop-dev/web/values.yaml",
  application: "apps/shop-dev/web-oidc/application.yaml",
  values: "apps/shop-dev/web-oidc/values.yaml",
}
const releaseFolder = [paths.application, paths.values]

/** Port 9 of this machine answers nobody, and nothing but this machine is asked. */
const openText = valuesText("localhost:9")
const wiredText = (text = openText) =>
  text.replace("    enabled: true\n", `    enabled: true\n    middlewares:\n      - ${reference}\n`)

const files = (changes: Record<string, string> = {}) => ({
  ...exampleFiles(),
  [paths.app]: wiredText(),
  [paths.application]: applicationText("web-oidc", "helm/idp-oidc-middleware", "0.3.3"),
  [paths.values]:
    "domain: localhost:9\nexternalSecret:\n  separateSecrets:\n    sessionSecret: customer/shop-dev/web-oidc-session-secret\n",
  ...changes,
})

let repo: AppsRepo
let github: GitHub | undefined
let server: Server | undefined
beforeEach(() => {
  repo = createAppsRepo(files())
})
afterEach(async () => {
  await github?.close()
  server?.close()
  github = undefined
  server = undefined
  repo.remove()
})

async function remove(args: readonly string[], env: Record<string, string> = {}) {
  const { code, stdout, stderr } = await run(["remove", "--app", "web", "--json", ...args], {
    cwd: repo.root,
    env: { ...isolatedEnv, GITHUB_TOKEN: "", GH_TOKEN: "", GITHUB_SERVER_URL: "", ...env },
  })
  return { code, stderr, ...JSON.parse(stdout) }
}

const kinds = ({ effects }: { effects: readonly { kind: string }[] }) => effects.map(({ kind }) => kind)
const status = () => repo.git("status", "--porcelain", "--untracked-files=all")

describe("in the working tree", () => {
  it("turns login off first, then deletes the middleware, then is done", async () => {
    const first = await remove(["--yes"])
    expect(first).toMatchObject({
      code: 0,
      status: "applied",
      answers: { app: "web", release: "web-oidc", hosts: ["localhost:9"], ingress: "public" },
      origins: { ingress: `${paths.app}:11` },
    })
    expect(kinds(first)).toEqual(["edit-file"])
    expect(repo.read(paths.app)).toBe(openText)
    expect(status()).toBe(` M ${paths.app}\n`)
    expect(first.next.at(-1)).toBe("idp-oidc remove --namespace shop-dev --app web --yes")

    const early = await remove(["--yes"])
    expect(early).toMatchObject({ code: 5, status: "action-required", effects: [] })
    expect(early.waits.join()).toContain(`main still refers to the middleware (${paths.app}:11)`)

    repo.commitAll()
    const second = await remove(["--yes", "--ticket-language", "en"])
    expect(second).toMatchObject({ code: 0, status: "applied" })
    expect(kinds(second)).toEqual(["delete-file", "delete-file", "ticket", "instruct"])
    expect(second.effects[2].text).toContain("Please delete this app registration")
    expect(second.effects[2].text).toContain("https://localhost:9/oauth2/callback")
    expect(second.effects[3].text).toContain("customer/shop-dev/web-oidc-session-secret")
    expect(status()).toBe(releaseFolder.map((path) => ` D ${path}\n`).join(""))

    repo.commitAll()
    expect(await remove(["--yes"])).toMatchObject({ code: 0, status: "nothing-to-do", effects: [] })
  })

  it("shows it on a dry run and writes nothing", async () => {
    const { code, stdout, stderr } = await run(["remove", "--app", "web", "--dry-run"], {
      cwd: repo.root,
      env: isolatedEnv,
    })
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" })
    expect(stdout).toContain(`-      - ${reference}`)
    expect(stdout).toContain("idp-oidc remove --app web --yes\n")
    expect(status()).toBe("")
  })

  it("finds the one app with a login, and writes nothing that nobody agreed to", async () => {
    const missing = async () => {
      const { code, stdout } = await run(["remove", "--json"], { cwd: repo.root, env: isolatedEnv })
      return { code, missing: JSON.parse(stdout).missing }
    }
    expect(await missing()).toMatchObject({ code: 2, missing: [{ flag: "--yes" }] })
    repo.write("apps/shop-dev/api-oidc/values.yaml", "domain: api.example\n")
    expect(await missing()).toMatchObject({
      code: 2,
      missing: [{ flag: "--app", choices: ["api", "web"] }, { flag: "--yes" }],
    })
    expect(repo.read(paths.app)).toBe(wiredText())
  })

  it("takes the folder that one stands in for the app, login or not", async () => {
    const { stdout } = await run(["remove", "--json", "--yes"], {
      cwd: join(repo.root, "apps/shop-dev/api"),
      env: isolatedEnv,
    })
    expect(JSON.parse(stdout)).toMatchObject({ status: "nothing-to-do", answers: { app: "api" } })
    expect(status()).toBe("")
  })

  it("knows a namespace without any login, and says so", async () => {
    repo.write("apps/other/shop/values.yaml", openText)
    repo.write("apps/other/shop/application.yaml", applicationText("shop"))
    const { stdout } = await run(["remove", "--json", "--yes", "--namespace", "other"], {
      cwd: repo.root,
      env: isolatedEnv,
    })
    expect(JSON.parse(stdout)).toMatchObject({ status: "nothing-to-do", answers: { app: "shop" } })
  })

  it("deletes a release whose app is gone already", async () => {
    repo.git("rm", "-rq", "apps/shop-dev/web")
    repo.commitAll()
    const orphan = await remove(["--yes"])
    expect({ code: orphan.code, kinds: kinds(orphan) }).toEqual({
      code: 0,
      kinds: ["delete-file", "delete-file", "ticket", "instruct"],
    })
    expect(status()).toBe(releaseFolder.map((path) => ` D ${path}\n`).join(""))
  })

  it("has the ticket alone as data", async () => {
    repo.write(paths.app, openText)
    repo.commitAll()
    const { stdout, stderr } = await run(["remove", "--app", "web", "--yes", "--client-id", "the-id"], {
      cwd: repo.root,
      env: isolatedEnv,
    })
    expect(stdout).toMatch(/^Emne: Slet Entra app registration: Web \(shop-dev\)\n/)
    expect(stdout).toContain("Application (client) ID: the-id")
    expect(stderr).toContain("The secrets stay in AWS")
  })
})

describe("on branches", () => {
  it("makes two commits, each on a branch of its own, and leaves the checkout alone", async () => {
    const first = await remove(["--yes", "--commit"])
    expect(kinds(first)).toEqual(["edit-file", "commit"])
    expect(repo.git("show", `idp-oidc/web-oidc-unwire:${paths.app}`)).toBe(openText)
    expect(status()).toBe("")
    expect(await remove(["--yes", "--commit"])).toMatchObject({ code: 5, effects: [] })

    repo.git("merge", "--quiet", "idp-oidc/web-oidc-unwire")
    const second = await remove(["--yes", "--commit"])
    expect(kinds(second)).toEqual(["delete-file", "delete-file", "commit", "ticket", "instruct"])
    expect(repo.git("diff", "--name-status", "main", "idp-oidc/web-oidc-remove")).toBe(
      releaseFolder.map((path) => `D\t${path}\n`).join(""),
    )
    repo.git("merge", "--quiet", "idp-oidc/web-oidc-remove")
    expect(await remove(["--yes", "--commit"])).toMatchObject({ code: 0, status: "nothing-to-do" })
  })

  it("makes two pull requests, the second when the first is merged on GitHub", async () => {
    const token = "ghp_remove"
    const name = "acme/apps-shop"
    repo.git("remote", "add", "origin", `git@github.com:${name}.git`)
    github = await startGitHub({
      users: [{ token, login: "ada" }],
      repositories: [{ owner: "acme", name: "apps-shop", files: new Map(Object.entries(files())) }],
    })
    const env = { GITHUB_API_URL: github.url, GH_TOKEN: token }
    const pr = ["--yes", "--pr"]
    const first = await remove(pr, env)
    expect(first).toMatchObject({ code: 5, status: "action-required" })
    expect(kinds(first)).toEqual(["edit-file", "commit", "pull-request"])
    expect(github.files(name, "idp-oidc/web-oidc-unwire").get(paths.app)).toBe(openText)
    const waiting = await remove(pr, env)
    expect(waiting).toMatchObject({ code: 5, effects: [] })
    expect(waiting.waits.join()).toContain(`${github.url}/${name}/pull/1`)

    // The clone still has the reference; what GitHub has decides.
    github.merge(name, 1)
    const second = await remove(pr, env)
    expect(second).toMatchObject({ code: 5, status: "action-required" })
    expect(kinds(second)).toEqual([
      "delete-file",
      "delete-file",
      "commit",
      "pull-request",
      "ticket",
      "instruct",
    ])
    github.merge(name, 2)
    expect([...github.files(name, "main").keys()].filter((path) => path.includes("web-oidc"))).toEqual([])
    expect(github.files(name, "main").get(paths.app)).toBe(openText)
    expect(await remove(pr, env)).toMatchObject({ code: 0, status: "nothing-to-do" })
    expect(status()).toBe("")
  })
})

describe("what keeps the middleware", () => {
  it("is another app that refers to it, in whatever namespace and spelling", async () => {
    repo.write(paths.app, openText)
    repo.write(
      "apps/other/shared/values.yaml",
      `ingress:\n  public:\n    annotations:\n      traefik.ingress.kubernetes.io/router.middlewares: "x@file,${reference}"\n`,
    )
    repo.commitAll()
    const refused = await remove(["--yes"])
    expect(refused).toMatchObject({
      code: 1,
      error: {
        code: "app/middleware-in-use",
        location: { path: "apps/other/shared/values.yaml", line: 4 },
      },
    })
    expect(status()).toBe("")
  })

  it("is a host that still asks for login, whatever the files say", async () => {
    server = createServer((_, response) => {
      response.writeHead(500).end("State is missing")
    })
    await new Promise<void>((done) => server?.listen(0, "127.0.0.1", done))
    const host = `localhost:${(server.address() as AddressInfo).port}`
    repo.write(paths.app, valuesText(host))
    repo.commitAll()
    const held = await remove(["--yes"])
    expect(held).toMatchObject({ code: 5, status: "action-required", effects: [] })
    expect(held.waits.join()).toContain(`${host} still asks for login`)
    expect(status()).toBe("")
  })

  it("is not silence: that is said, and left to people", async () => {
    repo.write(paths.app, openText)
    repo.commitAll()
    const { code, notes } = await remove(["--dry-run"])
    expect(code).toBe(0)
    expect(notes.join("\n")).toContain("localhost:9 cannot be asked from here")
  })
})
