/** T42-T51: session cookies: bent, mixed, planted, replayed, raced. */
import { createCipheriv, hkdfSync, randomBytes } from "node:crypto"
import { readFileSync } from "node:fs"
import { resolve } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { bindKeys, open, seal } from "../../src/core/session/codec.ts"
import { openSession, sealSession } from "../../src/core/session/session.ts"
import type { AppConfig } from "../../src/server/config/app-config.ts"
import { type Browser, script } from "../server/browser.ts"
import { host, newSessionSecret, setUp, type TestSetup } from "../server/start.ts"
import { forge, startForgingProvider } from "./forging-provider.ts"
import { configFor, expectDenied, expectUnlogged, forward, startTarget, type Target } from "./target.ts"

let setup: TestSetup
let one: string
let two: string
let three: string
/** A good session cookie, count and all. */
let good: string
let ann: Browser
beforeAll(async () => {
  setup = await setUp({ values: { loginUri: "/signin" } })
  ;[one, two, three] = setup.config.cookies.names.session
  setup.provider.loginAs = { sub: "u1", name: "Ann" }
  ann = setup.browser()
  await ann.logIn()
  good = ann.cookies.get(one) ?? ""
})
afterAll(() => setup.close())

const denied = async (cookie: string) => {
  const answer = await forward(setup, { cookie })
  expectDenied(setup, answer, good.slice(1))
  return answer
}
const admitted = async (cookie: string) => expect((await forward(setup, { cookie })).status).toBe(200)

it("the session is good, so that a denial below means something", () => admitted(`${one}=${good}`))

describe("T42: a value is good for one purpose of one app on one host", () => {
  it("T42: no other cookie of ours passes for a session", async () => {
    const browser = setup.browser()
    await browser.visit("/")
    for (const value of browser.cookies.values()) await denied(`${one}=1${value}`)
  })

  it("T42: no byte moves between client id and host", () => {
    const keysFor = (clientId: string, name: string) =>
      bindKeys(setup.config.keysFor(host), { clientId, host: name }).session
    const text = seal(keysFor("app1", "2.example"), "x", randomBytes(12))
    expect(open(keysFor("app1", "2.example"), text)?.toString()).toBe("x")
    for (const [clientId, name] of [
      ["app12", ".example"],
      ["app", "12.example"],
      ["app1", "2.exampl"],
      ["", "app12.example"],
    ] as const)
      expect(open(keysFor(clientId, name), text)).toBeUndefined()
  })

  it("T42: a session sealed with the right key and another version, host or app does not open", async () => {
    const session = openSession(setup.config.keysFor(host), good.slice(1))
    if (session === undefined) throw new Error("no session")
    for (const binding of [
      { host: "other.example", clientId: setup.provider.clientId },
      { host, clientId: "other" },
    ])
      await denied(
        `${one}=1${sealSession(bindKeys(setup.config.keysFor(host), binding), session, randomBytes(12))}`,
      )
  })
})

describe("T43: one bit of difference", () => {
  it("T43: in any byte, any shorter length, any version: one and the same refusal", async () => {
    const bytes = Buffer.from(good.slice(1), "base64url")
    const variants = [
      ...Array.from(bytes.keys(), (at) => {
        const bent = Buffer.from(bytes)
        bent[at] = (bent[at] ?? 0) ^ (1 << (at % 8))
        return bent
      }),
      ...[0, 1, 16, 32, bytes.length - 17, bytes.length - 1].map((length) => bytes.subarray(0, length)),
      Buffer.concat([bytes, Buffer.of(0)]),
      Buffer.concat([Buffer.of(0), bytes]),
    ]
    const answers = new Set<string>()
    for (const variant of variants) {
      const { status, body } = await denied(`${one}=1${variant.toString("base64url")}`)
      answers.add(`${status} ${body.replace(/"requestId":"[\w-]+"/, "")}`)
    }
    expect(answers.size).toBe(1)
  }, 60_000)

  it("T43: a cookie of the existing middleware's kind, AES-CBC without a tag, is nothing", async () => {
    const key = Buffer.from(hkdfSync("sha256", newSessionSecret(), "", "", 32))
    const cipher = createCipheriv("aes-256-cbc", key, randomBytes(16))
    const text = Buffer.concat([cipher.update('{"sub":"admin"}'), cipher.final()])
    for (const encoding of ["base64", "base64url", "hex"] as const)
      await denied(`${one}=1${text.toString(encoding)}`)
  })
})

it("T45: nothing is decompressed anywhere on the way in", () => {
  for (const path of ["core/session/codec.ts", "core/session/cookie.ts", "core/session/session.ts"])
    expect(readFileSync(resolve(import.meta.dirname, "../../src", path), "utf8")).not.toMatch(
      /zlib|inflate|gunzip|brotli/i,
    )
})

