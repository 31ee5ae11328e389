/** T28-T34: the provider's answer, brought by someone else, twice, late, or bent. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest"
import type { Browser } from "../server/browser.ts"
import { host, newSessionSecret, setUp, type TestSetup } from "../server/start.ts"
import { type ForgingProvider, startForgingProvider } from "./forging-provider.ts"
import { configFor, expectDenied, startTarget, type Target } from "./target.ts"

let setup: TestSetup
beforeAll(async () => {
  setup = await setUp()
})
afterAll(() => setup.close())
afterEach(() => {
  setup.provider.intercept = undefined
})

const tokenCalls = () => setup.provider.requests.filter((line) => line === "POST /token").length

/** A login up to the provider's answer. */
async function begin(browser: Browser = setup.browser()) {
  const start = await browser.visit("/start")
  const callback = await browser.followToApp(start.headers.location ?? "")
  const query = new URL(callback, "https://x").searchParams
  return { browser, callback, code: query.get("code") ?? "", state: query.get("state") ?? "" }
}

/** Denied, and the code still unspent. */
async function expectUnspent(browser: Browser, uri: string, ...sent: readonly string[]) {
  const before = tokenCalls()
  expectDenied(setup, await browser.visit(uri), ...sent)
  expect(tokenCalls() - before, "calls of the token endpoint").toBe(0)
}

describe("T28: an attacker's answer in a victim's browser", () => {
  it("T28: which began no login, or another one", async () => {
    const attacker = await begin()
    const idle = setup.browser()
    await expectUnspent(idle, attacker.callback, attacker.code, attacker.state)
    const busy = setup.browser()
    await busy.visit("/")
    await expectUnspent(busy, attacker.callback, attacker.code, attacker.state)
  })

  it("T28: with the attacker's code and the victim's own state", async () => {
    const [attacker, victim] = [await begin(), await begin()]
    const answer = await victim.browser.visit(
      `/oauth2/callback?code=${attacker.code}&state=${victim.state}&iss=${encodeURIComponent(setup.provider.issuer)}`,
    )
    // The code verifier is the victim's, so the provider refuses the attacker's code.
    expectDenied(setup, answer, attacker.code, victim.state)
  })
})

describe("T29: an answer that is none", () => {
  it.each<[string, (login: { code: string; state: string }) => string]>([
    ["no parameters but a code", ({ code }) => `code=${code}`],
    ["an empty state", ({ code }) => `code=${code}&state=`],
    ["no code", ({ state }) => `state=${state}`],
    ["an empty code", ({ state }) => `code=&state=${state}`],
    ["an error without a state", () => "error=access_denied"],
    ["an error and a code", ({ code, state }) => `error=x&code=${code}&state=${state}`],
    ["an implicit flow's answer", ({ state }) => `id_token=x.y.z&access_token=x&state=${state}`],
    ["a JARM answer", ({ state }) => `response=x.y.z&state=${state}`],
    ["broken escapes", ({ code }) => `code=${code}&state=%zz%`],
    ["a state of another type", ({ code }) => `code=${code}&state[]=x&state[$ne]=`],
  ])("T29: %s", async (_, query) => {
    const login = await begin()
    await expectUnspent(login.browser, `/oauth2/callback?${query(login)}`, login.code, login.state)
  })

  it.each(["POST", "HEAD", "PUT", "OPTIONS", "get"])("T29: by %s", async (method) => {
    const { browser, callback, code } = await begin()
    const before = tokenCalls()
    expectDenied(setup, await browser.visit(callback, { method }), code)
    expect(tokenCalls() - before).toBe(0)
  })
})

describe("T30: parameters in numbers", () => {
  it.each(["state", "code", "iss", "error"])("T30: a second %s", async (name) => {
    const { browser, callback, code } = await begin()
    const more = name === "error" ? "&error=a&error=b" : `&${name}=x`
    await expectUnspent(browser, callback + more, code)
  })

  it.each(["state", "code", "error_description"])("T30: 30 kB of %s", async (name) => {
    const { browser, code, state } = await begin()
    const query = new URLSearchParams({ code, state, [name]: "x".repeat(30_000) })
    await expectUnspent(browser, `/oauth2/callback?${query}`, code)
  })

  it("T30: ten thousand parameters", async () => {
    const { browser, callback, code } = await begin()
    await expectUnspent(browser, `${callback}&${"a=b&".repeat(10_000)}`, code)
  })
})

