import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest"
import { openSession } from "../../src/core/session/session.ts"
import type { Answer, Browser } from "./browser.ts"
import { host, setUp, type TestSetup } from "./start.ts"

let setup: TestSetup
beforeAll(async () => {
  setup = await setUp({ values: { loginUri: "/oauth2/login" } })
})
afterAll(() => setup.close())
afterEach(() => {
  setup.provider.intercept = undefined
})

/** A login up to the point where the provider sends the browser back. */
async function begin(browser: Browser = setup.browser()) {
  const start = await browser.visit("/start")
  const callback = await browser.followToApp(start.headers.location ?? "")
  return { browser, callback, asked: () => tokenCalls() - before, start }
}
let before = 0
const tokenCalls = () => setup.provider.requests.filter((line) => line === "POST /token").length

function expectNoSession(answer: Answer, status: number) {
  expect(answer.status).toBe(status)
  expect(answer.setCookies.filter((line) => line.includes(".Session="))).toEqual([])
  expect(answer.headers["x-forwarded-user"]).toBeUndefined()
}

describe("the callback", () => {
  const refuse = async (change: (callback: string) => string, status = 400) => {
    const { browser, callback } = await begin()
    before = tokenCalls()
    const answer = await browser.visit(change(callback))
    expectNoSession(answer, status)
    expect(tokenCalls() - before, "calls of the token endpoint").toBe(0)
    return answer
  }
  const withQuery = (callback: string, change: (query: URLSearchParams) => void) => {
    const url = new URL(callback, "https://x")
    change(url.searchParams)
    return url.pathname + url.search
  }

  it("refuses a login that another browser began, without redeeming the code", async () => {
    const { callback } = await begin()
    before = tokenCalls()
    expectNoSession(await setup.browser().visit(callback), 400)
    expect(tokenCalls() - before).toBe(0)
  })

  it("refuses an attacker's code and state in a browser that has a login of its own under way", async () => {
    const attacker = await begin()
    const victim = setup.browser()
    await victim.visit("/")
    before = tokenCalls()
    expectNoSession(await victim.visit(attacker.callback), 400)
    expect(tokenCalls() - before).toBe(0)
  })

  it("refuses a state that was changed", () =>
    refuse((callback) => withQuery(callback, (query) => query.set("state", `${query.get("state")}x`))))
  it("refuses a state of the same beginning", () =>
    refuse((callback) =>
      withQuery(callback, (query) =>
        query.set("state", `${query.get("state")?.slice(0, 16)}${"A".repeat(27)}`),
      ),
    ))
  it("refuses without state", () =>
    refuse((callback) => withQuery(callback, (query) => query.delete("state"))))
  it("refuses without code", () => refuse((callback) => withQuery(callback, (query) => query.delete("code"))))
  it("refuses an empty code", () =>
    refuse((callback) => withQuery(callback, (query) => query.set("code", ""))))
  it("refuses a repeated state", () => refuse((callback) => `${callback}&state=x`))
  it("refuses a repeated code", () => refuse((callback) => `${callback}&code=x`))
  it("starts over, without a word to the token endpoint, when the code has 40 kB", async () => {
    const answer = await refuse(
      (callback) => withQuery(callback, (query) => query.set("code", "x".repeat(40_000))),
      302,
    )
    expect(answer.headers.location).toContain(setup.provider.issuer)
  })

  it("refuses POST and HEAD, so that neither spends the code", async () => {
    const { browser, callback } = await begin()
    before = tokenCalls()
    for (const method of ["POST", "HEAD", "PUT"])
      expectNoSession(await browser.visit(callback, { method }), 405)
    expect(tokenCalls() - before).toBe(0)
    expect((await browser.visit(callback)).status).toBe(302)
  })

  it("refuses a login that is older than ten minutes", async () => {
    const { browser, callback } = await begin()
    setup.advance(601_000)
    try {
      expectNoSession(await browser.visit(callback), 400)
    } finally {
      setup.advance(-601_000)
    }
  })

  it("refuses to be finished twice, and the code is redeemed once", async () => {
    const { browser, callback } = await begin()
    before = tokenCalls()
    expect((await browser.visit(callback)).status).toBe(302)
    expectNoSession(await browser.visit(callback), 400)
    expect(tokenCalls() - before).toBe(1)
  })

  it("shows a page when the code was replayed with the login cookie put back", async () => {
    const { browser, callback } = await begin()
    const cookies = new Map(browser.cookies)
    expect((await browser.visit(callback)).status).toBe(302)
    const thief = setup.browser()
    for (const [name, value] of cookies) thief.cookies.set(name, value)
    const answer = await thief.visit(callback)
    expectNoSession(answer, 403)
    expect(answer.body).toContain("invalid_grant")
  })

  it("refuses the issuer of another provider (mix-up)", async () => {
    const { browser, callback } = await begin()
    before = tokenCalls()
    const answer = await browser.visit(
      withQuery(callback, (query) => query.set("iss", "https://evil.example")),
    )
    expectNoSession(answer, 502)
    expect(tokenCalls() - before).toBe(0)
  })

  it("shows what the provider said, with its code, cause and fix, and never as HTML", async () => {
    const browser = setup.browser()
    const start = await browser.visit("/wanted?a=1")
    const state = new URL(start.headers.location ?? "").searchParams.get("state") ?? ""
    const description = "AADSTS50105: Not assigned. <script>alert(1)</script>"
    const answer = await browser.visit(
      `/oauth2/callback?${new URLSearchParams({ error: "access_denied", error_description: description, state })}`,
    )
    expectNoSession(answer, 403)
    expect(answer.body).toContain("AADSTS50105")
    expect(answer.body).toContain("&lt;script&gt;")
    expect(answer.body).not.toContain("<script")
    expect(answer.body).toContain(`href="https://${host}/wanted?a=1"`)
    expect(answer.headers["content-security-policy"]).toMatch(/^default-src 'none'; style-src 'sha256-/)
    expect(answer.headers["x-frame-options"]).toBe("DENY")
    expect(answer.headers["referrer-policy"]).toBe("no-referrer")
    expect(answer.headers["cache-control"]).toBe("no-store")
  })

  it("keeps an error for another browser's login to itself: no page speaks for the provider", async () => {
    const answer = await setup
      .browser()
      .visit("/oauth2/callback?error=access_denied&error_description=Call+555&state=x")
    expectNoSession(answer, 400)
    expect(answer.body).not.toContain("Call 555")
  })

  it("answers 503 with a way to try again when the token endpoint is down", async () => {
    const { browser, callback } = await begin()
    setup.provider.intercept = (request, response) => {
      if (request.url !== "/token") return false
      response.writeHead(503).end()
      return true
    }
    const answer = await browser.visit(callback)
    expectNoSession(answer, 503)
    expect(answer.headers["retry-after"]).toBe("30")
    expect(answer.body).toContain("Try again")
  })

  it("lets five logins at once end where each began", async () => {
    const browser = setup.browser()
    const starts = await Promise.all([1, 2, 3, 4, 5].map((tab) => browser.visit(`/tab/${tab}`)))
    for (const [index, start] of starts.entries()) {
      const callback = await browser.followToApp(start.headers.location ?? "")
      const answer = await browser.visit(callback)
      expect(answer.headers.location).toBe(`https://${host}/tab/${index + 1}`)
    }
  })

  it("drops the oldest login when a browser begins too many", async () => {
    const browser = setup.browser()
    for (let tab = 0; tab < 12; tab++) await browser.visit(`/tab/${tab}`)
    expect([...browser.cookies.keys()].filter((name) => name.includes(".Login."))).toHaveLength(5)
  })

  it("gives the session a new id at each login, so that one planted before is worth nothing", async () => {
    const browser = setup.browser()
    const sessionId = () => {
      const cookie = browser.cookies.get(setup.config.cookies.names.session[0]) ?? ""
      return openSession(setup.config.keysFor(host), cookie.slice(1))?.id
    }
    await browser.logIn("/oauth2/login")
    const first = sessionId()
    await browser.logIn("/oauth2/login")
    expect(first).toMatch(/^[\w-]{22}$/)
    expect(sessionId()).toMatch(/^[\w-]{22}$/)
    expect(sessionId()).not.toBe(first)
  })
})

describe("the log", () => {
  it("holds no code, state, token or cookie of any login above", async () => {
    const { browser, callback } = await begin()
    await browser.visit(callback)
    const query = new URL(callback, "https://x").searchParams
    const logged = setup.logged()
    const secrets = [
      query.get("code"),
      query.get("state"),
      setup.provider.clientSecret,
      ...browser.cookies.values(),
    ]
    for (const secret of secrets) if (secret && secret.length > 8) expect(logged).not.toContain(secret)
    expect(logged).toContain("callback refused")
  })
})