describe("T46: chunks", () => {
  let large: TestSetup
  let jar: Map<string, string>
  beforeAll(async () => {
    large = await setUp({ values: { headers: [{ name: "X-Groups", value: "{{ .claims.groups }}" }] } })
    const groups = Array.from({ length: 420 }, () => crypto.randomUUID())
    large.provider.loginAs = { sub: "u1", name: "Ann", groups }
    const browser = large.browser()
    await browser.logIn()
    jar = browser.cookies
    expect([...jar.keys()].filter((name) => name.includes(".Session")).length).toBe(3)
  })
  afterAll(() => large.close())

  const cookieOf = (change: Readonly<Record<string, string | undefined>>) =>
    Object.entries({ ...Object.fromEntries(jar), ...change })
      .flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${value}`]))
      .join("; ")
  const visit = (change: Readonly<Record<string, string | undefined>>) =>
    forward(large, { cookie: cookieOf(change) })

  it("T46: all of them are a session; any one missing, swapped, empty or from another is none", async () => {
    expect((await visit({})).status).toBe(200)
    const [first = "", second = "", third = ""] = [one, two, three].map((name) => jar.get(name) ?? "")
    for (const change of [
      { [two]: undefined },
      { [three]: undefined },
      { [one]: undefined },
      { [two]: third, [three]: second },
      { [one]: `2${first.slice(1)}` },
      { [one]: `1${first.slice(1)}` },
      { [two]: "" },
      { [two]: `${second}A` },
      { [one]: good },
      { [two]: good },
    ])
      expectDenied(large, await visit(change), second)
  })

  it.each(["9e9", "-1", "0", "4", "3of3", "0x3", "+3", "\u00b3", "NaN", "Infinity", "", " "])(
    "T46: a count of %j is none",
    async (count) => {
      const rest = (jar.get(one) ?? "").slice(1)
      const cookie = Buffer.from(cookieOf({ [one]: count + rest })).toString("latin1")
      expectDenied(large, await forward(large, { cookie }))
    },
  )

  it("T46: a tail left from a larger session is not read, and is told to go", async () => {
    const browser = large.browser()
    for (const [name, value] of jar) browser.cookies.set(name, value)
    large.provider.loginAs = { sub: "u1", name: "Ann", groups: ["one"] }
    browser.cookies.delete(one)
    const answer = await browser.logIn()
    expect(answer.setCookies.filter((line) => line.includes("Max-Age=0")).length).toBeGreaterThanOrEqual(2)
    expect((await browser.visit("/")).status).toBe(200)
    expectDenied(
      large,
      await forward(large, { cookie: `${three}=${jar.get(three)}; ${two}=${jar.get(two)}` }),
    )
  })

  it("T46: a header full of chunks, which stand for ten million sessions, costs no more than any other", async () => {
    const half = 900
    const parts = [
      ...Array<string>(half).fill(`${one}=3`),
      ...Array<string>(8).fill(`${two}=`),
      ...Array<string>(half).fill(`${three}=`),
    ]
    const started = performance.now()
    for (let request = 0; request < 5; request++) await denied(parts.join(";"))
    // Milliseconds for five, with room for a busy machine; put together they took two seconds each, and 300 MB.
    expect(performance.now() - started).toBeLessThan(1500)
  })
})

describe("T47: cookies that others planted", () => {
  it("T47: the names say that only this host, over https, may set them", async () => {
    const { setCookies } = await setup.browser().visit("/")
    for (const line of setCookies)
      expect(line).toMatch(/^__Host-[^=]+=[^;]+; Path=\/; Max-Age=\d+; Secure; HttpOnly; SameSite=Lax$/)
  })

  it("T47: the good one counts before or behind a bad one of its name", async () => {
    await admitted(`${one}=1planted; ${one}=${good}`)
    await admitted(`${one}=${good}; ${one}=1planted`)
    await admitted(`${"junk=x; ".repeat(1000)}${one}=${good}`)
  })

  it("T47: a session of someone else beside the user's own makes nobody anybody", async () => {
    setup.provider.loginAs = { sub: "u2", name: "Bob" }
    const attacker = setup.browser()
    await attacker.logIn()
    setup.provider.loginAs = { sub: "u1", name: "Ann" }
    const planted = `${one}=${attacker.cookies.get(one)}`
    await denied(`${planted}; ${one}=${good}`)
    await denied(`${one}=${good}; ${planted}`)
  })

  it("T47: too many of one name are none, and no error", () =>
    denied(
      `${Array.from({ length: 20 }, (_, index) => `${one}=1planted${index}`).join("; ")}; ${one}=${good}`,
    ).then(() => undefined))

  it.each([
    (value: string) => `${one}="${value}"`,
    (value: string) => `${one.toUpperCase()}=${value}`,
    (value: string) => `${one.replace("__Host-", "")}=${value}`,
    (value: string) => `${one.replace("__Host-", "__Secure-")}=${value}`,
    (value: string) => `x="; y=${one}=${value}`,
    (value: string) => `=${one}=${value}`,
    (value: string) => `${one}%3D${value}`,
    (value: string) => `${one}=${value.slice(0, -1)}%${value.charCodeAt(value.length - 1).toString(16)}`,
    (value: string) => `${one}=${value},${one}=${value}`,
    (value: string) => `x=y,${one}=${value}`,
    // White space to some, so that a browser lets any sibling domain set it. Source: PortSwigger, "Cookie Chaos", 2025.
    ...["\u00a0", "\u0085", "\u00e2\u0080\u0080"].flatMap((space) => [
      (value: string) => `${space}${one}=${value}`,
      (value: string) => `x=y; ${space}${one}=${value}`,
      (value: string) => `${one}${space}=${value}`,
      (value: string) => `${one}=${space}${value}`,
      (value: string) => `${one}=${value}${space}`,
    ]),
  ])("T47: spelling %# is not the session's", async (spell) => {
    await denied(spell(good))
  })

  it("T47: the app never sees a cookie of ours, however it is written", async () => {
    const cookie = `a=1; ${one}=${good};  ${one} =${good};\t${two}=x;${three}=y; ${setup.config.cookies.names.loginPrefix}x=z; b=2`
    const answer = await forward(setup, { cookie })
    expect(answer.status).toBe(200)
    expect(answer.headers.cookie).toBe("a=1; b=2")
  })
})

