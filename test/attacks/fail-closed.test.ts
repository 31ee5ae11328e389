/** T19: whatever breaks inside ends as a denial. A million mutated requests: `npm run fuzz`. */
import { randomBytes } from "node:crypto"
import { afterEach, describe, expect, it } from "vitest"
import type { CreateProvider, Provider } from "../../src/adapters/oidc/provider.ts"
import { createProvider } from "../../src/adapters/oidc/provider.ts"
import { seal } from "../../src/core/session/codec.ts"
import { script } from "../server/browser.ts"
import { host, newSessionSecret } from "../server/start.ts"
import { type ForgingProvider, startForgingProvider } from "./forging-provider.ts"
import { configFor, expectDenied, forward, startTarget, type Target } from "./target.ts"

const closers: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

const values = {
  loginUri: "/signin",
  authorizationHeader: { name: "Authorization" },
  forwardAuth: { groupOverage: "graph" },
  authorization: { assertClaims: [{ name: "groups", anyOf: ["staff"] }] },
} as const

async function start(connect?: CreateProvider): Promise<{ provider: ForgingProvider; target: Target }> {
  const provider = await startForgingProvider()
  const target = await startTarget([configFor(provider, values)], connect)
  closers.push(provider.close, target.server.close)
  return { provider, target }
}

const page = { accept: "text/html", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document" }
const requests = [
  { ...page },
  { ...page, "x-forwarded-uri": "/signin" },
  { ...page, "x-forwarded-uri": "/oauth2/logout" },
  { ...page, "x-forwarded-uri": "/oauth2/callback?code=a&state=b" },
  { ...script, authorization: "Bearer a.b.c" },
]

describe("a part that throws", () => {
  const questions = [
    "authorizationUrl",
    "exchangeCode",
    "refresh",
    "verifyToken",
    "readGroups",
    "endSessionUrl",
  ] as const
  const failures: readonly (readonly [string, () => never | Promise<never>])[] = [
    [
      "at once",
      () => {
        throw new TypeError("broken")
      },
    ],
    ["later", () => Promise.reject(new TypeError("broken"))],
    ["something that is no error", () => Promise.reject(undefined)],
  ]

  it.each(failures)("T19: the provider, whichever question it is asked: %s", async (_, fail) => {
    for (const question of questions) {
      const breaking: CreateProvider = (config, tools): Provider => ({
        ...createProvider(config, tools),
        [question]: fail,
      })
      const { target, provider } = await start(breaking)
      for (const headers of requests) expectDenied(target, await forward(target, headers))
      provider.token = (nonce) =>
        provider.answer({ ...provider.claims(nonce), hasgroups: true }, { refresh_token: "refresh-token" })
      const browser = target.browser()
      const { location } = (await browser.visit("/")).headers
      if (location === undefined) continue
      const query = new URL(location).searchParams
      const uri = `/oauth2/callback?code=${query.get("nonce")}&state=${query.get("state")}`
      expectDenied(target, await browser.visit(uri), query.get("nonce") ?? "")
      expectDenied(target, await browser.visit("/"))
    }
  })

  it("T19: the renewal of a session that has run out", async () => {
    const breaking: CreateProvider = (config, tools) => ({
      ...createProvider(config, tools),
      refresh: () => Promise.reject(new TypeError("broken")),
    })
    const { target, provider } = await start(breaking)
    provider.token = (nonce) =>
      provider.answer({ ...provider.claims(nonce), groups: ["staff"] }, { refresh_token: "refresh-token" })
    const browser = target.browser()
    const query = new URL((await browser.visit("/")).headers.location ?? "").searchParams
    await browser.visit(`/oauth2/callback?code=${query.get("nonce")}&state=${query.get("state")}`)
    expect((await browser.visit("/")).status).toBe(200)
    target.advance(3601_000)
    const answer = await browser.visit("/", { headers: script })
    expect(answer.status).toBe(500)
    expectDenied(target, answer, "refresh-token")
  })
})

it("T19: a value sealed with the right key and holding anything but a session", async () => {
  const provider = await startForgingProvider()
  const config = configFor(provider, values, newSessionSecret())
  const target = await startTarget([config])
  closers.push(provider.close, target.server.close)
  const { policy } = { policy: config.fingerprint }
  const texts = [
    "",
    "null",
    "0",
    "{}",
    "[]",
    '""',
    "[",
    "\u0000",
    '{"__proto__":1}',
    "[null]",
    JSON.stringify(["id", null, null, null, null, null, null, policy]),
    JSON.stringify(["id", {}, {}, 0, 0, "9e9", "9e9", policy]),
    JSON.stringify(["id", { groups: "staff" }, {}, 0, 0, null, null, policy]),
    JSON.stringify([{}, [], [], {}, {}, {}, {}, policy]),
  ]
  for (const text of texts) {
    const sealed = seal(config.keysFor(host).session, text, randomBytes(12))
    for (const uri of ["/", "/oauth2/logout"]) {
      const cookie = `${config.cookies.names.session[0]}=1${sealed}`
      expectDenied(target, await forward(target, { ...script, cookie, "x-forwarded-uri": uri }))
    }
    const login = seal(config.keysFor(host).login, text, randomBytes(12))
    for (const name of ["a.aaaaaaaaaaaaaaaa", "logout", "finished"]) {
      const cookie = `${config.cookies.names.loginPrefix}${name}=${login}`
      for (const uri of ["/oauth2/callback?code=a&state=aaaaaaaaaaaaaaaa", "/oauth2/callback", "/"])
        expectDenied(target, await forward(target, { ...page, cookie, "x-forwarded-uri": uri }))
    }
  }
})
