/** T61-T67: who someone is, which app that is for, and what is remembered of it. */
import { randomUUID } from "node:crypto"
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from "jose"
import { afterEach, describe, expect, it } from "vitest"
import type { Values } from "../../src/core/contract/values.ts"
import type { AppConfig } from "../../src/server/config/app-config.ts"
import { ask, Browser, script } from "../server/browser.ts"
import { host, newSessionSecret } from "../server/start.ts"
import {
  type ClaimSet,
  type ForgingProvider,
  forge,
  graphPath,
  startForgingProvider,
} from "./forging-provider.ts"
import { configFor, expectDenied, forward, startTarget, type Target } from "./target.ts"

const closers: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

async function startProvider(): Promise<ForgingProvider> {
  const provider = await startForgingProvider()
  closers.push(provider.close)
  return provider
}

async function serve(...apps: AppConfig[]): Promise<Target> {
  const target = await startTarget(apps)
  closers.push(target.server.close)
  return target
}

/** The callback's answer; the code is the nonce, from which the forging provider makes its token. */
async function logIn(browser: Browser, uri = "/") {
  const start = await browser.visit(uri)
  const query = new URL(start.headers.location ?? "").searchParams
  return browser.visit(`/oauth2/callback?code=${query.get("nonce")}&state=${query.get("state")}`)
}

const assert = (name: string, ...anyOf: string[]): Partial<Values> => ({
  authorization: { assertClaims: [{ name, anyOf }] },
})

describe("T61: names that look like others", () => {
  it.each<ClaimSet>([
    { email: "ann@example.test@evil.example" },
    { email: "evil@evil.example,ann@example.test" },
    { email: "ANN@example.test" },
    { email: " ann@example.test" },
    { email: "ann@example.test\u0000" },
    { email: "\u0430nn@example.test" },
    { email: "ann@ex\u00adample.test" },
    { email: "ann+x@example.test" },
    { email: '"ann@example.test" <evil@evil.example>' },
    { email: { value: "ann@example.test" } },
    { emails: ["ann@example.test"] },
    { preferred_username: "ann@example.test" },
    { upn: "ann@example.test" },
  ])("T61: %j is not ann@example.test", async (claims) => {
    const provider = await startProvider()
    const target = await serve(configFor(provider, assert("email", "ann@example.test")))
    provider.token = (nonce) => provider.answer({ ...provider.claims(nonce), ...claims })
    const browser = target.browser()
    await logIn(browser)
    const page = await browser.visit("/")
    expect(page.status).toBe(403)
    expectDenied(target, page)
  })
})