describe("T48: fixation", () => {
  it("T48: a login in a browser with someone else's session makes a new one, about the new user only", async () => {
    const browser = setup.browser()
    browser.cookies.set(one, good)
    setup.provider.loginAs = { sub: "u2", name: "Bob" }
    await browser.logIn("/signin")
    const sessions = [good, browser.cookies.get(one) ?? ""].map((text) =>
      openSession(setup.config.keysFor(host), text.slice(1)),
    )
    expect(sessions[0]?.id).not.toBe(sessions[1]?.id)
    expect((await browser.visit("/")).headers["x-forwarded-user"]).toBe("Bob")
    setup.provider.loginAs = { sub: "u1", name: "Ann" }
  })

  it("T48: a login cookie planted from another browser finishes no login of this one", async () => {
    const attacker = setup.browser()
    await attacker.visit("/")
    const victim = setup.browser()
    for (const [name, value] of attacker.cookies) victim.cookies.set(name, value)
    const start = await victim.visit("/mine")
    const answer = await victim.visit(await victim.followToApp(start.headers.location ?? ""))
    expect(answer.headers.location).toBe(`https://${host}/mine`)
  })
})

describe("T49: a session that should be over", () => {
  it("T49: after its token, after its longest life, after idling", async () => {
    const short = await setUp({
      values: { forwardAuth: { session: { maxLifetime: 600, idleTimeout: 300 } } },
      idTokenLifetime: 3600,
    })
    const browser = short.browser()
    await browser.logIn()
    const cookie = `${one}=${browser.cookies.get(one)}`
    expect((await forward(short, { cookie })).status).toBe(200)
    short.advance(301_000)
    expectDenied(short, await forward(short, { cookie }), cookie)
    short.advance(300_000)
    expectDenied(short, await browser.visit("/"))
    await short.close()
    const replay = `${one}=${good}`
    setup.advance(3601_000)
    await denied(replay)
    setup.advance(-3601_000)
  })

  it("T49: once its secret is gone, and not before", async () => {
    const [first, second] = [newSessionSecret(), newSessionSecret()]
    const target = await startTarget([configFor(setup.provider, {}, first)])
    const browser = target.browser()
    await browser.logIn()
    target.server.replaceApps([configFor(setup.provider, {}, `${second}\n${first}`)])
    expect((await browser.visit("/")).status).toBe(200)
    target.server.replaceApps([configFor(setup.provider, {}, second)])
    expectDenied(target, await browser.visit("/"))
    await target.server.close()
  })

  it("T49: once the configuration asks for claims that it does not hold", async () => {
    const secret = newSessionSecret()
    const target = await startTarget([configFor(setup.provider, {}, secret)])
    const browser = target.browser()
    await browser.logIn()
    const rule = { authorization: { assertClaims: [{ name: "groups", anyOf: ["staff"] }] } }
    target.server.replaceApps([configFor(setup.provider, rule, secret)])
    expectDenied(target, await browser.visit("/"))
    await target.server.close()
  })
})

