import { randomBytes } from "node:crypto"
import { afterEach, describe, expect, it } from "vitest"
import { AppError } from "../../src/core/errors.ts"
import { deployBranch } from "../../src/core/plan/destination.ts"
import { catalogue } from "../../src/doctor/catalogue.ts"
import type { RepositorySeed } from "../../src/sandbox/github/repository.ts"
import type { Perform } from "../../src/sandbox/github/runner.ts"
import { type GitHub, startGitHub, type User } from "../../src/sandbox/github/start-github.ts"
import { connect } from "../adapters/github/connect.ts"
import { makeHealthyRepo, paths, replace } from "../cases/doctor/healthy-repo.ts"
import { createClock, deleteLogs, token } from "../sandbox/github/stand-in.ts"
import { type Examined, examineBy, say } from "./examine.ts"

const noToken = new AppError("github/no-token", "There is no token for github.com.")

interface World {
  readonly texts?: ReadonlyMap<string, string>
  readonly seed?: Partial<RepositorySeed>
  readonly user?: Partial<User>
  readonly perform?: Perform
}

let standIn: GitHub | undefined
afterEach(() => standIn?.close())

/** The healthy repo, on GitHub as well as here. */
async function start({ texts = makeHealthyRepo(), seed, user, perform }: World = {}) {
  const clock = createClock()
  standIn = await startGitHub({
    users: [{ token, login: "ada", scopes: "repo", ...user }],
    repositories: [
      { owner: "acme", name: "apps-shop", files: texts, ...seed },
      {
        owner: "jppol-idp",
        name: "helm-idp",
        files: new Map([["README.md", "charts\n"]]),
        releases: seed?.releases ?? [],
      },
    ],
    now: clock.now,
    ...(perform && { perform }),
  })
  const github = connect(standIn, clock)
  const look = async (ids: RegExp, examined: Examined = {}) =>
    say(
      await examineBy(
        catalogue.filter(({ id }) => ids.test(id)),
        texts,
        { scope: { app: "webshop" }, github: async () => github, now: clock.now, ...examined },
      ),
    )
  const store = async (subpath: string, value: string) => {
    const [workflow] = (await github.listWorkflows()).filter(({ path }) => path === paths.workflow)
    const { id } = await github.dispatch({
      workflowId: workflow?.id ?? 0,
      ref: "main",
      inputs: { subpath, value },
      secretInput: "value",
      actor: "ada",
    })
    await clock.sleep(120_000)
    return id
  }
  return { github, look, store, clock, standIn }
}

const all = /30[1-8]$/

