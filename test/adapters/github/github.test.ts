import { randomBytes } from "node:crypto"
import { inspect } from "node:util"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import type { GitHub } from "../../../src/adapters/github/github.ts"
import { AppError } from "../../../src/core/errors.ts"
import { findSecret } from "../../../src/core/workflow/find-secret.ts"
import type { Fault } from "../../../src/sandbox/github/faults.ts"
import type { GitHubOptions, GitHub as StandIn } from "../../../src/sandbox/github/start-github.ts"
import { operationOf, requestProblems } from "../../sandbox/github/openapi.ts"
import {
  createClock,
  deleteLogs,
  leakingWorkflow,
  safeWorkflow,
  startShop,
  token,
  workflowPath,
} from "../../sandbox/github/stand-in.ts"
import { connect } from "./connect.ts"

let clock: ReturnType<typeof createClock>
let standIn: StandIn
let github: GitHub
const secret = `aB3~${randomBytes(24).toString("base64url")}`

async function start(options: Partial<GitHubOptions> & { workflow?: string } = {}) {
  await standIn?.close()
  clock = createClock()
  standIn = await startShop(clock, options)
  github = connect(standIn, clock)
}
beforeEach(() => start())
afterEach(() => standIn.close())

const workflowId = async () => {
  const workflow = (await github.listWorkflows()).find(({ path }) => path === workflowPath)
  return workflow?.id ?? 0
}

const dispatch = async ({ subpath = "web-oidc-client-secret", value = secret, ref = "main" } = {}) =>
  github.dispatch({
    workflowId: await workflowId(),
    ref,
    inputs: { subpath, value },
    secretInput: "value",
    actor: "ada",
  })

const failure = async (promise: Promise<unknown>): Promise<AppError> => {
  const error = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof AppError)) throw new Error(`Expected an AppError, got ${inspect(error)}`)
  return error
}

const sent = (method: string, path: RegExp) =>
  standIn.requests.filter((request) => request.method === method && path.test(request.url))

describe("reading", () => {
  it("tells who holds the token, and what it may do", async () => {
    expect(await github.viewer()).toEqual({ login: "ada", scopes: ["repo", "read:org"] })
    expect(await github.repository()).toEqual({ defaultBranch: "main", archived: false, canPush: true })
  })

  it("lists workflows as the Actions tab does", async () => {
    expect(await github.listWorkflows()).toEqual([
      { id: expect.any(Number), name: "shop secrets in cluster idp-test", path: workflowPath, active: true },
      { id: expect.any(Number), name: "CI", path: ".github/workflows/ci.yml", active: true },
    ])
  })

  it("lists them past the first page", async () => {
    const files = new Map(
      Array.from({ length: 230 }, (_, index) => [
        `.github/workflows/${index}.yml`,
        "on: workflow_dispatch\n",
      ]),
    )
    await start({ repositories: [{ owner: "acme", name: "apps-shop", files }] })
    expect(new Set((await github.listWorkflows()).map(({ path }) => path)).size).toBe(230)
  })

  it("asks for one version of the API, by name", async () => {
    await github.viewer()
    expect(standIn.requests[0]?.headers).toMatchObject({
      "x-github-api-version": "2022-11-28",
      "user-agent": expect.stringContaining("idp-oidc/test"),
    })
  })

  it.each([
    ["platform", "0.3.10"],
    ["forward-auth", "1.2.0"],
  ] as const)("finds the newest released chart for %s", async (runtime, version) => {
    expect(await github.newestChartVersion("acme/charts", "idp-oidc-middleware", runtime)).toBe(version)
  })

  it("knows no version where the chart's repository is not to be seen", async () => {
    expect(await github.newestChartVersion("acme/hidden", "idp-oidc-middleware", "platform")).toBeUndefined()
    expect(
      await github.newestChartVersion("acme/apps-shop", "idp-oidc-middleware", "platform"),
    ).toBeUndefined()
  })
})

