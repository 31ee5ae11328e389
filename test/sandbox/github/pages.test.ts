import { afterEach, beforeEach, expect, it } from "vitest"
import type { GitHub } from "../../../src/sandbox/github/start-github.ts"
import { createClock, leakingWorkflow, startShop, token } from "./stand-in.ts"

const repo = "/repos/acme/apps-shop"

let clock: ReturnType<typeof createClock>
let github: GitHub
beforeEach(async () => {
  clock = createClock()
  github = await startShop(clock, { workflow: leakingWorkflow })
})
afterEach(() => github.close())

interface Answer {
  readonly sha: string
  readonly commit: { readonly sha: string }
  readonly tree: { readonly sha: string }
  readonly workflow_run_id: number
}

async function ask(method: string, path: string, body?: object): Promise<Answer> {
  const response = await fetch(`${github.url}${repo}${path}`, {
    method,
    headers: { authorization: `token ${token}`, "user-agent": "test" },
    ...(body && { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  return JSON.parse(text === "" ? "{}" : text) as Answer
}

/** As a browser opens it. */
async function open(path: string) {
  const response = await fetch(`${github.url}${path}`, {
    headers: { accept: "text/html", "user-agent": "test" },
  })
  return { status: response.status, text: await response.text() }
}

it("shows a pull request with its changes, and that it is merged", async () => {
  const { commit: start } = await ask("GET", "/branches/main")
  const base = await ask("GET", `/git/commits/${start.sha}`)
  const tree = await ask("POST", "/git/trees", {
    base_tree: base.tree.sha,
    tree: [
      { path: "apps/shop/web/values.yaml", mode: "100644", type: "blob", content: "ingress: {a: <b>}\n" },
    ],
  })
  const commit = await ask("POST", "/git/commits", { message: "m", tree: tree.sha, parents: [start.sha] })
  await ask("POST", "/git/refs", { ref: "refs/heads/deploy", sha: commit.sha })
  await ask("POST", "/pulls", { title: "Ask for login", body: "Why", head: "deploy", base: "main" })
  const page = await open("/acme/apps-shop/pull/1")
  expect(page.status).toBe(200)
  expect(page.text).toContain("from deploy to main: open")
  expect(page.text).toContain("-ingress: {}\n+ingress: {a: &lt;b&gt;}")
  github.merge("acme/apps-shop", 1)
  const merged = await open("/acme/apps-shop/pull/1")
  expect(merged.text).toContain("from deploy to main: merged")
  expect(merged.text).toContain("+ingress: {a: &lt;b&gt;}")
})

it("shows a run with the log of the steps that are done, a leak included, until the log is deleted", async () => {
  const inputs = { subpath: "web-oidc-client-secret", value: "a-value" }
  const { workflow_run_id: id } = await ask("POST", "/actions/workflows/set-secrets.yml/dispatches", {
    ref: "main",
    inputs,
    return_run_details: true,
  })
  const path = `/acme/apps-shop/actions/runs/${id}`
  expect((await open(path)).text).toContain("started by ada: queued")
  await clock.sleep(60_000)
  expect((await open(path)).text).toMatch(/started by ada: success[\s\S]*\.\/store a-value/)
  await ask("DELETE", `/actions/runs/${id}/logs`)
  expect((await open(path)).text).not.toContain("a-value")
})

it("has no other page, and leaves programs to the API", async () => {
  expect((await open("/acme/apps-shop/pull/9")).status).toBe(401)
  expect((await open(`${repo}/pulls`)).status).toBe(401)
})
