/** T1-T11: where the server sends people, and what its pages show them. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest"
import { type Answer, script } from "../server/browser.ts"
import { host, setUp, type TestSetup } from "../server/start.ts"
import { configFor, expectDenied, forward, startTarget } from "./target.ts"

let setup: TestSetup
beforeAll(async () => {
  setup = await setUp({
    values: {
      loginUri: "/signin",
      bypassPaths: ["/public"],
      validPostLoginRedirectUris: ["/welcome", "https://*.example.test/in", "https://partner.example"],
      validPostLogoutRedirectUris: ["/bye", "https://*.example.test/out"],
      authorization: { assertClaims: [{ name: "groups", anyOf: ["staff"] }] },
    },
  })
})
afterAll(() => setup.close())
afterEach(() => {
  setup.provider.intercept = undefined
})

const page = { accept: "text/html", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document" }
const staff = { sub: "u1", name: "Ann", groups: ["staff"] }

/** Where browsers would end up; nothing relative is ever sent. */
const destination = ({ headers }: Answer): URL => new URL(headers.location ?? "relative:")

/** Other people's corpus of open redirects, in our words: each repairs itself to evil.example in some browser. */
const evilTargets = [
  "//evil.example",
  "///evil.example",
  "////evil.example/..",
  "/\\evil.example",
  "\\\\evil.example",
  "/\\/evil.example",
  "\\/evil.example",
  "/\t/evil.example",
  "/\n/evil.example",
  "/\r\n/evil.example",
  "\u0000//evil.example",
  " //evil.example",
  "/%09/evil.example",
  "/%5cevil.example",
  "/%2f%2fevil.example",
  "/.//evil.example",
  "/..//evil.example",
  "/;//evil.example",
  "//evil.example/%2e%2e",
  "//evil.example#/welcome",
  "//evil.example?/welcome",
  "//evil%E3%80%82example",
  "//evil。example",
  "/／evil.example",
  "https:evil.example",
  "https:/evil.example",
  "https:///evil.example",
  "https:\\\\evil.example",
  "http:\\evil.example",
  "HTTPS://evil.example",
  "https://evil.example\\@app.example.test/in",
  "javascript:alert(1)",
  "java\nscript:alert(1)",
  "data:text/html,x",
  "vbscript:x",
  "file:///etc/passwd",
  "blob:https://evil.example/x",
  "/welcome\r\nSet-Cookie: a=b",
  "/welcome/../../evil",
  "/welcome?x",
]
const evilHosts = [
  "https://evil-app.example.test.evil.example/in",
  "https://example.test.evil.example/in",
  "https://evilexample.test/in",
  "https://a.b.example.test/in",
  "https://app.example.test@evil.example/in",
  "https://app.example.test:443@evil.example/in",
  "https://evil.example/.example.test/in",
  "https://evil.example#.example.test/in",
  "https://evil.example?.example.test/in",
  "https://evil.example\\.example.test/in",
  "https://partner.example.evil.example",
  "https://partner.example@evil.example",
  "https://partner.example:8443",
  "https://partner.example.",
  "http://partner.example",
  "https://user:pass@partner.example",
]

describe("T1: return addresses that browsers would repair", () => {
  it.each(evilTargets)("T1: redirect_uri=%j is refused at login and logout", async (target) => {
    for (const path of ["/signin", "/oauth2/logout"]) {
      const answer = await setup.browser().visit(`${path}?redirect_uri=${encodeURIComponent(target)}`)
      expect(answer.status).toBe(400)
      expectDenied(setup, answer)
    }
  })

  it.each(evilTargets)("T1: the request target %j leads back to the app's own host", async (target) => {
    const uri = encodeURI(target).replaceAll("%5C", "\\").replaceAll("%25", "%")
    setup.provider.loginAs = staff
    const browser = setup.browser()
    const start = await browser.visit(uri)
    expectDenied(setup, start)
    if (start.status !== 302) return
    const callback = await browser.visit(await browser.followToApp(start.headers.location ?? ""))
    expect(destination(callback).origin).toBe(`https://${host}`)
  })
})

it.each(evilHosts)("T2: %j is not taken for a host of the list", async (target) => {
  for (const path of ["/signin", "/oauth2/logout"]) {
    const answer = await setup.browser().visit(`${path}?redirect_uri=${encodeURIComponent(target)}`)
    expect(answer.status).toBe(400)
    expectDenied(setup, answer)
  }
})