describe("dispatch", () => {
  it.each([
    ["tells the run", "returned", 1],
    ["answers 204", "ignored", 1],
    ["refuses to be asked for the run", "refused", 2],
  ] as const)("finds its run where GitHub %s", async (_title, runDetails, posts) => {
    await start({ runDetails })
    const earlier = await dispatch({ subpath: "earlier" })
    const { id, url } = await dispatch()
    expect(id).not.toBe(earlier.id)
    expect(url).toMatch(new RegExp(`/acme/apps-shop/actions/runs/${id}$`))
    expect(sent("POST", /dispatches/)).toHaveLength(2 * posts)
    await clock.sleep(2000)
    expect((await github.lastRuns(await workflowId(), 5)).map((run) => run.id)).toEqual([id, earlier.id])
  })

  it("starts nothing twice where the answer is lost, and still finds the run", async () => {
    standIn.setFault({ fault: { kind: "lost-reply" }, when: /^POST/, times: 1 })
    const { id } = await dispatch()
    expect(sent("POST", /dispatches/)).toHaveLength(1)
    expect((await github.run(id)).status).not.toBe("completed")
  })

  /** GitHub tells no run ids, and somebody with the same token starts another run while ours is being started. */
  const startBesideAnother = async (workflow = safeWorkflow) => {
    await start({
      runDetails: "ignored",
      workflow,
      perform: async ({ inputs }) => {
        if (inputs.subpath === "another") return { conclusion: "success", output: [] }
        await fetch(`${standIn.url}/repos/acme/apps-shop/actions/workflows/set-secrets.yml/dispatches`, {
          method: "POST",
          headers: { authorization: `token ${token}`, "user-agent": "another" },
          body: JSON.stringify({ ref: "main", inputs: { subpath: "another", value: "x" } }),
        })
        // The other run is listed first, so that a hasty look would take it for ours.
        await clock.sleep(700)
        return { conclusion: "success", output: [] }
      },
    })
  }

  it("does not take a guess between two runs that started together", async () => {
    await startBesideAnother()
    expect(await failure(dispatch())).toMatchObject({ code: "github/run-unknown" })
  })

  it("tells them apart where their titles name the public input", async () => {
    await startBesideAnother(`run-name: set \${{ inputs.subpath }}\n${safeWorkflow}`)
    const { id } = await dispatch({ subpath: "mine" })
    expect((await github.run(id)).title).toBe("set mine")
  })

  it("says so where no run shows up", async () => {
    standIn.setFault({ fault: { kind: "server-error", status: 502 }, when: /^POST/ })
    expect(await failure(dispatch())).toMatchObject({ code: "github/run-unknown" })
  })

  it("passes on what GitHub has against it", async () => {
    const error = await failure(dispatch({ ref: "nope" }))
    expect(error).toMatchObject({
      code: "github/refused",
      message: expect.stringContaining("No ref found for: nope"),
    })
  })
})

describe("a run", () => {
  it("is followed from the queue to its end, step by step", async () => {
    const { id } = await dispatch()
    expect(await github.run(id)).toMatchObject({ status: "queued", conclusion: undefined })
    await clock.sleep(3500)
    const [job] = await github.jobs(id)
    expect(job).toMatchObject({ name: "store", status: "in_progress" })
    expect(job?.steps.map(({ name, status, conclusion }) => `${name} ${status} ${conclusion}`)).toEqual([
      "Set up job completed success",
      "Store in_progress undefined",
      "Complete job queued undefined",
    ])
    await clock.sleep(10_000)
    expect(await github.run(id)).toMatchObject({ status: "completed", conclusion: "success" })
  })

  it("that fails says in which step", async () => {
    await start({ perform: async () => ({ conclusion: "failure", output: ["AccessDeniedException"] }) })
    const { id } = await dispatch()
    await clock.sleep(10_000)
    expect(await github.run(id)).toMatchObject({ conclusion: "failure" })
    const steps = (await github.jobs(id))[0]?.steps.map(({ conclusion }) => conclusion)
    expect(steps).toEqual(["success", "failure", "skipped"])
  })

  it("leaves logs in which a masked value is not to be found, and a printed one is", async () => {
    for (const [workflow, places] of [
      [undefined, []],
      [leakingWorkflow, ["0_store.txt", "store/2_Store.txt"]],
    ] as const) {
      await start(workflow === undefined ? {} : { workflow })
      const { id } = await dispatch()
      await clock.sleep(10_000)
      const logs = await github.logs(id)
      if (logs.kind !== "read") throw new Error("No logs")
      expect(logs.unread).toEqual([])
      expect([...new Set(findSecret(logs.files, secret).map(({ file }) => file))]).toEqual(places)
    }
  })

  it("names the logs that are too large to be searched, rather than calling them clean", async () => {
    await start({ perform: async () => ({ conclusion: "success", output: ["x".repeat(17 * 1024 * 1024)] }) })
    const { id } = await dispatch()
    await clock.sleep(10_000)
    const logs = await github.logs(id)
    expect(logs).toMatchObject({ kind: "read", unread: ["0_store.txt", "store/2_Store.txt"] })
    expect(logs.kind === "read" && logs.files.map(({ name }) => name)).toHaveLength(2)
  })

  it("gives its logs a moment after it has ended, and none once they are deleted", async () => {
    const { id } = await dispatch()
    await clock.sleep(3000)
    expect((await github.logs(id)).kind).toBe("read")
    await deleteLogs(standIn, id)
    expect(await github.logs(id)).toEqual({ kind: "gone" })
  })
})