describe("T62: more groups than a token names", () => {
  const overage = {
    _claim_names: { groups: "src1" },
    _claim_sources: { src1: { endpoint: "https://graph.windows.net/x" } },
  }
  const start = async (groupOverage: "graph" | "deny", claims: ClaimSet = overage) => {
    const provider = await startProvider()
    const values = { ...assert("groups", "staff"), forwardAuth: { groupOverage } }
    const target = await serve(configFor(provider, values))
    provider.token = (nonce) => provider.answer({ ...provider.claims(nonce), ...claims })
    return { provider, target, browser: target.browser() }
  }

  it.each<ClaimSet>([
    overage,
    { hasgroups: true },
    { hasgroups: "true", groups: [] },
    { _claim_names: "groups" },
    { groups: null },
  ])("T62: %j is denied where Graph may not be asked", async (claims) => {
    const { target, browser } = await start("deny", claims)
    await logIn(browser)
    expectDenied(target, await browser.visit("/"))
  })

  it("T62: also where groups are only shown to the app, which would take their absence for none", async () => {
    const provider = await startProvider()
    const headers = [{ name: "X-Groups", value: "{{ .claims.groups }}" }]
    const target = await serve(
      configFor(provider, { headers, authorizationHeader: { name: "Authorization" } }),
    )
    provider.token = (nonce) => provider.answer({ ...provider.claims(nonce), ...overage })
    const browser = target.browser()
    await logIn(browser)
    const page = await browser.visit("/")
    expect(page.body).toContain("more groups than the sign-in names")
    expectDenied(target, page)
    const token = forge(
      { ...provider.claims(), ...overage },
      { alg: "RS256", kid: "good" },
      provider.privateKey,
    )
    expectDenied(target, await forward(target, { ...script, authorization: `Bearer ${token}` }))
  })

  it("T62: but not where nobody asks for groups", async () => {
    const provider = await startProvider()
    const target = await serve(configFor(provider, assert("sub", "u1")))
    provider.token = (nonce) => provider.answer({ ...provider.claims(nonce), ...overage })
    const browser = target.browser()
    await logIn(browser)
    expect((await browser.visit("/")).status).toBe(200)
  })

  it("T62: with a reason of its own", async () => {
    const { browser } = await start("deny")
    await logIn(browser)
    expect((await browser.visit("/")).body).toContain("more groups than the sign-in names")
  })

  it.each<[string, (request: number, provider: ForgingProvider) => unknown]>([
    ["403", () => 403],
    ["429", () => 429],
    ["500", () => 500],
    ["a page of HTML", () => "<html>staff</html>"],
    ["no list", () => ({ value: "staff" })],
    ["null", () => "null"],
    ["an error with a list", () => ({ error: {}, value: undefined })],
    [
      "a second page that fails",
      (request, { issuer }) =>
        request === 1 ? { value: [{ id: "staff" }], "@odata.nextLink": `${issuer}${graphPath}` } : 500,
    ],
    [
      "a second page elsewhere",
      () => ({ value: [{ id: "staff" }], "@odata.nextLink": "https://evil.example/v1.0/x" }),
    ],
    [
      "pages without end",
      (_, { issuer }) => ({ value: [{ id: "staff" }], "@odata.nextLink": `${issuer}${graphPath}` }),
    ],
  ])("T62: Graph answering with %s is no answer, even if the group was among the first", async (_, graph) => {
    const { provider, target, browser } = await start("graph")
    provider.graph = (request) => graph(request, provider)
    const callback = await logIn(browser)
    expect(callback.status).toBeGreaterThanOrEqual(403)
    expectDenied(target, callback)
    expectDenied(target, await browser.visit("/"))
    expect(provider.requests.filter((path) => path === graphPath).length).toBeLessThanOrEqual(12)
  })

  it("T62: a group that somebody gave the name or the id of another one is not that one", async () => {
    const { provider, target, browser } = await start("graph")
    provider.graph = () => ({ value: [{ id: randomUUID(), displayName: "staff" }] })
    await logIn(browser)
    expectDenied(target, await browser.visit("/"))
    provider.graph = () => ({ value: [{ id: randomUUID(), onPremisesSamAccountName: "staff" }] })
    const other = target.browser()
    await logIn(other)
    expect((await other.visit("/")).status).toBe(200)
  })

  it("T62: groups that Graph does name count, those that only look like it do not", async () => {
    const { provider, target, browser } = await start("graph")
    provider.graph = () => ({
      value: [
        { id: randomUUID(), displayName: "Staff" },
        { id: "staffs" },
        { id: ["staff"] },
        { name: "staff" },
      ],
    })
    await logIn(browser)
    expectDenied(target, await browser.visit("/"))
    provider.graph = () => ({ value: [{ id: "staff" }] })
    const other = target.browser()
    await logIn(other)
    expect((await other.visit("/")).status).toBe(200)
  })
})

describe("T63: who has lost access since the login", () => {
  const start = async () => {
    const provider = await startProvider()
    const target = await serve(
      configFor(provider, { ...assert("groups", "staff"), authorizationHeader: { name: "Authorization" } }),
    )
    const claims = { groups: ["staff"] }
    provider.token = (nonce) =>
      provider.answer({ ...provider.claims(nonce), ...claims }, { refresh_token: "refresh-token" })
    const browser = target.browser()
    await logIn(browser)
    expect((await browser.visit("/")).status).toBe(200)
    return { provider, target, browser }
  }

  it("T63: a group that is gone is gone at the next renewal", async () => {
    const { provider, target, browser } = await start()
    provider.token = () => provider.answer({ ...provider.claims(), groups: ["others"] })
    target.advance(2800_000)
    const page = await browser.visit("/")
    expect(page.status).toBe(403)
    expect(page.headers["x-forwarded-user"]).toBeUndefined()
    expect((await browser.visit("/")).status).toBe(403)
  })

  it("T63: a user who is disabled is out when the token ends", async () => {
    const { provider, target, browser } = await start()
    provider.token = () => 400
    target.advance(3601_000)
    expectDenied(target, await browser.visit("/", { headers: script }))
  })

  it("T63: a bearer token ends with its own time, remembered or not", async () => {
    const { provider, target } = await start()
    const token = forge(
      { ...provider.claims(), groups: ["staff"] },
      { alg: "RS256", kid: "good" },
      provider.privateKey,
    )
    const headers = { ...script, authorization: `Bearer ${token}` }
    expect((await forward(target, headers)).status).toBe(200)
    target.advance(3700_000)
    expectDenied(target, await forward(target, headers), token)
  })
})

