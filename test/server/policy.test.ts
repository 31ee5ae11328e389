import { afterEach, describe, expect, it } from "vitest"
import { script } from "./browser.ts"
import { host, setUp, type TestSetup, type TestSetupOptions } from "./start.ts"

let setup: TestSetup | undefined
afterEach(async () => {
  await setup?.close()
  setup = undefined
})
const start = async (options: TestSetupOptions) => {
  setup = await setUp(options)
  return setup
}
const groups = { assertClaims: [{ name: "groups", anyOf: ["admins", "readers"] }] }

describe("a claim rule", () => {
  const check = async (claims: Record<string, unknown>, status: number) => {
    const { provider, browser } = await start({ values: { authorization: groups } })
    provider.loginAs = { sub: "u", name: "Ann", ...claims }
    const someone = browser()
    expect((await someone.logIn()).status).toBe(302)
    const page = await someone.visit("/")
    expect(page.status).toBe(status)
    expect(page.headers["x-forwarded-user"]).toBe(status === 200 ? "Ann" : undefined)
    return { someone, page }
  }

  it("lets a member in", () => check({ groups: ["everyone", "readers"] }, 200))
  it("keeps out whoever is in other groups", () => check({ groups: ["everyone"] }, 403))
  it("keeps out whoever is in none", () => check({}, 403))
  it("keeps out whoever is in a group whose name contains the right one", () =>
    check({ groups: ["readers,x", "xreaders"] }, 403))
  it("says so to a person with a way to sign out, and to a script as a problem document", async () => {
    const { someone, page } = await check({ groups: ["everyone"] }, 403)
    expect(page.body).toContain("You have no access to this app")
    expect(page.body).toContain(`https://${host}/oauth2/logout`)
    expect(page.body).not.toContain("everyone")
    const answer = await someone.visit("/", { headers: script })
    expect(answer.status).toBe(403)
    expect(JSON.parse(answer.body)).toMatchObject({
      status: 403,
      title: expect.any(String),
      requestId: expect.any(String),
    })
  })
  it("tells apart more groups than the token names from no groups", async () => {
    const { page } = await check({ hasgroups: true }, 403)
    expect(page.body).toContain("more groups than the sign-in names")
  })
})

describe("unauthorizedBehavior", () => {
  it.each([
    ["Auto", 302, 401],
    ["Redirect", 302, 401],
    ["", 302, 401],
    ["Unauthorized", 401, 401],
    ["Forbidden", 403, 403],
  ] as const)("%j answers a page with %i and a script with %i", async (unauthorizedBehavior, page, call) => {
    const { browser } = await start({ values: { unauthorizedBehavior } })
    expect((await browser().visit("/")).status).toBe(page)
    expect((await browser().visit("/", { headers: script })).status).toBe(call)
  })
})

describe("what is a navigation", () => {
  it.each([
    [
      "a typed address",
      { accept: "text/html,*/*;q=0.8", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document" },
      302,
    ],
    ["a frame", { accept: "text/html", "sec-fetch-mode": "navigate", "sec-fetch-dest": "iframe" }, 302],
    ["fetch", { accept: "*/*", "sec-fetch-mode": "cors", "sec-fetch-dest": "empty" }, 401],
    [
      "fetch that asks for HTML",
      { accept: "text/html", "sec-fetch-mode": "cors", "sec-fetch-dest": "empty" },
      401,
    ],
    ["an image", { accept: "image/*", "sec-fetch-mode": "no-cors", "sec-fetch-dest": "image" }, 401],
    ["a WebSocket", { accept: "text/html", "sec-websocket-key": "x" }, 401],
    ["an old browser", { accept: "text/html,application/xhtml+xml,*/*;q=0.8" }, 302],
    ["curl", { accept: "*/*" }, 401],
    ["nothing said", {}, 401],
    ["JSON first", { accept: "application/json,text/html;q=0.9" }, 401],
    ["HTML second by quality", { accept: "text/html;q=0.8,application/json" }, 401],
  ])("%s", async (_, headers, status) => {
    const { browser } = await start({})
    expect((await browser().visit("/", { headers: { ...headers } as Record<string, string> })).status).toBe(
      status,
    )
  })

  it("a form that was sent gets a page, not a redirect that would lose what was typed", async () => {
    const { browser } = await start({})
    const answer = await browser().visit("/save", { method: "POST" })
    expect(answer.status).toBe(401)
    expect(answer.headers["content-type"]).toBe("text/html; charset=utf-8")
    expect(answer.headers.location).toBeUndefined()
  })
})

describe("errorPages.*.redirectTo", () => {
  it("sends people there, and answers scripts", async () => {
    const { browser } = await start({
      values: {
        unauthorizedBehavior: "Unauthorized",
        errorPages: { unauthenticated: { redirectTo: "/welcome" } },
      },
    })
    expect((await browser().visit("/")).headers.location).toBe(`https://${host}/welcome`)
    expect((await browser().visit("/", { headers: script })).status).toBe(401)
  })
})

describe("errorPages.*.filePath", () => {
  it("shows the app's own page to people, with the same status and no script", async () => {
    const { browser } = await start({
      values: { authorization: groups, errorPages: { unauthorized: { filePath: "403.html" } } },
      pages: { "403.html": "<h1>Ikke adgang på {{ .statusCode }}</h1>" },
    })
    const someone = browser()
    await someone.logIn()
    const page = await someone.visit("/")
    expect(page.status).toBe(403)
    expect(page.body).toBe("<h1>Ikke adgang på 403</h1>")
    expect(page.headers["content-security-policy"]).toContain("script-src 'none'")
    expect((await someone.visit("/", { headers: script })).headers["content-type"]).toBe(
      "application/problem+json",
    )
  })
})

describe("a session that ends when nobody uses it", () => {
  it("slides with use and ends without", async () => {
    const { browser, advance } = await start({ values: { forwardAuth: { session: { idleTimeout: 600 } } } })
    const someone = browser()
    await someone.logIn()
    for (let visit = 0; visit < 4; visit++) {
      advance(300_000)
      expect((await someone.visit("/")).status).toBe(200)
    }
    expect((await someone.visit("/")).setCookies).toEqual([])
    advance(601_000)
    expect((await someone.visit("/")).status).toBe(302)
  })
})

describe("a login loop", () => {
  it("ends in a page after two logins that left no session", async () => {
    const { browser, config } = await start({})
    const someone = browser()
    const forget = () => someone.cookies.delete(config.cookies.names.session[0])
    for (let round = 0; round < 2; round++) {
      expect((await someone.logIn()).status).toBe(302)
      forget()
    }
    const answer = await someone.visit("/")
    expect(answer.status).toBe(401)
    expect(answer.body).toContain("the browser did not keep the session")
    expect((await someone.visit("/")).status).toBe(302)
  })
})