describe("a commit and its pull request", () => {
  const files = [
    { path: "apps/shop/web-oidc/values.yaml", text: "domain: ærø.example.com\n" },
    { path: "apps/shop/web/values.yaml", text: "ingress: { enabled: true }\n" },
  ]
  const commit = async (branchExists: boolean, parent?: string) =>
    github.commit({
      branch: "oidc/web",
      parent: parent ?? (await github.branch(branchExists ? "oidc/web" : "main"))?.commit ?? "",
      branchExists,
      message: "Deploy",
      files,
    })

  it("holds the files and leaves every other as it was", async () => {
    const sha = await commit(false)
    expect(await github.branch("oidc/web")).toEqual({ commit: sha, protected: false })
    expect(await github.branch("main")).toMatchObject({ protected: true })
    const before = standIn.files("acme/apps-shop", "main")
    const after = standIn.files("acme/apps-shop", "oidc/web")
    expect(after).toEqual(new Map([...before, ...files.map(({ path, text }) => [path, text] as const)]))
  })

  it("adds to a branch that stands where it was read, and to no other", async () => {
    const main = (await github.branch("main"))?.commit
    const first = await commit(false)
    expect(await failure(commit(false))).toMatchObject({ code: "repo/changed-since-read" })
    await clock.sleep(1000)
    expect(await failure(commit(true, main))).toMatchObject({ code: "repo/changed-since-read" })
    expect(await commit(true, first)).not.toBe(first)
  })

  it("is opened once, followed, and found again by its branch", async () => {
    await commit(false)
    const request = { title: "Deploy", body: "Why", branch: "oidc/web", base: "main" }
    const opened = await github.openPullRequest(request)
    expect(opened).toMatchObject({ number: 1, state: "open", branch: "oidc/web", mergeable: "clean" })
    expect(await github.openPullRequest(request)).toMatchObject({ number: 1 })
    expect(await github.findPullRequest("oidc/web")).toMatchObject({ number: 1, state: "open" })
    standIn.merge("acme/apps-shop", 1)
    expect(await github.pullRequest(1)).toMatchObject({ state: "merged" })
    expect(await github.findPullRequest("nope")).toBeUndefined()
  })

  it("is found where the answer was lost", async () => {
    await commit(false)
    standIn.setFault({ fault: { kind: "lost-reply" }, when: /^POST .*pulls/, times: 1 })
    const request = { title: "Deploy", body: "Why", branch: "oidc/web", base: "main" }
    expect(await github.openPullRequest(request)).toMatchObject({ number: 1 })
    expect(sent("POST", /pulls/)).toHaveLength(1)
  })

  it("is refused where it holds nothing", async () => {
    const request = { title: "x", body: "", branch: "main", base: "main" }
    expect(await failure(github.openPullRequest(request))).toMatchObject({
      code: "github/refused",
      message: expect.stringContaining("No commits between main and main"),
    })
  })
})