describe("T64: one app's session at another", () => {
  it("T64: of the same secret, prefix and provider, on a sibling or on the parent's cookie", async () => {
    const provider = await startProvider()
    const secret = newSessionSecret()
    const app = (domain: string, clientId: string, more: Partial<Values> = {}) =>
      configFor({ ...provider, clientId }, { domain, ...more }, secret)
    const shared = { sessionCookie: { Domain: "example.test" } }
    const target = await serve(
      app("one.example.test", "one"),
      app("two.example.test", "two"),
      app("sub.one.example.test", "three"),
      app("four.example.test", "four", shared),
      app("five.example.test", "five", shared),
    )
    for (const [from, id] of [
      ["one", "one"],
      ["four", "four"],
    ] as const) {
      provider.token = (nonce) => provider.answer({ ...provider.claims(nonce), aud: id })
      const browser = target.browser(`${from}.example.test`)
      await logIn(browser)
      expect((await browser.visit("/")).status).toBe(200)
      for (const name of ["two", "sub.one", "five", "internal-one", from === "one" ? "four" : "one"]) {
        const other = target.browser(`${name}.example.test`)
        for (const [key, value] of browser.cookies) other.cookies.set(key, value)
        expectDenied(target, await other.visit("/"), ...browser.cookies.values())
      }
    }
  })
})

describe("T65: another team's app", () => {
  it("T65: whoever points an ingress of his at the server is refused for a host that is not its own", async () => {
    const target = await serve(configFor(await startProvider()))
    for (const name of ["evil.example.test", `${host}.evil.example`, "x-app.example.test"]) {
      const answer = await target.browser(name).visit("/")
      expect(answer.status).toBe(403)
      expectDenied(target, answer)
    }
  })
})

it("T66: what is remembered is who someone is, not whether they may: other host, path, method, policy", async () => {
  const provider = await startProvider()
  const secret = newSessionSecret()
  const rule = (...anyOf: string[]) => configFor(provider, assert("groups", ...anyOf), secret)
  const target = await serve(rule("staff", "others"))
  provider.token = (nonce) => provider.answer({ ...provider.claims(nonce), groups: ["staff"] })
  const browser = target.browser()
  await logIn(browser)
  for (let visit = 0; visit < 3; visit++) expect((await browser.visit("/")).status).toBe(200)
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join("; ")
  expectDenied(target, await forward(target, { cookie, "x-forwarded-host": `internal-${host}` }), cookie)
  expectDenied(target, await forward(target, { cookie, "x-forwarded-method": "TRACE" }))
  expectDenied(target, await forward(target, { cookie, "x-forwarded-uri": "/oauth2/callback" }))
  target.server.replaceApps([rule("others", "nobody")])
  expectDenied(target, await browser.visit("/"))
  target.server.replaceApps([rule("others", "staff")])
  expect((await forward(target, { cookie })).status).toBe(200)
})

it("T67: two hundred logins for twenty apps while the configuration is replaced: nobody ends as another", {
  timeout: 60_000,
}, async () => {
  const providers = await Promise.all(Array.from({ length: 4 }, startProvider))
  const secret = newSessionSecret()
  const clientOf = new Map<string, string>()
  const nonces = new Map<string, string>()
  const configs = () =>
    Array.from({ length: 20 }, (_, index) => {
      const provider = providers[index % 4]
      if (provider === undefined) throw new Error("no provider")
      const domain = `app${index}.example.test`
      clientOf.set(domain, `client-${index}`)
      return configFor({ ...provider, clientId: `client-${index}` }, { domain }, secret)
    })
  for (const provider of providers)
    provider.token = (nonce, form) => {
      const [name = "", client = ""] = (nonces.get(nonce) ?? "").split("|")
      if (form.get("client_id") !== client || form.get("code_verifier")?.length !== 43) return 400
      return provider.answer({ ...provider.claims(nonce), aud: client, sub: name, name })
    }
  const target = await serve(...configs())
  const replacing = setInterval(() => target.server.replaceApps(configs()), 100)
  await Promise.all(
    Array.from({ length: 200 }, async (_, index) => {
      const domain = `app${index % 20}.example.test`
      const browser = new Browser(target.server.url, domain)
      const start = await browser.visit(`/from/${index}`)
      const address = new URL(start.headers.location ?? "")
      const query = address.searchParams
      expect(query.get("client_id")).toBe(clientOf.get(domain))
      expect(query.get("redirect_uri")).toBe(`https://${domain}/oauth2/callback`)
      expect(address.origin).toBe(providers[(index % 20) % 4]?.issuer)
      nonces.set(query.get("nonce") ?? "", `user-${index}|${clientOf.get(domain)}`)
      const callback = await browser.visit(
        `/oauth2/callback?code=${query.get("nonce")}&state=${query.get("state")}`,
      )
      expect(callback.headers.location).toBe(`https://${domain}/from/${index}`)
      expect((await browser.visit("/")).headers["x-forwarded-user"]).toBe(`user-${index}`)
    }),
  )
  clearInterval(replacing)
})

