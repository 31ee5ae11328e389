import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { host, setUp, type TestSetup } from "./start.ts"

let setup: TestSetup
beforeAll(async () => {
  setup = await setUp({ values: { validPostLogoutRedirectUris: ["/goodbye", "https://*.example.test/bye"] } })
})
afterAll(() => setup.close())

const loggedIn = async () => {
  const browser = setup.browser()
  await browser.logIn()
  expect((await browser.visit("/")).status).toBe(200)
  return browser
}

describe("a logout", () => {
  it("forgets every cookie at once and sends the browser to the provider's end of session", async () => {
    const browser = await loggedIn()
    const answer = await browser.visit("/oauth2/logout")
    expect(answer.status).toBe(302)
    const address = new URL(answer.headers.location ?? "")
    expect(address.origin).toBe(setup.provider.issuer)
    expect(address.searchParams.get("client_id")).toBe(setup.provider.clientId)
    expect(address.searchParams.get("post_logout_redirect_uri")).toBe(`https://${host}/oauth2/callback`)
    expect([...browser.cookies.keys()]).toEqual([])
    expect((await browser.visit("/")).status).toBe(302)
  })

  it("ends at postLogoutRedirectUri when the provider sends the browser back", async () => {
    const answer = await setup.browser().visit("/oauth2/callback")
    expect(answer.status).toBe(302)
    expect(answer.headers.location).toBe(`https://${host}/login`)
  })

  it("works without a session, and by POST", async () => {
    for (const method of ["GET", "POST"]) {
      const answer = await setup.browser().visit("/oauth2/logout", { method })
      expect(answer.status).toBe(302)
      expect(answer.headers.location).toContain(setup.provider.issuer)
    }
  })

  it("tells the provider who it is about when it said so at login", async () => {
    setup.provider.loginAs = { ...setup.provider.loginAs, login_hint: "opaque-hint" }
    const browser = await loggedIn()
    const address = new URL((await browser.visit("/oauth2/logout")).headers.location ?? "")
    expect(address.searchParams.get("logout_hint")).toBe("opaque-hint")
  })

  it("is not started by another site", async () => {
    const browser = await loggedIn()
    for (const headers of [
      { "sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors", "sec-fetch-dest": "image" },
      { "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document" },
    ]) {
      const answer = await browser.visit("/oauth2/logout", { headers })
      expect(answer.status).toBe(403)
      expect(answer.setCookies).toEqual([])
    }
    expect((await browser.visit("/")).status).toBe(200)
  })

  it("matches whole paths only", async () => {
    const browser = await loggedIn()
    expect((await browser.visit("/oauth2/logout-history")).status).toBe(200)
    expect((await browser.visit("/oauth2/logout/")).status).toBe(200)
    expect((await browser.visit("/oauth2/logout?x=1")).status).toBe(302)
  })

  it.each([
    ["/goodbye", `https://${host}/goodbye`],
    ["https://shop.example.test/bye", "https://shop.example.test/bye"],
  ])("may lead on to %s, which is on the list", async (target, expected) => {
    const browser = setup.browser()
    const answer = await browser.visit(`/oauth2/logout?redirect_uri=${encodeURIComponent(target)}`)
    // The provider is only ever told what is registered with it.
    expect(new URL(answer.headers.location ?? "").searchParams.get("post_logout_redirect_uri")).toBe(
      `https://${host}/oauth2/callback`,
    )
    expect((await browser.visit("/oauth2/callback")).headers.location).toBe(expected)
    expect((await browser.visit("/oauth2/callback")).headers.location).toBe(`https://${host}/login`)
  })

  it.each([
    "https://evil.example/",
    "//evil.example/",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil",
    "https:evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "/goodbye2",
    "/Goodbye",
    "https://a.b.example.test/bye",
    "https://evil.example/?.example.test/bye",
    "https://x@evil.example.test/bye",
    "https://evil.example#.example.test/bye",
    "https://evil。example.test/bye",
    "",
    "\u0000/goodbye",
    "/goodbye\n",
  ])("may not lead on to %j", async (target) => {
    const answer = await setup.browser().visit(`/oauth2/logout?redirect_uri=${encodeURIComponent(target)}`)
    expect(answer.status).toBe(400)
    expect(answer.setCookies).toEqual([])
  })

  it("takes one redirect_uri only", async () => {
    const answer = await setup
      .browser()
      .visit("/oauth2/logout?redirect_uri=/goodbye&redirect_uri=https://evil.example")
    expect(answer.status).toBe(400)
  })

  it("still ends here when the provider cannot be reached", async () => {
    const lonely = await setUp()
    const browser = lonely.browser()
    await lonely.provider.close()
    const answer = await browser.visit("/oauth2/logout")
    expect(answer.status).toBe(302)
    expect(answer.headers.location).toBe(`https://${host}/login`)
    expect(answer.setCookies.length).toBeGreaterThan(3)
    await lonely.server.close()
  })
})