describe("T31: a code is good once, with its verifier", () => {
  it("T31: and not for someone who copied the login's cookie", async () => {
    const { browser, callback, code } = await begin()
    const thief = setup.browser()
    for (const [name, value] of browser.cookies) thief.cookies.set(name, value)
    expect((await browser.visit(callback)).status).toBe(302)
    expectDenied(setup, await thief.visit(callback), code)
  })

  it("T31: S256 is sent to a provider whose metadata says nothing of PKCE, or only plain", async () => {
    const forging = await startForgingProvider()
    for (const methods of [undefined, [], ["plain"]]) {
      forging.metadata = { ...(forging.metadata as object), code_challenge_methods_supported: methods }
      const target = await startTarget([configFor(forging)])
      const { headers } = await target.browser().visit("/")
      const query = new URL(headers.location ?? "").searchParams
      expect(query.get("code_challenge_method")).toBe("S256")
      expect(query.get("code_challenge")).toMatch(/^[\w-]{43}$/)
      await target.server.close()
    }
    await forging.close()
  })
})

describe("T32: mix-up", () => {
  it.each(["https://evil.example", "", "null"])("T32: the issuer %j", async (issuer) => {
    const { browser, code, state } = await begin()
    const query = new URLSearchParams({ code, state, iss: issuer })
    await expectUnspent(browser, `/oauth2/callback?${query}`, code, state)
  })

  it("T32: no issuer, from a provider that always names it", async () => {
    const { browser, code, state } = await begin()
    await expectUnspent(browser, `/oauth2/callback?code=${code}&state=${state}`, code, state)
  })
})

describe("T33: an answer that comes again, late, or to another replica", () => {
  it("T33: again", async () => {
    const { browser, callback, code } = await begin()
    expect((await browser.visit(callback)).status).toBe(302)
    await expectUnspent(browser, callback, code)
  })

  it("T33: after ten minutes", async () => {
    const { browser, callback, code } = await begin()
    setup.advance(600_000)
    await expectUnspent(browser, callback, code)
    setup.advance(-600_000)
  })

  it("T33: to a replica that did not begin it, which finishes it once", async () => {
    const secret = newSessionSecret()
    const replicas = await Promise.all([1, 2].map(() => startTarget([configFor(setup.provider, {}, secret)])))
    const [one, two] = replicas as [Target, Target]
    const browser = one.browser()
    const start = await browser.visit("/here")
    const callback = await browser.followToApp(start.headers.location ?? "")
    const elsewhere = two.browser()
    for (const [name, value] of browser.cookies) elsewhere.cookies.set(name, value)
    expect((await elsewhere.visit(callback)).headers.location).toBe(`https://${host}/here`)
    expectDenied(one, await browser.visit(callback))
    for (const { server } of replicas) await server.close()
  })

  it("T33: fifty tabs at once: each that is finished ends where it began, the newest always", async () => {
    const browser = setup.browser()
    const tabs = Array.from({ length: 50 }, (_, tab) => `/tab/${tab}`)
    const starts = []
    for (const tab of tabs) starts.push(await browser.visit(tab))
    expect([...browser.cookies.keys()].filter((name) => name.includes(".Login."))).toHaveLength(5)
    const ends: string[] = []
    for (const start of starts) {
      const answer = await browser.visit(await browser.followToApp(start.headers.location ?? ""))
      if (answer.status === 302) ends.push(new URL(answer.headers.location ?? "").pathname)
      else expectDenied(setup, answer)
    }
    expect(ends).toHaveLength(5)
    expect(new Set(ends).size).toBe(5)
    for (const end of ends) expect(tabs).toContain(end)
  })
})

describe("T34: a forged state costs no call", () => {
  let forging: ForgingProvider
  let target: Target
  beforeAll(async () => {
    forging = await startForgingProvider()
    target = await startTarget([configFor(forging)])
  })
  afterAll(async () => {
    await target.server.close()
    await forging.close()
  })

  it("T34: of the provider, not even for its metadata", async () => {
    for (const state of ["x", "a".repeat(43), "__proto__", "../../etc", "💥", "'; DROP TABLE"])
      for (const cookie of ["", "__Host-_test-oidc_.Login.a.aaaaaaaaaaaaaaaa=forged"]) {
        const browser = target.browser()
        const [name, value] = cookie.split("=")
        if (name && value) browser.cookies.set(name, value)
        const answer = await browser.visit(
          `/oauth2/callback?code=stolen-code&state=${encodeURIComponent(state)}`,
        )
        expect(answer.status).toBe(400)
        expectDenied(target, answer, "stolen-code")
      }
    expect(forging.requests).toEqual([])
  })
})