describe("T3: the way back travels sealed", () => {
  it("T3: the state says nothing, and no change of it or of its cookie is accepted", async () => {
    const browser = setup.browser()
    const start = await browser.visit("/reports?year=2026")
    const address = destination(start)
    expect(address.search).not.toMatch(/reports|2026/)
    const callback = await browser.followToApp(address.href)
    const [name = "", sealed = ""] =
      [...browser.cookies].find(([key]) => key.includes(".Login.") && !key.endsWith("finished")) ?? []
    const asked = setup.provider.requests.length
    for (let at = 0; at < sealed.length; at += 17) {
      const wrong = sealed[at] === "A" ? "B" : "A"
      const thief = setup.browser()
      thief.cookies.set(name, sealed.slice(0, at) + wrong + sealed.slice(at + 1))
      expectDenied(setup, await thief.visit(callback), sealed)
    }
    expect(setup.provider.requests.length).toBe(asked)
  })

  it("T3: a login begun for another app of the same secret is not finished here", async () => {
    const { issuer, clientSecret } = setup.provider
    const secret = crypto.randomUUID().replaceAll("-", "")
    const config = (clientId: string) => configFor({ issuer, clientId, clientSecret }, {}, secret)
    const [one, two] = await Promise.all(["app-one", "app-two"].map((id) => startTarget([config(id)])))
    try {
      const browser = one!.browser()
      const state = destination(await browser.visit("/")).searchParams.get("state") ?? ""
      const thief = two!.browser()
      for (const [name, value] of browser.cookies) thief.cookies.set(name, value)
      const asked = setup.provider.requests.length
      const answer = await thief.visit(`/oauth2/callback?code=stolen-code&state=${state}`)
      expect(answer.status).toBe(400)
      expectDenied(two!, answer, state, "stolen-code")
      expect(setup.provider.requests.length).toBe(asked)
    } finally {
      await Promise.all([one!.server.close(), two!.server.close()])
    }
  })
})

describe("T4: line breaks and strange bytes", () => {
  const strange = ["a\r\nSet-Cookie: x=y", "\u0000", "\u0085", "Ærø\u2028", "{{.}}", "%0d%0aX-Admin: 1"]

  it.each(strange)("T4: %j in the target, the error or a parameter ends no line", async (text) => {
    const browser = setup.browser()
    const start = await browser.visit(`/a?x=${encodeURIComponent(text)}`)
    const state = destination(start).searchParams.get("state") ?? ""
    const query = new URLSearchParams({ error: "denied", error_description: text, state })
    const answer = await browser.visit(`/oauth2/callback?${query}`)
    expectDenied(setup, answer, state)
    for (const { headers, setCookies } of [start, answer]) {
      expect(headers["x-admin"]).toBeUndefined()
      expect(setCookies.filter((line) => !line.startsWith("__Host-"))).toEqual([])
    }
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must not be there.
    for (const line of setup.logged().split("\n")) expect(line).not.toMatch(/[\x00-\x1f\x85]/)
  })

  it("T4: a host of strange bytes is no host", async () => {
    for (const name of ["app.example.test\u00e6", "app.example.test\tx", "a,b"]) {
      const answer = await forward(setup, {
        "x-forwarded-host": Buffer.from(name).toString("latin1"),
        ...page,
      })
      expect(answer.status).not.toBe(302)
      expectDenied(setup, answer)
    }
  })
})

it("T5: no redirect and no page carries a token, a code, a verifier or a session", async () => {
  setup.provider.loginAs = staff
  const tokens: string[] = []
  setup.provider.onToken = (body) =>
    tokens.push(...Object.values(body).filter((value) => typeof value === "string"))
  const browser = setup.browser()
  const start = await browser.visit("/reports")
  const callback = await browser.followToApp(start.headers.location ?? "")
  const finish = await browser.visit(callback)
  const logout = await browser.visit("/oauth2/logout")
  setup.provider.onToken = undefined
  const code = new URL(callback, "https://x").searchParams.get("code") ?? ""
  const secrets = [code, setup.provider.clientSecret, ...tokens.filter((text) => text.length > 20)]
  expect(secrets.length).toBeGreaterThan(3)
  for (const answer of [start, finish, logout])
    for (const secret of secrets) expect(`${answer.headers.location}${answer.body}`).not.toContain(secret)
  for (const answer of [start, finish, logout]) expect(answer.headers["referrer-policy"]).toBe("no-referrer")
})

describe("T6: the host comes from the configuration", () => {
  it.each([
    { "x-forwarded-host": "evil.example" },
    { "x-forwarded-host": `${host}:8443` },
    { "x-forwarded-host": `${host}, evil.example` },
    { "x-forwarded-host": [host, "evil.example"] },
  ])("T6: %j begins no login", async (headers) => {
    const answer = await forward(setup, { ...page, ...headers } as Record<string, string>)
    expect([400, 403]).toContain(answer.status)
    expect(answer.headers.location).toBeUndefined()
    expectDenied(setup, answer)
  })

  it("T6: Host and the Forwarded header have no say", async () => {
    const forged = { host: "evil.example", forwarded: "host=evil.example", "x-original-host": "evil.example" }
    const answer = await forward(setup, { ...page, ...forged })
    expect(destination(answer).searchParams.get("redirect_uri")).toBe(`https://${host}/oauth2/callback`)
    expect(JSON.stringify(answer)).not.toContain("evil.example")
  })
})

it.each(["http", "javascript", "https,http", "ws", "file", ""])(
  "T7: the scheme %j is https",
  async (proto) => {
    const answer = await forward(setup, { ...page, "x-forwarded-proto": proto })
    expect(destination(answer).searchParams.get("redirect_uri")).toBe(`https://${host}/oauth2/callback`)
    for (const line of answer.setCookies) expect(line).toContain("; Secure")
  },
)

