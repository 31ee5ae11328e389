import { randomBytes } from "node:crypto"
import { afterEach, beforeEach, expect, it } from "vitest"
import { type GitHub, startGitHub } from "../../src/sandbox/github/start-github.ts"
import { type AppsRepo, createAppsRepo, exampleFiles, isolatedEnv } from "../fakes/apps-repo.ts"
import { run } from "./run.ts"

const token = `ghp_${randomBytes(18).toString("hex")}`
const name = "acme/apps-shop"
const branches = { deploy: "idp-oidc/web-oidc", wire: "idp-oidc/web-oidc-wire" }
const paths = {
  app: "apps/shop-dev/web/values.yaml",
  application: "apps/shop-dev/web-oidc/application.yaml",
  values: "apps/shop-dev/web-oidc/values.yaml",
}

let repo: AppsRepo
let github: GitHub

beforeEach(async () => {
  repo = createAppsRepo()
  repo.git("remote", "add", "origin", `git@github.com:${name}.git`)
  github = await startGitHub({
    users: [{ token, login: "ada" }],
    repositories: [{ owner: "acme", name: "apps-shop", files: new Map(Object.entries(exampleFiles())) }],
  })
})
afterEach(async () => {
  await github.close()
  repo.remove()
})

async function init(args: readonly string[], env: Record<string, string> = {}) {
  const { code, stdout, stderr } = await run(["init", "--app", "web", "--json", ...args], {
    cwd: repo.root,
    env: {
      ...isolatedEnv,
      GITHUB_API_URL: github.url,
      GITHUB_SERVER_URL: "",
      GITHUB_TOKEN: "",
      GH_TOKEN: token,
      ...env,
    },
  })
  return { code, stderr, ...JSON.parse(stdout) }
}

const pr = ["--pr", "--yes"]
const kinds = ({ effects }: { effects: readonly { kind: string }[] }) => effects.map(({ kind }) => kind)
const writes = () => github.requests.filter(({ method }) => method !== "GET").map(({ url }) => url)
const bodyOf = (path: string) =>
  JSON.parse(
    github.requests.findLast(({ method, url }) => method === "POST" && url.endsWith(path))?.body ?? "",
  )
const state = () => [repo.git("for-each-ref"), repo.git("status", "--porcelain=v2", "--untracked-files=all")]

it("commits the two files on GitHub, opens their pull request, and leaves the clone alone", async () => {
  const before = state()
  const result = await init(pr)
  expect(result).toMatchObject({ code: 5, status: "action-required" })
  expect(result.effects.at(-1)).toMatchObject({
    kind: "pull-request",
    branch: branches.deploy,
    base: "main",
    url: `${github.url}/${name}/pull/1`,
  })
  expect(result.next).toEqual([
    `gh pr view ${branches.deploy} --repo github.com/${name} --web`,
    "idp-oidc init --namespace shop-dev --app web --yes --wire --pr",
  ])
  const [base, head] = ["main", branches.deploy].map((ref) => github.files(name, ref))
  expect([...(head?.keys() ?? [])].filter((path) => !base?.has(path))).toEqual([
    paths.application,
    paths.values,
  ])
  expect(state()).toEqual(before)
})

it("waits for an open pull request, and adds nothing to it", async () => {
  await init(pr)
  const before = writes()
  const again = await init(pr)
  expect(again).toMatchObject({ code: 5, status: "action-required", effects: [] })
  expect(again.waits.join("\n")).toContain(`${github.url}/${name}/pull/1`)
  expect(writes()).toEqual(before)
})

it("does not wire before the middleware is merged on GitHub, whatever the clone has", async () => {
  await init(["--yes"])
  repo.commitAll()
  const { code, waits } = await init([...pr, "--wire"])
  expect(code).toBe(5)
  expect(waits.join("\n")).toContain("not on main on GitHub")
  expect(github.files(name, branches.wire).size).toBe(0)
})

it("wires with a second pull request, which warns, and is then done", async () => {
  await init(pr)
  github.merge(name, 1)
  const wired = await init([...pr, "--wire"])
  expect(wired).toMatchObject({ code: 5, status: "action-required" })
  expect(kinds(wired)).toEqual(["edit-file", "commit", "pull-request"])
  expect(bodyOf("/pulls")).toMatchObject({ head: branches.wire, base: "main" })
  expect(bodyOf("/pulls").body).toContain("takes the whole app offline")
  expect(github.files(name, branches.wire).get(paths.app)).toContain("- shop-dev-web-oidc@kubernetescrd")

  github.merge(name, 2)
  const before = writes()
  expect(await init([...pr, "--wire"])).toMatchObject({ code: 0, status: "nothing-to-do", effects: [] })
  expect(writes()).toEqual(before)
})

it("opens the pull request of a branch that an earlier run left without one", async () => {
  github.setFault({
    fault: { kind: "saml", url: "https://github.com/orgs/acme/sso" },
    when: /POST .*\/pulls$/,
  })
  const refused = await init(pr)
  expect(refused).toMatchObject({ code: 4, error: { code: "github/sso-required" } })
  github.setFault(undefined)
  const again = await init(pr)
  expect({ code: again.code, kinds: kinds(again) }).toEqual({ code: 5, kinds: ["pull-request"] })
})

it("shows all of it on a dry run, and writes nothing", async () => {
  const result = await init(["--pr", "--dry-run"])
  expect(result).toMatchObject({ code: 0, status: "planned" })
  expect(kinds(result).slice(-2)).toEqual(["commit", "pull-request"])
  expect(writes()).toEqual([])
})

it("shows it without a network, and says so; but writes nothing without one", async () => {
  const offline = { GITHUB_API_URL: "http://127.0.0.1:9" }
  const shown = await init(["--pr", "--dry-run"], offline)
  expect({ code: shown.code, last: kinds(shown).at(-1) }).toEqual({ code: 0, last: "pull-request" })
  expect(shown.notes.join("\n")).toContain("GitHub was not asked")
  expect(await init(pr, offline)).toMatchObject({ code: 1, error: { code: "github/unreachable" } })
})

it("ends with 4 without a token, and with 1 where origin is no place of pull requests", async () => {
  expect(await init(pr, { GH_TOKEN: "" })).toMatchObject({ code: 4, error: { code: "github/no-token" } })
  repo.git("remote", "set-url", "origin", "/somewhere")
  expect(await init(pr)).toMatchObject({ code: 1, error: { code: "github/no-repository" } })
})

it.each(["--commit", "--no-commit"])("refuses --pr with %s", async (flag) => {
  expect(await init([...pr, flag])).toMatchObject({ code: 2, error: { code: "usage/contradicting-flags" } })
})
