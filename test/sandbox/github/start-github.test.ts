import { unzipSync } from "fflate"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import type { GitHub } from "../../../src/sandbox/github/start-github.ts"
import { operationOf, operations, requestProblems, responseProblems } from "./openapi.ts"
import { createClock, startShop, token, workflowPath } from "./stand-in.ts"

let clock: ReturnType<typeof createClock>
let github: GitHub

beforeEach(async () => {
  clock = createClock()
  github = await startShop(clock)
})
afterEach(() => github.close())

interface Call {
  readonly body?: unknown
  readonly token?: string | null
}

async function call(request: string, { body, token: bearer = token }: Call = {}) {
  const [method = "", path = ""] = request.split(" ")
  const response = await fetch(`${github.url}${path}`, {
    method,
    redirect: "manual",
    headers: { ...(bearer === null ? {} : { authorization: `token ${bearer}` }), "user-agent": "test" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  return {
    status: response.status,
    headers: response.headers,
    body: text === "" ? undefined : JSON.parse(text),
  }
}

const repo = "/repos/acme/apps-shop"
const inputs = { subpath: "web-oidc-client-id", value: "a-value" }
const dispatches = `POST ${repo}/actions/workflows/set-secrets.yml/dispatches`

describe("every answer", () => {
  it("is one that GitHub describes, for every operation described", async () => {
    const seen = new Set<string>()
    const check = async (request: string, body?: unknown) => {
      const [method = "", url = ""] = request.split(" ")
      const operation = operationOf({ method, url }) ?? ""
      seen.add(operation)
      if (body !== undefined) expect(requestProblems(operation, body), `${request} asks`).toEqual([])
      const answer = await call(request, { body })
      expect(answer.status, `${request} ${JSON.stringify(answer.body)}`).toBeLessThan(300)
      expect(responseProblems(operation, answer.status, answer.body), `${request} answers`).toEqual([])
      return answer.body
    }
    await check("GET /user")
    await check(`GET ${repo}`)
    await check(`GET ${repo}/actions/workflows`)
    await check(dispatches, { ref: "main", inputs })
    const { workflow_run_id: id } = await check(dispatches, { ref: "main", inputs, return_run_details: true })
    for (const waitMs of [0, 1500, 1500, 60_000]) {
      await clock.sleep(waitMs)
      await check(`GET ${repo}/actions/runs/${id}`)
      await check(`GET ${repo}/actions/runs/${id}/jobs`)
      await check(`GET ${repo}/actions/workflows/set-secrets.yml/runs?event=workflow_dispatch`)
    }
    const main = await check(`GET ${repo}/branches/main`)
    const commit = await check(`GET ${repo}/git/commits/${main.commit.sha}`)
    const tree = await check(`POST ${repo}/git/trees`, {
      base_tree: commit.tree.sha,
      tree: [{ path: "a.yaml", mode: "100644", type: "blob", content: "a: 1\n" }],
    })
    const parents = [commit.sha]
    const first = await check(`POST ${repo}/git/commits`, { message: "One", tree: tree.sha, parents })
    await check(`POST ${repo}/git/refs`, { ref: "refs/heads/oidc/web", sha: first.sha })
    const second = await check(`POST ${repo}/git/commits`, {
      message: "Two",
      tree: tree.sha,
      parents: [first.sha],
    })
    await check(`PATCH ${repo}/git/refs/heads/oidc/web`, { sha: second.sha, force: false })
    await check(`POST ${repo}/pulls`, { title: "Deploy", head: "oidc/web", base: "main", body: "Because" })
    for (const merged of [false, true]) {
      if (merged) github.merge("acme/apps-shop", 1)
      expect(await check(`GET ${repo}/pulls/1`)).toMatchObject({ merged, state: merged ? "closed" : "open" })
      await check(`GET ${repo}/pulls?state=all`)
    }
    await check("GET /repos/acme/charts/releases")
    expect(operations.filter((operation) => !seen.has(operation))).toEqual([])
  })

  it("would be noticed if it were not", () => {
    expect(responseProblems("GET /user", 200, {})).not.toEqual([])
    expect(
      responseProblems(`POST ${repo.replace("acme/apps-shop", "{owner}/{repo}")}/pulls`, 418, {}),
    ).not.toEqual([])
  })

  it.each([
    ["an unknown branch", `GET ${repo}/branches/nope`, undefined, 404],
    ["a branch that exists", `POST ${repo}/git/refs`, { ref: "refs/heads/main", sha: "0".repeat(40) }, 422],
    ["a pull request of nothing", `POST ${repo}/pulls`, { title: "x", head: "nope", base: "main" }, 422],
    ["a pull request without commits", `POST ${repo}/pulls`, { title: "x", head: "main", base: "main" }, 422],
    ["a repository that is not there", "GET /repos/acme/nope", undefined, 404],
  ])("refuses %s as GitHub describes it", async (_title, request, body, status) => {
    const answer = await call(request, { body })
    const [method = "", url = ""] = request.split(" ")
    expect(answer.status).toBe(status)
    expect(responseProblems(operationOf({ method, url }) ?? "", status, answer.body)).toEqual([])
  })
})

describe("a dispatch", () => {
  it.each([
    ["an unknown branch", { ref: "nope", inputs }, "No ref found for: nope"],
    [
      "an unknown input",
      { ref: "main", inputs: { ...inputs, more: "x" } },
      'Unexpected inputs provided: ["more"]',
    ],
    ["a missing input", { ref: "main", inputs: { subpath: "x" } }, "Required input 'value' not provided"],
  ])("refuses %s", async (_title, body, message) => {
    expect(await call(dispatches, { body })).toMatchObject({ status: 422, body: { message } })
  })

  it("refuses a workflow without the trigger, and knows only those on the default branch", async () => {
    const ci = dispatches.replace("set-secrets", "ci")
    expect(await call(ci, { body: { ref: "main" } })).toMatchObject({
      status: 422,
      body: { message: "Workflow does not have 'workflow_dispatch' trigger" },
    })
    expect((await call(dispatches.replace("set-secrets", "nope"), { body: { ref: "main" } })).status).toBe(
      404,
    )
  })

  it("runs in time: queued, step by step, completed, and in lists a second later", async () => {
    const { body } = await call(dispatches, { body: { ref: "main", inputs, return_run_details: true } })
    const seen: string[] = []
    for (let second = 0; second <= 6; second++) {
      const run = (await call(`GET ${repo}/actions/runs/${body.workflow_run_id}`)).body
      const listed = (await call(`GET ${repo}/actions/workflows/set-secrets.yml/runs`)).body.total_count
      seen.push(`${listed} ${run.status} ${run.conclusion}`)
      await clock.sleep(1000)
    }
    expect(seen).toEqual([
      "0 queued null",
      "1 queued null",
      "1 in_progress null",
      "1 in_progress null",
      "1 in_progress null",
      "1 completed success",
      "1 completed success",
    ])
  })
})

describe("logs", () => {
  it("are elsewhere, without a token, for a minute", async () => {
    const { body } = await call(dispatches, { body: { ref: "main", inputs, return_run_details: true } })
    const logs = `GET ${repo}/actions/runs/${body.workflow_run_id}/logs`
    expect((await call(logs)).status).toBe(404)
    await clock.sleep(10_000)
    const address = (await call(logs)).headers.get("location") ?? ""
    expect(new URL(address).origin).not.toBe(github.url)
    expect((await fetch(address, { headers: { authorization: `token ${token}` } })).status).toBe(403)
    const files = unzipSync(new Uint8Array(await (await fetch(address)).arrayBuffer()))
    expect(Object.keys(files)).toEqual([
      "0_store.txt",
      "store/1_Set up job.txt",
      "store/2_Store.txt",
      "store/3_Complete job.txt",
    ])
    await clock.sleep(61_000)
    expect((await fetch(address)).status).toBe(404)
  })
})

describe("a token", () => {
  it.each([
    ["none", null],
    ["another", "ghp_nobody"],
  ])("is needed: %s is refused", async (_title, bearer) => {
    expect(await call("GET /user", { token: bearer })).toMatchObject({
      status: 401,
      body: { message: "Bad credentials" },
    })
  })

  it("of the classic kind tells its scopes", async () => {
    expect((await call("GET /user")).headers.get("x-oauth-scopes")).toBe("repo, read:org")
  })
})

it("lists a workflow that is switched off, and does not run it", async () => {
  await github.close()
  github = await startShop(clock, {
    repositories: [
      {
        owner: "acme",
        name: "apps-shop",
        files: new Map([[workflowPath, "on: workflow_dispatch\njobs: {}\n"]]),
        disabledWorkflows: [workflowPath],
      },
    ],
  })
  expect((await call(`GET ${repo}/actions/workflows`)).body.workflows).toMatchObject([
    { state: "disabled_manually" },
  ])
  expect((await call(dispatches, { body: { ref: "main" } })).status).toBe(422)
})