describe("the GitHub checks", () => {
  it("pass on a repository where all is well", async () => {
    const { look, store } = await start()
    for (const part of ["client-id", "client-secret", "session-secret"])
      await store(`webshop-oidc-${part}`, randomBytes(16).toString("hex"))
    expect(await look(all)).toEqual({
      "301": "pass",
      "302": "pass",
      "303": "pass",
      "304": "pass",
      "305": "pass",
      "306": "pass",
      "307": "pass",
      "308": "skip: init has opened none",
    })
  })

  it("are unknown without a token, but for what files tell", async () => {
    const { look } = await start()
    const unknown = "unknown: there is no token for github.com"
    expect(await look(all, { github: async () => Promise.reject(noToken) })).toEqual({
      "301": unknown,
      "302": unknown,
      "303": "pass",
      "304": "pass",
      "305": "pass",
      "306": unknown,
      "307": unknown,
      "308": unknown,
    })
  })

  it("ask nobody where they may not", async () => {
    const { look, standIn } = await start()
    const seen = await look(all, { withheld: new Map([["github", "--offline"]]) })
    expect(seen).toMatchObject({ "301": "unknown: --offline", "303": "pass" })
    expect(standIn?.requests).toEqual([])
  })

  it("see a token that ends soon, and one that GitHub refuses", async () => {
    const { look, standIn, clock } = await start({ user: { tokenEnds: "2026-11-26 10:00:00 UTC" } })
    expect((await look(/301/))["301"]).toBe("warn: the token of GH_TOKEN ends in 3 days")
    const refused = connect(standIn, clock, { bearer: "gone" })
    expect((await look(/301/, { github: async () => refused }))["301"]).toBe(
      "fail: github.com does not accept the token of GH_TOKEN",
    )
  })

  it("see what the token may not do", async () => {
    const { look } = await start({ seed: { archived: true }, user: { scopes: "gist" } })
    expect((await look(/302/))["302"]).toBe(
      "fail: the repository is archived, so nothing in it can be changed",
    )
    await standIn?.close()
    const reader = await start({ seed: { readOnly: true } })
    expect((await reader.look(/302/))["302"]).toBe("warn: ada may only read this repository")
    await standIn?.close()
    const narrow = await start({ user: { scopes: "gist" } })
    expect((await narrow.look(/302/))["302"]).toBe("warn: the token of GH_TOKEN has too narrow a scope: gist")
  })

  it("hand on the link of an organisation that wants single sign-on", async () => {
    const { look, standIn } = await start()
    standIn?.setFault({ fault: { kind: "saml", url: "https://github.com/orgs/acme/sso?x" }, when: /GET/ })
    const results = await examineBy(
      catalogue.filter(({ id }) => id === "OIDC302"),
      makeHealthyRepo(),
      { github: async () => connect(standIn as GitHub, createClock()) },
    )
    expect(results[0]?.lacks?.hint).toContain("https://github.com/orgs/acme/sso?x")
    expect((await look(/303/))["303"]).toBe("pass")
  })

  it("see a workflow that GitHub does not run", async () => {
    const { look } = await start({ seed: { disabledWorkflows: [paths.workflow] } })
    expect((await look(/303/))["303"]).toMatch(/^fail: the workflow is switched off/)
    await standIn?.close()
    const without = makeHealthyRepo()
    without.delete(paths.workflow)
    const fresh = await start({ seed: { files: without } })
    expect((await fresh.look(/303/))["303"]).toMatch(/^fail: the workflow is not on the default branch yet/)
  })

  it("see a secret in the log of a run, and never show it", async () => {
    const texts = makeHealthyRepo()
    replace(
      texts,
      paths.workflow,
      'VALUE="$(jq -r .inputs.value "$GITHUB_EVENT_PATH")"',
      'VALUE="${{ inputs.value }}"',
    )
    const { look, store } = await start({ texts })
    const secret = `abc8Q~${"x".repeat(34)}`
    const id = await store("webshop-oidc-client-secret", secret)
    const seen = await look(/306/)
    expect(seen["306"]).toMatch(/^fail: the log of a run shows what looks like a client secret: http/)
    expect(seen["306"]).toContain(`/runs/${id}, `)
    expect(JSON.stringify(seen)).not.toContain(secret)
  })

  it("say nothing of logs that are gone", async () => {
    const { look, store, standIn } = await start()
    await deleteLogs(standIn, await store("webshop-oidc-client-id", "x"))
    expect((await look(/306/))["306"]).toBe("pass")
  })

  it("see the step at which the last run failed, until one succeeds", async () => {
    let conclusion: "failure" | "success" = "failure"
    const texts = makeHealthyRepo()
    replace(texts, paths.workflow, /^on:/m, "run-name: store ${{ inputs.subpath }}\non:")
    const { look, store } = await start({ texts, perform: async () => ({ conclusion, output: [] }) })
    await store("webshop-oidc-client-id", "x")
    expect((await look(/307/))["307"]).toMatch(
      /^fail: the run "store webshop-oidc-client-id" ended as failure at ".+": http/,
    )
    conclusion = "success"
    await store("webshop-oidc-client-id", "x")
    expect((await look(/307/))["307"]).toBe("pass")
  })

  it("only warn of a failed run whose title does not say for what it was", async () => {
    const { look, store } = await start({ perform: async () => ({ conclusion: "failure", output: [] }) })
    await store("database-password", "x")
    expect((await look(/307/))["307"]).toMatch(
      /^warn: the run "shop-test secrets in cluster idp-test" ended as failure/,
    )
  })

  it("follow the pull requests of init", async () => {
    const { look, github, standIn } = await start()
    const commit = async (branch: string) => {
      const base = (await github.branch("main"))?.commit ?? ""
      await github.commit({
        branch,
        parent: base,
        branchExists: false,
        message: "x",
        files: [{ path: "x", text: branch }],
      })
      return github.openPullRequest({ branch, base: "main", title: "x", body: "x" })
    }
    const { number } = await commit(deployBranch("webshop-oidc"))
    expect((await look(/308/))["308"]).toMatch(/^info: pull request 1 waits to be merged/)
    const other = await commit("other")
    standIn?.merge("acme/apps-shop", other.number)
    expect((await look(/308/))["308"]).toMatch(/^warn: pull request 1 is behind its base/)
    standIn?.merge("acme/apps-shop", number)
    expect((await look(/308/))["308"]).toBe("pass")
  })

  it("know the newest chart version from its releases", async () => {
    const { look } = await start({ seed: { releases: [{ tag: "idp-oidc-middleware-0.3.4" }] } })
    const [{ fix } = {}] =
      (
        await examineBy(
          catalogue.filter(({ id }) => id === "OIDC102"),
          makeHealthyRepo(),
          { scope: { app: "webshop" }, github: async () => connect(standIn as GitHub, createClock()) },
        )
      )[0]?.findings ?? []
    expect((await look(/102/))["102"]).toBe("warn: a newer version of the chart is known: 0.3.3")
    expect(fix?.operations).toMatchObject([{ value: "0.3.4" }])
    await standIn?.close()
    const older = await start({ seed: { releases: [{ tag: "idp-oidc-middleware-0.3.2" }] } })
    expect((await older.look(/102/))["102"]).toBe(
      "fail: this version of the chart was never published: 0.3.3",
    )
  })
})