describe("refusals", () => {
  const link = "https://github.com/orgs/acme/sso?authorization_request=abc"
  it.each<[Fault, string, string]>([
    [{ kind: "saml", url: link }, "github/sso-required", link],
    [{ kind: "missing-permission", permissions: "actions=write" }, "github/forbidden", "actions=write"],
    [{ kind: "rate-limit", resetAt: Date.UTC(2026, 10, 23, 0, 30) }, "github/rate-limited", "30 minutes"],
    [{ kind: "secondary-rate-limit", retryAfterSeconds: 90 }, "github/rate-limited", "90 seconds"],
  ])("of the kind %j say what to do", async (fault, code, hint) => {
    standIn.setFault({ fault, when: /GET/ })
    expect(await failure(github.repository())).toMatchObject({ code, hint: expect.stringContaining(hint) })
  })

  it("name the source of a bad token, and nothing of the token", async () => {
    const error = await failure(connect(standIn, clock, { bearer: "ghp_bad" }).viewer())
    expect(error).toMatchObject({ code: "github/bad-token", hint: "Renew the token in GH_TOKEN." })
    expect(inspect(error, { depth: 9 })).not.toContain("ghp_bad")
  })

  it("are waited out where a question may be asked again soon", async () => {
    const before = clock.now()
    standIn.setFault({
      fault: { kind: "secondary-rate-limit", retryAfterSeconds: 20 },
      when: /GET/,
      times: 1,
    })
    expect((await github.viewer()).login).toBe("ada")
    expect(clock.now() - before).toBe(20_000)
  })

  it("of a failing server are asked three times, then reported", async () => {
    standIn.setFault({ fault: { kind: "server-error", status: 503 }, when: /GET/ })
    expect(await failure(github.viewer())).toMatchObject({ code: "github/server-error" })
    expect(standIn.requests).toHaveLength(3)
  })

  it("are told from a server that is not there", async () => {
    await standIn.close()
    const error = await failure(github.viewer())
    expect(error).toMatchObject({
      code: "github/unreachable",
      message: expect.stringContaining("ECONNREFUSED"),
    })
  })

  it("are not found where there is nothing", async () => {
    expect(await failure(github.run(1))).toMatchObject({ code: "github/not-found" })
  })
})

describe("the secret", () => {
  it("is in the body of the dispatch and nowhere else that is sent", async () => {
    await start({ runDetails: "ignored" })
    const { id } = await dispatch()
    await clock.sleep(10_000)
    await github.logs(id)
    const holding = standIn.requests.filter((request) => JSON.stringify(request).includes(secret))
    expect(holding.map(({ method, url }) => `${method} ${url.split("/").at(-1)}`)).toEqual([
      "POST dispatches",
    ])
    for (const { url, headers } of standIn.requests) expect(`${url}${inspect(headers)}`).not.toContain(secret)
  })

  it.each<[string, Fault]>([
    ["refuses", { kind: "missing-permission", permissions: "actions=write" }],
    ["wants single sign-on", { kind: "saml", url: "https://github.com/sso" }],
    ["limits", { kind: "secondary-rate-limit", retryAfterSeconds: 5 }],
    ["breaks", { kind: "server-error", status: 500 }],
  ])("is not in the error where GitHub %s", async (_title, fault) => {
    const request = {
      workflowId: await workflowId(),
      ref: "main",
      inputs: { value: secret },
      secretInput: "value",
      actor: "ada",
    }
    standIn.setFault({ fault, when: /POST/ })
    const error = await failure(github.dispatch(request))
    expect(inspect(error, { depth: 20, showHidden: true })).not.toContain(secret)
  })

  it("is not in the error where GitHub quotes it", async () => {
    const error = await failure(
      github.dispatch({
        workflowId: await workflowId(),
        ref: secret,
        inputs: { subpath: "a", value: secret },
        secretInput: "value",
        actor: "ada",
      }),
    )
    expect(error.message).toContain("No ref found for: (the secret)")
    expect(inspect(error, { depth: 20, showHidden: true })).not.toContain(secret)
  })
})

it("sends bodies as GitHub describes them", async () => {
  await dispatch()
  const parent = (await github.branch("main"))?.commit ?? ""
  const request = { branch: "oidc/web", message: "m", files: [{ path: "a.yaml", text: "a" }] }
  const first = await github.commit({ ...request, parent, branchExists: false })
  await github.commit({
    ...request,
    parent: first,
    branchExists: true,
    files: [{ path: "b.yaml", text: "b" }],
  })
  await github.commit({
    ...request,
    parent: (await github.branch("oidc/web"))?.commit ?? "",
    branchExists: true,
    files: [{ path: "a.yaml", text: undefined }],
  })
  await github.openPullRequest({ title: "t", body: "b", branch: "oidc/web", base: "main" })
  const bodies = standIn.requests.filter(({ body }) => body !== "")
  expect(bodies).toHaveLength(11)
  for (const sent of bodies) {
    const operation = operationOf(sent) ?? ""
    expect(requestProblems(operation, JSON.parse(sent.body)), operation).toEqual([])
  }
})
