import { afterEach, describe, expect, it } from "vitest"
import { script } from "./browser.ts"
import { setUp, type TestSetup, type TestSetupOptions } from "./start.ts"

let setup: TestSetup | undefined
afterEach(async () => {
  await setup?.close()
  setup = undefined
})

const minutes = (count: number) => count * 60_000

async function loggedIn(options: TestSetupOptions) {
  setup = await setUp(options)
  const browser = setup.browser()
  const callback = await browser.logIn("/page")
  expect(callback.status, callback.body).toBe(302)
  const { provider } = setup
  const calls = () => provider.requests.filter((line) => line === "POST /token").length - 1
  return { setup, browser, calls }
}

describe("a session with a refresh token", () => {
  it("is renewed after three quarters of the token's life, and the browser gets the new cookies", async () => {
    const { setup, browser, calls } = await loggedIn({ refreshTokens: true })
    setup.advance(minutes(44))
    expect((await browser.visit("/page")).setCookies).toEqual([])
    expect(calls()).toBe(0)
    setup.advance(minutes(2))
    setup.provider.loginAs = { ...setup.provider.loginAs, name: "New Name" }
    const answer = await browser.visit("/page")
    expect(answer.status).toBe(200)
    expect(answer.headers["x-forwarded-user"]).toBe("New Name")
    expect(answer.setCookies.map((line) => line.split("=")[0])).toEqual([
      "__Host-_test-oidc_.Session",
      "__Host-_test-oidc_.Refresh",
    ])
    expect(calls()).toBe(1)
    expect((await browser.visit("/page")).setCookies).toEqual([])
    expect(calls()).toBe(1)
  })

  it("is renewed by one token call however many requests are waiting, late ones with the old cookie included", async () => {
    const { setup, browser, calls } = await loggedIn({ refreshTokens: true })
    const old = new Map(browser.cookies)
    setup.advance(minutes(50))
    const answers = await Promise.all(
      Array.from({ length: 100 }, () => browser.visit("/page", { headers: script })),
    )
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
    expect(calls()).toBe(1)
    const late = setup.browser()
    for (const [name, value] of old) late.cookies.set(name, value)
    expect((await late.visit("/page")).status).toBe(200)
    expect(calls()).toBe(1)
  })

  it("stays while it is valid when a renewal fails, and the provider is not asked at each request", async () => {
    const { setup, browser, calls } = await loggedIn({ refreshTokens: true })
    setup.provider.intercept = (_, response) => {
      response.writeHead(503).end()
      return true
    }
    setup.advance(minutes(50))
    for (let visit = 0; visit < 5; visit++) expect((await browser.visit("/page")).status).toBe(200)
    expect(calls()).toBe(1)
  })

  it("comes back after it has expired, if the provider renews it", async () => {
    const { setup, browser } = await loggedIn({ refreshTokens: true })
    setup.advance(minutes(300))
    setup.provider.intercept = undefined
    expect((await browser.visit("/page", { headers: script })).status).toBe(200)
  })

  it("ends at its longest lifetime whatever renewals there were", async () => {
    const { setup, browser } = await loggedIn({
      refreshTokens: true,
      values: { forwardAuth: { session: { maxLifetime: 7200 } } },
    })
    setup.advance(minutes(50))
    expect((await browser.visit("/page")).status).toBe(200)
    setup.advance(minutes(71))
    expect((await browser.visit("/page")).status).toBe(302)
  })

  it("is not renewed by a WebSocket handshake, whose answer could not carry the cookie", async () => {
    const { setup, browser, calls } = await loggedIn({ refreshTokens: true })
    setup.advance(minutes(50))
    const headers = { "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==", "sec-websocket-version": "13" }
    expect((await browser.visit("/socket", { headers })).status).toBe(200)
    expect(calls()).toBe(0)
  })

  it("is refused the refresh token of another session", async () => {
    const { setup, browser } = await loggedIn({ refreshTokens: true })
    const other = setup.browser()
    setup.provider.loginAs = { sub: "user-2", name: "Other" }
    await other.logIn()
    browser.cookies.set("__Host-_test-oidc_.Refresh", other.cookies.get("__Host-_test-oidc_.Refresh") ?? "")
    setup.advance(minutes(300))
    expect((await browser.visit("/page", { headers: script })).status).toBe(401)
  })
})

describe("a session without a refresh token", () => {
  it("lives until its token expires, and then leads to a new login", async () => {
    const { setup, browser } = await loggedIn({})
    setup.advance(minutes(59))
    expect((await browser.visit("/page")).status).toBe(200)
    setup.advance(minutes(2))
    expect((await browser.visit("/page")).status).toBe(302)
    expect((await browser.visit("/page", { headers: script })).status).toBe(401)
  })
})
