import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { ask, script } from "./browser.ts"
import { host, setUp, type TestSetup } from "./start.ts"

let setup: TestSetup
beforeAll(async () => {
  setup = await setUp({ values: { bypassPaths: ["/healthz"] } })
})
afterAll(() => setup.close())

/** A header's bytes as text. Node hands bytes over as one character each. */
const utf8 = (value: unknown) => Buffer.from(String(value), "latin1").toString("utf8")

describe("a login", () => {
  it("leads from a protected page to the provider and back to that page, and lets the next request through", async () => {
    const browser = setup.browser()
    const start = await browser.visit("/reports?year=2026")
    expect(start.status).toBe(302)
    const authorize = new URL(start.headers.location ?? "")
    expect(authorize.origin).toBe(setup.provider.issuer)
    expect(Object.fromEntries(authorize.searchParams)).toMatchObject({
      response_type: "code",
      client_id: setup.provider.clientId,
      redirect_uri: `https://${host}/oauth2/callback`,
      scope: "openid profile email",
      code_challenge_method: "S256",
    })

    const callback = await browser.visit(await browser.followToApp(authorize.href))
    expect(callback.status).toBe(302)
    expect(callback.headers.location).toBe(`https://${host}/reports?year=2026`)

    const page = await browser.visit("/reports?year=2026")
    expect(page.status).toBe(200)
    expect(utf8(page.headers["x-forwarded-user"])).toBe("Jørgen Ægir Åse")
    expect(page.headers["x-forwarded-email"]).toBe("jorgen@example.test")
    expect(page.body).toBe("")
  })

  it("serves scripts of the same browser, and answers those of others with 401", async () => {
    const browser = setup.browser()
    await browser.logIn()
    expect((await browser.visit("/api/data", { headers: script })).status).toBe(200)
    const stranger = await setup.browser().visit("/api/data", { headers: script })
    expect(stranger.status).toBe(401)
    expect(stranger.headers["content-type"]).toBe("application/problem+json")
    expect(stranger.headers.location).toBeUndefined()
    expect(stranger.setCookies).toEqual([])
  })

  it("lets a bypassed path through without asking the provider, and tells the app nobody", async () => {
    const asked = setup.provider.requests.length
    const answer = await setup.browser().visit("/healthz", {
      headers: { ...script, "x-forwarded-user": "admin", cookie: "mine=1; __Host-_test-oidc_.Session=1x" },
    })
    expect(answer.status).toBe(200)
    expect(answer.headers["x-forwarded-user"]).toBeUndefined()
    expect(answer.headers.cookie).toBe("mine=1")
    expect(setup.provider.requests.length).toBe(asked)
  })

  it("is healthy and ready on the other port", async () => {
    expect((await ask(`${setup.server.adminUrl}/healthz`)).status).toBe(200)
    expect((await ask(`${setup.server.adminUrl}/readyz`)).status).toBe(200)
  })
})