describe("T8: a login loop ends", () => {
  it("T8: in a page, after two logins whose session the browser did not keep", async () => {
    setup.provider.loginAs = staff
    const browser = setup.browser()
    for (let login = 0; login < 2; login++) {
      await browser.logIn()
      for (const name of setup.config.cookies.names.session) browser.cookies.delete(name)
    }
    const answer = await browser.visit("/")
    expect(answer.status).toBe(401)
    expectDenied(setup, answer)
  })

  it("T8: at once for someone who lacks the group: a page, no redirect", async () => {
    setup.provider.loginAs = { sub: "u2", name: "Bob", groups: ["others"] }
    const browser = setup.browser()
    await browser.logIn()
    const answer = await browser.visit("/")
    expect(answer.status).toBe(403)
    expectDenied(setup, answer)
  })
})

it.each(["POST", "PUT", "PATCH", "DELETE"])("T9: %s is never sent on with its content", async (method) => {
  for (const headers of [page, script, { accept: "*/*" }])
    for (const path of ["/save", "/signin", "/oauth2/callback?code=a&state=b", "/oauth2/logout"]) {
      const answer = await forward(setup, {
        ...headers,
        "x-forwarded-method": method,
        "x-forwarded-uri": path,
      })
      expect([302, 303, 401, 405]).toContain(answer.status)
      expectDenied(setup, answer)
    }
})

describe("T10: pages show text, never markup", () => {
  const markup = `"'><img src=x onerror=alert(1)><script>alert(1)</script>{{7*7}}\u202e`

  const expectInert = ({ body, headers }: Answer) => {
    expect(body).not.toMatch(/<(?:script|img|iframe|object|svg|base|meta http)/i)
    if (!headers["content-type"]?.startsWith("text/html")) return
    expect(headers["content-security-policy"]).toMatch(/^default-src 'none'; style-src 'sha256-[\w+/=]+';/)
    expect(headers["content-security-policy"]).not.toMatch(/unsafe|script-src/)
    expect(headers["x-frame-options"]).toBe("DENY")
    expect(headers["x-content-type-options"]).toBe("nosniff")
  }

  it("T10: in the provider's error, whichever part it is in", async () => {
    for (const [error, description] of [
      [markup, markup],
      ["access_denied", markup],
      [markup, ""],
      ["invalid_request", `AADSTS50105: ${markup}`],
    ] as const) {
      const browser = setup.browser()
      const state = destination(await browser.visit("/")).searchParams.get("state") ?? ""
      const answer = await browser.visit(
        `/oauth2/callback?${new URLSearchParams({ error, error_description: description, state })}`,
      )
      expect(answer.headers["content-type"]).toContain("text/html")
      expectInert(answer)
      expectDenied(setup, answer)
    }
  })

  it("T10: in the path, the query, the method and the host", async () => {
    for (const headers of [
      { "x-forwarded-uri": `/${encodeURI(markup)}?${encodeURI(markup)}` },
      { "x-forwarded-uri": `/signin?redirect_uri=${encodeURIComponent(markup)}` },
      { "x-forwarded-uri": `/oauth2/callback?state=${encodeURIComponent(markup)}&code=x` },
      { "x-forwarded-uri": `/x`, "x-forwarded-method": "POST" },
      { "x-forwarded-host": "<script>alert(1)</script>" },
      { "x-forwarded-method": "<script>" },
    ])
      expectInert(await forward(setup, { ...page, ...headers } as Record<string, string>))
  })
})

describe("T11: nobody is signed out or in by another site", () => {
  it("T11: no page of ours may be framed", async () => {
    setup.provider.loginAs = { sub: "u2", name: "Bob", groups: ["others"] }
    const browser = setup.browser()
    await browser.logIn()
    for (const answer of [
      await browser.visit("/"),
      await browser.visit("/signin?redirect_uri=//evil"),
      await browser.visit("/oauth2/callback?state=x&code=y"),
      await browser.visit("/oauth2/logout", { headers: { ...page, "sec-fetch-site": "cross-site" } }),
    ]) {
      expect(answer.headers["x-frame-options"]).toBe("DENY")
      expect(answer.headers["content-security-policy"]).toContain("frame-ancestors 'none'")
      expect(answer.headers["content-security-policy"]).toContain("form-action 'none'")
    }
  })

  it("T11: a login that another site begins ends in the app, as whoever the provider knows", async () => {
    setup.provider.loginAs = staff
    const browser = setup.browser()
    const headers = { ...page, "sec-fetch-site": "cross-site" }
    const chosen = await browser.visit("/signin?prompt=select_account", { headers })
    expect(destination(chosen).searchParams.get("prompt")).toBe("select_account")
    const start = await browser.visit("/signin?prompt=none", { headers })
    expect(destination(start).searchParams.has("prompt")).toBe(false)
    const callback = await browser.visit(await browser.followToApp(start.headers.location ?? ""))
    expect(destination(callback).href).toBe(`https://${host}/`)
  })
})
