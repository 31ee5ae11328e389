/** The provider is slow, away, broken or changing its keys: who is in stays in, nobody else gets in, and every answer is quick. */
import type { OutgoingHttpHeaders } from "node:http"
import { setTimeout as sleep } from "node:timers/promises"
import { afterEach, describe, expect, it } from "vitest"
import { expectDenied, forward } from "../attacks/target.ts"
import { type Browser, script } from "../server/browser.ts"
import type { TestProvider } from "../server/oidc-provider.ts"
import { setUp, type TestSetup, type TestSetupOptions } from "../server/start.ts"

let setup: TestSetup
let browser: Browser
afterEach(() => setup.close())

async function start(options: TestSetupOptions = {}) {
  setup = await setUp({ values: { bypassPaths: ["/open"] }, refreshTokens: true, ...options })
  browser = setup.browser()
  await browser.logIn()
  expect((await browser.visit("/")).status).toBe(200)
}

type Fault = NonNullable<TestProvider["intercept"]>

const answering =
  (status: number, headers: OutgoingHttpHeaders = {}, body = ""): Fault =>
  (_, response) => {
    response.writeHead(status, headers).end(body)
    return true
  }

const resetting: Fault = ({ socket }) => {
  socket.resetAndDestroy()
  return true
}

const stopping: Fault = ({ socket }, response) => {
  response.writeHead(200, { "content-type": "application/json", "content-length": "100" }).write('{"access_')
  setTimeout(() => socket.destroy(), 20)
  return true
}

const faults: readonly (readonly [string, Fault])[] = [
  ["answers 503", answering(503)],
  ["answers 429", answering(429, { "retry-after": "60" })],
  ["answers 500 with HTML", answering(500, {}, "<html>")],
  ["answers 200 with HTML", answering(200, { "content-type": "text/html" }, "<html>")],
  ["answers 200 with nothing", answering(200)],
  ["answers 200 with an empty object", answering(200, { "content-type": "application/json" }, "{}")],
  ["resets connections", resetting],
  ["stops in mid-answer", stopping],
]

/** What must hold while the provider is in trouble. */
async function expectSteady() {
  expect((await forward(setup, { "x-forwarded-uri": "/open" })).status).toBe(200)
  expect((await browser.visit("/")).status).toBe(200)
  expectDenied(setup, await setup.browser().visit("/api", { headers: script }))
  expectDenied(setup, await setup.browser().visit("/oauth2/callback?code=a&state=b"))
}

describe.each(faults)("a provider that %s", (_, fault) => {
  it("costs nobody the session, early renewals included", async () => {
    await start()
    setup.provider.intercept = fault
    await expectSteady()
    setup.advance(2800_000)
    await expectSteady()
  })

  it("ends a login in a page, gives no session, and the next login works", async () => {
    await start()
    const someone = setup.browser()
    const callback = await someone.followToApp((await someone.visit("/here")).headers.location ?? "")
    setup.provider.intercept = fault
    const answer = await someone.visit(callback)
    expect([403, 502, 503]).toContain(answer.status)
    expect(answer.body).toContain("Try again")
    expectDenied(setup, answer)
    expectDenied(setup, await someone.visit("/", { headers: script }))
    setup.provider.intercept = undefined
    expect((await setup.browser().logIn()).status).toBe(302)
  })

  it("lets a session end when its time is over, and takes it up again when it can", async () => {
    await start()
    setup.provider.intercept = fault
    setup.advance(3601_000)
    expectDenied(setup, await browser.visit("/", { headers: script }))
    setup.provider.intercept = undefined
    setup.advance(31_000)
    expect((await browser.visit("/", { headers: script })).status).toBe(200)
  })
})

describe("a provider that is slow", () => {
  it("keeps only those waiting who need it", { timeout: 40_000 }, async () => {
    await start()
    const waiting: (() => void)[] = []
    setup.provider.intercept = (_, response) => {
      waiting.push(() => response.writeHead(503).end())
      return true
    }
    const someone = setup.browser()
    const state = new URL((await someone.visit("/")).headers.location ?? "").searchParams.get("state") ?? ""
    const query = new URLSearchParams({ code: "x", state, iss: setup.provider.issuer })
    const logins = Array.from({ length: 20 }, () => someone.visit(`/oauth2/callback?${query}`))
    const started = performance.now()
    for (let visit = 0; visit < 20; visit++) await expectSteady()
    // Milliseconds for eighty requests, with room for a busy machine.
    expect(performance.now() - started).toBeLessThan(8_000)
    // Nothing is released: the server's own patience ends it.
    for (const answer of await Promise.all(logins)) {
      expect(answer.status).toBe(503)
      expectDenied(setup, answer)
    }
    expect(performance.now() - started).toBeLessThan(20_000)
    for (const release of waiting) release()
  })
})

describe("a provider that is away from the start", () => {
  it("is found when it comes, without a restart", async () => {
    setup = await setUp({ values: { bypassPaths: ["/open"] } })
    setup.provider.intercept = resetting
    browser = setup.browser()
    const answer = await browser.visit("/")
    expect(answer.status).toBe(503)
    expectDenied(setup, answer)
    expect((await forward(setup, { "x-forwarded-uri": "/open" })).status).toBe(200)
    setup.provider.intercept = undefined
    setup.advance(2_001)
    expect((await browser.logIn()).status).toBe(302)
  })
})

describe("keys that change", () => {
  it("end no session; the new one counts after five minutes at most, and then the old one no more", async () => {
    await start({ refreshTokens: false, values: { authorizationHeader: { name: "Authorization" } } })
    const tokens: string[] = []
    setup.provider.onToken = ({ id_token }) => tokens.push(id_token)
    await setup.browser().logIn()
    await setup.provider.rollKeys()
    expectDenied(setup, await setup.browser().logIn())
    const [old = "", young = ""] = tokens
    const ask = async (token: string) =>
      (await forward(setup, { ...script, authorization: `Bearer ${token}` })).status
    setup.advance(301_000)
    // The protocol library looks at the real clock before it asks again, and then the kept set is old enough.
    await sleep(1_100)
    expect(await ask(young)).toBe(200)
    expect(await ask(old)).toBe(401)
    expect((await browser.visit("/")).status).toBe(200)
  })
})

describe("a clock that is wrong", () => {
  it.each([50, -50])("by %d seconds hinders nobody", async (seconds) => {
    setup = await setUp()
    setup.advance(seconds * 1000)
    browser = setup.browser()
    await browser.logIn()
    expect((await browser.visit("/")).status).toBe(200)
  })

  it("by hours, ahead or behind, lets no session live longer than its token says", async () => {
    await start({ refreshTokens: false })
    setup.advance(2 * 3600_000)
    expectDenied(setup, await browser.visit("/", { headers: script }))
    setup.advance(-4 * 3600_000)
    const answer = await setup.browser().logIn()
    expectDenied(setup, answer)
  })
})
