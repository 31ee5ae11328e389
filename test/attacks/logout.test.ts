/** T52-T54: logouts that someone else asks for, that do not end anything, or that lead elsewhere. */
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { host, setUp, type TestSetup } from "../server/start.ts"
import { expectDenied, forward } from "./target.ts"

let setup: TestSetup
beforeAll(async () => {
  setup = await setUp({
    refreshTokens: true,
    values: { validPostLogoutRedirectUris: ["/bye", "https://shop.example.test/bye"] },
  })
})
afterAll(() => setup.close())

const loggedIn = async () => {
  const browser = setup.browser()
  await browser.logIn()
  expect((await browser.visit("/")).status).toBe(200)
  return browser
}
const page = { accept: "text/html", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document" }

it.each([
  "/oauth2/backchannel-logout",
  "/backchannel_logout",
  "/oauth2/logout",
  "/oauth2/callback",
  "/oauth2/frontchannel-logout?sid=x&iss=y",
])("T52: a logout token sent to %s ends nobody's session and opens nothing", async (uri) => {
  const browser = await loggedIn()
  const answer = await forward(setup, {
    "x-forwarded-method": "POST",
    "x-forwarded-uri": uri,
    "content-type": "application/x-www-form-urlencoded",
    accept: "*/*",
  })
  expectDenied(setup, answer)
  expect((await browser.visit("/")).status).toBe(200)
})

describe("T53: a logout", () => {
  it.each<Record<string, string>>([
    {
      accept: "image/*",
      "sec-fetch-mode": "no-cors",
      "sec-fetch-dest": "image",
      "sec-fetch-site": "cross-site",
    },
    { ...page, "sec-fetch-site": "cross-site" },
    { ...page, "sec-fetch-dest": "iframe", "sec-fetch-site": "cross-site" },
    { accept: "*/*", "sec-fetch-mode": "cors", "sec-fetch-dest": "empty", "sec-fetch-site": "cross-site" },
  ])("T53: is not begun by another site: %j", async (headers) => {
    const browser = await loggedIn()
    for (const method of ["GET", "POST", "HEAD"]) {
      const answer = await browser.visit("/oauth2/logout", { method, headers })
      expect(answer.status).toBe(403)
      expect(answer.setCookies).toEqual([])
      expectDenied(setup, answer)
    }
    expect((await browser.visit("/")).status).toBe(200)
  })

  it("T53: forgets every cookie under its own name and attributes, whatever the browser sent", async () => {
    const browser = await loggedIn()
    const { session, refresh } = setup.config.cookies.names
    const set = new Map<string, string>()
    const login = await setup.browser().logIn()
    for (const line of login.setCookies) set.set(line.split("=")[0] ?? "", line.slice(line.indexOf("; ")))
    const answer = await browser.visit("/oauth2/logout")
    for (const name of [...session, refresh]) {
      const line = answer.setCookies.find((text) => text.startsWith(`${name}=;`))
      expect(line, name).toMatch(/Max-Age=0; Expires=Thu, 01 Jan 1970/)
      const attributes = set.get(name)
      if (attributes !== undefined) expect(line).toContain(attributes)
    }
    expectDenied(setup, await browser.visit("/"))
  })

  it("T53: does not bring a half-cleared session back", async () => {
    const browser = await loggedIn()
    const [first] = setup.config.cookies.names.session
    browser.cookies.delete(first)
    expect(browser.cookies.has(setup.config.cookies.names.refresh)).toBe(true)
    expectDenied(setup, await browser.visit("/"))
  })
})

describe("T54: where a logout leads", () => {
  it.each([
    "//evil.example",
    "/\\evil.example",
    "https://evil.example/bye",
    "https://shop.example.test.evil.example/bye",
    "https://shop.example.test/bye@evil.example",
    "/bye/../evil",
    "/bye#x",
    "/BYE",
    "bye",
    "javascript:alert(1)",
    "",
  ])("T54: not to %j, under either name", async (target) => {
    for (const name of ["redirect_uri", "post_logout_redirect_uri"]) {
      const browser = await loggedIn()
      const answer = await browser.visit(`/oauth2/logout?${name}=${encodeURIComponent(target)}`)
      expect(answer.status).toBe(400)
      expectDenied(setup, answer)
    }
  })

  it("T54: not to a second address behind a good one", async () => {
    for (const query of [
      "redirect_uri=/bye&redirect_uri=//evil",
      "redirect_uri=/bye&post_logout_redirect_uri=//evil",
    ])
      expect((await setup.browser().visit(`/oauth2/logout?${query}`)).status).toBe(400)
  })

  it("T54: not by a state that the provider sends back, nor by a cookie of another host", async () => {
    const other = setup.browser(`internal-${host}`)
    await other.visit("/oauth2/logout?redirect_uri=/bye")
    const browser = setup.browser()
    for (const [name, value] of other.cookies) browser.cookies.set(name, value)
    expect(browser.cookies.size).toBe(1)
    const answer = await browser.visit("/oauth2/callback?return=//evil.example")
    expect(answer.headers.location).toBe(`https://${host}/login`)
    expectDenied(setup, await browser.visit("/oauth2/callback?state=//evil.example"))
  })
})