describe("T50: a crowd renews", () => {
  it("T50: one hundred requests, one token call, the same user for each", async () => {
    const due = await setUp({ refreshTokens: true })
    const browser = due.browser()
    await browser.logIn()
    due.advance(2800_000)
    const before = due.provider.requests.filter((line) => line === "POST /token").length
    const answers = await Promise.all(
      Array.from({ length: 100 }, () => browser.visit("/api", { headers: script })),
    )
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
    expect(new Set(answers.map(({ headers }) => headers["x-forwarded-user"])).size).toBe(1)
    expect(due.provider.requests.filter((line) => line === "POST /token").length - before).toBe(1)
    await due.close()
  })

  it("T50: three replicas, a slow provider and tokens that are good once: nobody is logged out or becomes another", async () => {
    const provider = await startForgingProvider()
    const secret = newSessionSecret()
    const replicas: Target[] = await Promise.all(
      [1, 2, 3].map(() => startTarget([configFor(provider, {}, secret)])),
    )
    const users = ["Ann", "Bob", "Cid"]
    const spent = new Set<string>()
    const browsers: Browser[] = []
    for (const [index, name] of users.entries()) {
      provider.token = (nonce) =>
        provider.answer(
          { ...provider.claims(nonce), sub: name, name },
          { refresh_token: `refresh-of-${name}` },
        )
      const browser = replicas[index]?.browser()
      if (browser === undefined) throw new Error("no replica")
      const query = new URL((await browser.visit("/")).headers.location ?? "").searchParams
      await browser.visit(`/oauth2/callback?code=${query.get("nonce")}&state=${query.get("state")}`)
      browsers.push(browser)
    }
    provider.token = (_, form) => {
      const token = form.get("refresh_token") ?? ""
      if (spent.has(token)) return 400
      spent.add(token)
      const name = token.replace("refresh-of-", "")
      const claims = { ...provider.claims(), sub: name, name: `${name} again` }
      return provider.answer(claims, { refresh_token: `next-${name}` })
    }
    for (const { advance } of replicas) advance(2800_000)
    const asked = replicas.flatMap((replica) =>
      browsers.flatMap((browser, index) =>
        Array.from({ length: 11 }, async () => {
          const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join("; ")
          const answer = await forward(replica, { ...script, cookie })
          expect(answer.status).toBe(200)
          expect(answer.headers["x-forwarded-user"]).toMatch(new RegExp(`^${users[index]}(?: again)?$`))
        }),
      ),
    )
    await Promise.all(asked)
    expect(spent.size).toBe(3)
    for (const replica of replicas) {
      expectUnlogged(replica, ...spent)
      await replica.server.close()
    }
    await provider.close()
  })

  it("T50: two sessions whose ids share all but their end do not share a renewal", async () => {
    const provider = await startForgingProvider()
    const config: AppConfig = configFor(provider)
    const target = await startTarget([config])
    const now = Math.floor(Date.now() / 1000)
    const cookies = ["Ann", "Bob"].map((name) => {
      const session = {
        id: `${"A".repeat(21)}${name[0]}`,
        claims: { sub: name, name },
        tokens: {},
        loginAt: now,
        issuedAt: now,
        expiresAt: now - 1,
        renewAfter: now - 1,
        policy: config.fingerprint,
      }
      const keys = config.keysFor(host)
      const refresh = seal(keys.refresh, JSON.stringify([session.id, name]), randomBytes(12))
      return `${one}=1${sealSession(keys, session, randomBytes(12))}; ${config.cookies.names.refresh}=${refresh}`
    })
    provider.token = (_, form) => {
      const name = form.get("refresh_token") ?? ""
      const claims = { ...provider.claims(), sub: name, name }
      return provider.answer(
        {},
        { id_token: forge(claims, { alg: "RS256", kid: "good" }, provider.privateKey) },
      )
    }
    const answers = await Promise.all(cookies.map((cookie) => forward(target, { ...script, cookie })))
    expect(answers.map(({ headers }) => headers["x-forwarded-user"])).toEqual(["Ann", "Bob"])
    await target.server.close()
    await provider.close()
  })
})

it("T51: a sealed value has one spelling", async () => {
  const text = good.slice(1)
  const bytes = Buffer.from(text, "base64url")
  const spellings = [
    `${text}=`,
    `${text}==`,
    bytes.toString("base64"),
    `${text.slice(0, 20)} ${text.slice(20)}`,
    `${text.slice(0, 20)}\t${text.slice(20)}`,
    `${text.slice(0, 20)}.${text.slice(20)}`,
    `${text}A`,
    `${text}.`,
    encodeURIComponent(`${text}=`),
    bytes.toString("hex"),
  ].filter((spelling) => spelling !== text)
  for (const spelling of spellings) await denied(`${one}=1${spelling}`)
  if (bytes.length % 3 === 0) return
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
  // The last character has bits that stand for nothing.
  for (const last of alphabet) if (last !== text.at(-1)) await denied(`${one}=1${text.slice(0, -1)}${last}`)
})