describe("T71: identity tokens", () => {
  const values = (domain: string): Partial<Values> => ({
    domain,
    forwardAuth: { identityToken: { enabled: true, lifetime: 60 } },
  })
  const keySet = async ({ server }: Target, path: string) => {
    const { status, body } = await ask(server.adminUrl + path)
    return status === 200 ? (JSON.parse(body) as JSONWebKeySet) : undefined
  }
  const start = async () => {
    const provider = await startProvider()
    const [one, two] = ["one.example.test", "two.example.test"].map((domain) =>
      configFor(provider, values(domain)),
    )
    const target = await serve(one!, two!)
    const browser = target.browser("one.example.test")
    await logIn(browser)
    const token = String((await browser.visit("/")).headers["x-forwarded-identity-token"])
    return { one: one!, two: two!, target, token }
  }

  it("T71: is good for its app, and for no other: neither by audience nor by key", async () => {
    const { target, token } = await start()
    const [own, other] = await Promise.all(
      ["one", "two"].map((name) => keySet(target, `/${name}.example.test/.well-known/jwks.json`)),
    )
    const audience = "https://one.example.test"
    const { payload } = await jwtVerify(token, createLocalJWKSet(own!), { audience, issuer: audience })
    expect(payload.sub).toBe("u1")
    await expect(
      jwtVerify(token, createLocalJWKSet(own!), { audience: "https://two.example.test" }),
    ).rejects.toThrow()
    await expect(jwtVerify(token, createLocalJWKSet(other!))).rejects.toThrow("no applicable key")
  })

  it("T71: no key set holds the keys of two apps, whose teams could then sign for each other", async () => {
    const { one, two, target } = await start()
    expect(await keySet(target, "/.well-known/jwks.json")).toBeUndefined()
    expect(await keySet(target, "/evil.example/.well-known/jwks.json")).toBeUndefined()
    const kids = async (name: string) =>
      (await keySet(target, `/${name}.example.test/.well-known/jwks.json`))?.keys.map(({ kid }) => kid)
    expect(await kids("one")).toEqual(one.identityToken?.keys.map(({ publicJwk }) => publicJwk.kid))
    expect(await kids("two")).toEqual(two.identityToken?.keys.map(({ publicJwk }) => publicJwk.kid))
    expect(await kids("one")).not.toEqual(await kids("two"))
  })

  it("T71: lives a minute, changes neither algorithm nor key id, and shows no private part", async () => {
    const { target, token } = await start()
    const keys = createLocalJWKSet((await keySet(target, "/one.example.test/.well-known/jwks.json"))!)
    const [head = "", body = "", signature = ""] = token.split(".")
    expect(JSON.parse(Buffer.from(body, "base64url").toString()).exp - Date.now() / 1000).toBeLessThanOrEqual(
      60,
    )
    await expect(jwtVerify(token, keys, { currentDate: new Date(Date.now() + 61_000) })).rejects.toThrow(
      '"exp"',
    )
    for (const header of [{ alg: "none" }, { alg: "HS256" }, { alg: "ES256", kid: "other" }]) {
      const changed = Buffer.from(JSON.stringify(header)).toString("base64url")
      await expect(jwtVerify(`${changed}.${body}.${signature}`, keys)).rejects.toThrow()
    }
    await expect(jwtVerify(`${head}.${body}.${"A".repeat(86)}`, keys)).rejects.toThrow()
    expect(JSON.stringify(await keySet(target, "/one.example.test/.well-known/jwks.json"))).not.toContain(
      '"d"',
    )
  })

  it("T71: a client's own is not passed on", async () => {
    const { target, token } = await start()
    const answer = await forward(target, {
      "x-forwarded-host": "one.example.test",
      "x-forwarded-identity-token": token,
    })
    expectDenied(target, answer)
  })
})
