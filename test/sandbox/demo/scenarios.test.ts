import { createServer, type ServerResponse } from "node:http"
import { afterEach, describe, expect, it } from "vitest"
import { makeDemoDocument, renderResults } from "../../../src/sandbox/demo/render-results.ts"
import { makeScenarios, runScenarios, type ScenarioResult } from "../../../src/sandbox/demo/scenarios.ts"
import { startEchoApp } from "../../../src/sandbox/echo-app.ts"
import type { ForwardAuth } from "../../../src/sandbox/ingress/forward-auth.ts"
import { startIngress } from "../../../src/sandbox/ingress/start-ingress.ts"
import { listenOnLoopback } from "../../../src/sandbox/loopback.ts"
import { makeSampleUsers } from "../../../src/sandbox/users.ts"

const cleanUps: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp()
})
const keep = <Part extends { readonly close: () => Promise<void> }>(part: Part): Part => {
  cleanUps.push(part.close)
  return part
}

/** Every scenario against an app behind this middleware; `undefined` is an app that nobody protects. */
async function resultsBehind(forwardAuth: Omit<ForwardAuth, "address"> | undefined, answer: Answer) {
  const app = keep(await startEchoApp())
  const auth = keep(await listenOnLoopback(createServer((_request, response) => answer(response))))
  const middleware = forwardAuth && { forwardAuth: { ...forwardAuth, address: auth.url } }
  const ingress = keep(
    await startIngress({ routes: [{ hosts: ["127.0.0.1"], service: app.url, ...middleware }] }),
  )
  const [first, second, stranger, joiner] = makeSampleUsers([])
  const scenarios = makeScenarios({
    url: `${ingress.url}/`,
    issuer: "http://127.0.0.1:9/tenant/v2.0",
    members: [first!, second!],
    stranger: stranger!,
    joiner: joiner!,
    bypassPath: "/api/health",
    logoutPath: "/oauth2/logout",
  })
  return runScenarios(scenarios, new AbortController().signal)
}
type Answer = (response: ServerResponse) => void

const held = (results: readonly ScenarioResult[]) => results.filter(({ ok }) => ok).map(({ id }) => id)

describe("the demo's scenarios", () => {
  it("see that an unprotected app is open, and that it believes every header", async () => {
    const results = await resultsBehind(undefined, (response) => response.end())
    expect(held(results)).toEqual(["bypass"])
    const seen = Object.fromEntries(results.map(({ id, seen }) => [id, seen]))
    expect(seen).toMatchObject({
      "anonymous-fetch": "200",
      "spoof-header-bypass": "200, the app sees Mallory",
      "spoof-alias-bypass": "200, the app sees Mallory",
    })
    expect(makeDemoDocument(results).ok).toBe(false)
  })

  it("see that a middleware without the alias pattern lets an alias through", async () => {
    const results = await resultsBehind(
      { authResponseHeaders: ["X-Forwarded-User", "X-Forwarded-Email"] },
      (response) => response.end(),
    )
    const seen = Object.fromEntries(results.map(({ id, seen }) => [id, seen]))
    expect(seen["spoof-header-bypass"]).toBe("200, the app sees nobody")
    expect(seen["spoof-alias-bypass"]).toBe("200, the app sees Mallory")
  })

  it("see that a door that is shut for all is no login", async () => {
    const results = await resultsBehind({}, (response) => response.writeHead(403).end())
    expect(held(results)).toEqual([])
  })

  it("see that a redirect elsewhere is no login", async () => {
    const results = await resultsBehind({}, (response) =>
      response.writeHead(302, { Location: "http://127.0.0.1:10/authorize" }).end(),
    )
    expect(results.find(({ id }) => id === "anonymous-page")).toMatchObject({
      ok: false,
      seen: "302 http://127.0.0.1:10/authorize",
    })
  })

  it("stop when they are cancelled", async () => {
    const scenarios = [{ id: "a", asked: "", expected: "", run: async () => "" }]
    expect(await runScenarios(scenarios, AbortSignal.abort())).toEqual([])
  })
})

describe("the demo's report", () => {
  const good: ScenarioResult = { id: "a", asked: "one", expected: "401", seen: "401", ok: true }
  const bad: ScenarioResult = { id: "b", asked: "another", expected: "403", seen: "200", ok: false }

  it("is a success only where something was asked and all of it held", () => {
    expect(makeDemoDocument([good])).toEqual({ schema: 1, ok: true, scenarios: [good] })
    expect(makeDemoDocument([good, bad]).ok).toBe(false)
    expect(makeDemoDocument([]).ok).toBe(false)
  })

  it("shows what was seen where it differs", () => {
    expect(renderResults([good, bad])).toBe(
      ["✔ one      401", "✘ another  403", "  but it was  200", "", "1 of 2 as expected.", ""].join("\n"),
    )
  })
})
