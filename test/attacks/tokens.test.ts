/** T35-T41: tokens that a provider, or someone who pretends to be one, should not have issued. */
import { createHmac, randomUUID, sign } from "node:crypto"
import { exportJWK, SignJWT } from "jose"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import type { Values } from "../../src/core/contract/values.ts"
import { newRsaKeys } from "../fakes/rsa-keys.ts"
import { script } from "../server/browser.ts"
import { host } from "../server/start.ts"
import {
  type ClaimSet,
  encode,
  type ForgingProvider,
  forge,
  startForgingProvider,
} from "./forging-provider.ts"
import { configFor, expectDenied, expectUnlogged, startTarget, type Target } from "./target.ts"

let provider: ForgingProvider
let target: Target
beforeEach(async () => {
  provider = await startForgingProvider()
})
afterEach(async () => {
  await target.server.close()
  await provider.close()
})

const bearer: Partial<Values> = { authorizationHeader: { name: "Authorization" } }
const start = async (values: Partial<Values> = {}) => {
  target = await startTarget([configFor(provider, values)])
}

/** A login whose code is its own nonce, which is how the forging provider learns it. */
async function logIn(prepare: (nonce: string) => void = () => undefined) {
  const browser = target.browser()
  const begun = await browser.visit("/")
  const query = new URL(begun.headers.location ?? "").searchParams
  const nonce = query.get("nonce") ?? ""
  prepare(nonce)
  const answer = await browser.visit(`/oauth2/callback?code=${nonce}&state=${query.get("state")}`)
  return { browser, answer, nonce }
}

async function expectLoginDenied(token: (nonce: string) => unknown): Promise<void> {
  provider.token = token
  const { answer, browser, nonce } = await logIn()
  expectDenied(target, answer, nonce)
  expectDenied(target, await browser.visit("/"))
}

async function expectBearerDenied(token: string): Promise<void> {
  const headers = { ...script, authorization: `Bearer ${token}` }
  expectDenied(target, await target.browser().visit("/api", { headers }), token)
}

/** Both ways in: as the ID token of a login, and as a bearer token. */
async function expectTokenDenied(make: (claims: ClaimSet) => string | Promise<string>): Promise<void> {
  const tokens = new Map<string, string>()
  await start(bearer)
  provider.token = (nonce) => provider.answer({}, { id_token: tokens.get(nonce) })
  const { answer } = await logIn()
  expectDenied(target, answer)
  const browser = target.browser()
  const query = new URL((await browser.visit("/")).headers.location ?? "").searchParams
  const nonce = query.get("nonce") ?? ""
  const token = await make(provider.claims(nonce))
  tokens.set(nonce, token)
  const finished = await browser.visit(`/oauth2/callback?code=${nonce}&state=${query.get("state")}`)
  expectDenied(target, finished, token, nonce)
  await expectBearerDenied(token)
}

const rs256 = { alg: "RS256", kid: "good" }

it("a good token is accepted, so that a refusal below means something", async () => {
  await start(bearer)
  const { answer, browser } = await logIn()
  expect(answer.headers.location).toBe(`https://${host}/`)
  expect((await browser.visit("/")).headers["x-forwarded-user"]).toBe("Ann")
  const token = forge(provider.claims(), rs256, provider.privateKey)
  const headers = { ...script, authorization: `Bearer ${token}` }
  expect((await target.browser().visit("/api", { headers })).status).toBe(200)
  expectUnlogged(target, token)
})

it("T37: a token beside the good one, which the app might read instead, is judged too", async () => {
  await start({ ...bearer, authorizationCookie: { name: "api_token" } })
  const { browser } = await logIn()
  const good = `Bearer ${forge(provider.claims(), rs256, provider.privateKey)}`
  const forged = `Bearer ${encode({ alg: "none" })}.${encode({ ...provider.claims(), sub: "admin" })}.`
  // With a session too, which never makes up for a bad token.
  for (const authorization of [
    [good, forged],
    [forged, good],
    ["Basic dTpw", forged],
    [`${good}, ${forged}`],
    [`${good} ${forged}`],
    [`${forged} x`],
    [forged.replace(" ", "\t")],
  ])
    for (const visitor of [target.browser(), browser])
      expectDenied(target, await visitor.visit("/api", { headers: { ...script, authorization } }), forged)
  for (const authorization of [good, ["Basic dTpw", good]])
    expect((await target.browser().visit("/api", { headers: { ...script, authorization } })).status).toBe(200)
  expect((await browser.visit("/api", { headers: { ...script, authorization: "Basic dTpw" } })).status).toBe(
    200,
  )
})

describe("T37: a token beside the good one", () => {
  const values: Partial<Values> = {
    authorizationHeader: { name: "X-Id-Token" },
    authorizationCookie: { name: "api_token" },
  }
  const forgedToken = () => `${encode({ alg: "none" })}.${encode({ ...provider.claims(), sub: "admin" })}.`

  it.each<[string, (good: string, forged: string) => Record<string, string>]>([
    ["the same cookie before", (good, forged) => ({ cookie: `api_token=${forged}; api_token=${good}` })],
    ["the same cookie after", (good, forged) => ({ cookie: `api_token=${good}; api_token=${forged}` })],
    [
      "a cookie that PHP reads as it",
      (good, forged) => ({ cookie: `api_token=${good}; api.token=${forged}` }),
    ],
    ["a cookie beside a header", (good, forged) => ({ "x-id-token": good, cookie: `api_token=${forged}` })],
    ["a header beside a cookie", (good, forged) => ({ "x-id-token": forged, cookie: `api_token=${good}` })],
    ["a header that WSGI reads as it", (good, forged) => ({ "x-id-token": good, X_Id_Token: forged })],
    ["a header with dots", (good, forged) => ({ "x-id-token": good, "X.ID.TOKEN": forged })],
  ])("T37: in %s is judged too", async (_, headersOf) => {
    await start(values)
    const good = forge(provider.claims(), rs256, provider.privateKey)
    const forged = forgedToken()
    const headers = { ...script, ...headersOf(good, forged) }
    expectDenied(target, await target.browser().visit("/api", { headers }), good, forged)
    const same = { ...script, ...headersOf(good, good) }
    expect((await target.browser().visit("/api", { headers: same })).status).toBe(200)
  })

  it.each(["X_Id_Token", "x.id_token"])("T37: in %s alone, beside a session, is judged", async (name) => {
    await start(values)
    const { browser } = await logIn()
    const forged = forgedToken()
    expectDenied(target, await browser.visit("/api", { headers: { ...script, [name]: forged } }), forged)
  })

  it("T37: in a cookie that only looks like it, beside a session, is judged", async () => {
    await start(values)
    const { browser } = await logIn()
    browser.cookies.set("api.token", forgedToken())
    expectDenied(target, await browser.visit("/api", { headers: script }))
  })
})

describe("T35: signatures that prove nothing", () => {
  const unsigned = (header: object) => (claims: ClaimSet) => `${encode(header)}.${encode(claims)}.`
  const other = newRsaKeys()

  it("T35: none", () => expectTokenDenied(unsigned({ alg: "none" })))
  it("T35: None, in capitals", () => expectTokenDenied(unsigned({ alg: "NonE", kid: "good" })))
  it("T35: no algorithm", () => expectTokenDenied(unsigned({ kid: "good" })))
  it("T35: an empty signature", () => expectTokenDenied(unsigned(rs256)))
  it("T35: HS256 with the public key as its secret", () =>
    expectTokenDenied((claims) => {
      const text = `${encode({ alg: "HS256", kid: "good" })}.${encode(claims)}`
      const secret = JSON.stringify(provider.publicJwk)
      return `${text}.${createHmac("sha256", secret).update(text).digest("base64url")}`
    }))
  it("T35: HS256 with the client secret, where metadata offers it", () => {
    provider.metadata = {
      ...(provider.metadata as object),
      id_token_signing_alg_values_supported: ["HS256", "none", "RS256"],
    }
    return expectTokenDenied((claims) =>
      new SignJWT(claims).setProtectedHeader({ alg: "HS256" }).sign(Buffer.from(provider.clientSecret)),
    )
  })
  it("T35: a key for RS256 used for PS256", () =>
    expectTokenDenied((claims) =>
      new SignJWT(claims).setProtectedHeader({ alg: "PS256", kid: "good" }).sign(provider.privateKey),
    ))
  it("T35: another key under the same id", () =>
    expectTokenDenied((claims) => forge(claims, rs256, other.privateKey)))
  it("T35: a key that the token brings along", async () => {
    const jwk = await exportJWK(other.publicKey)
    const x5c = [other.publicKey.export({ type: "spki", format: "der" }).toString("base64")]
    await expectTokenDenied((claims) => forge(claims, { ...rs256, kid: "own", jwk, x5c }, other.privateKey))
  })
  it("T35: a key from an address that the token names", async () => {
    const { issuer } = provider
    await expectTokenDenied((claims) =>
      forge(claims, { ...rs256, kid: "own", jku: `${issuer}/mine`, x5u: `${issuer}/mine` }, other.privateKey),
    )
    expect(provider.requests).not.toContain("/mine")
  })
  it("T35: an extension that must be understood", () =>
    expectTokenDenied((claims) => forge(claims, { ...rs256, crit: ["exp2"], exp2: 1 }, provider.privateKey)))
  it("T35: an unencoded payload", () =>
    expectTokenDenied((claims) =>
      forge(claims, { ...rs256, b64: false, crit: ["b64"] }, provider.privateKey),
    ))
  it("T35: a signature over other claims", () =>
    expectTokenDenied((claims) => {
      const [head, , signature] = forge({ ...claims, sub: "someone" }, rs256, provider.privateKey).split(".")
      return `${head}.${encode(claims)}.${signature}`
    }))
  it("T35: an encrypted token", () =>
    expectTokenDenied(() =>
      [{ alg: "dir", enc: "A128GCM", zip: "DEF" }, "", "iv", "text", "tag"].map(encode).join("."),
    ))
  it("T35: a token within a token", () =>
    expectTokenDenied((claims) =>
      forge(forge(claims, rs256, provider.privateKey), { ...rs256, cty: "JWT" }, provider.privateKey),
    ))
  it.each(["", ".", "..", "...", "a.b.c", "null", "e30.e30.", "=.=.=", `${"a".repeat(20_000)}.b.c`])(
    "T35: %j",
    (token) => expectTokenDenied(() => token),
  )
})

describe("T36: tokens for someone else", () => {
  const change = (claims: ClaimSet) => () =>
    expectTokenDenied((good) => forge({ ...good, ...claims }, rs256, provider.privateKey))
  const without = (name: string) => () =>
    expectTokenDenied(({ [name]: _, ...claims }) => forge(claims, rs256, provider.privateKey))

  it("T36: of another issuer", change({ iss: "https://login.microsoftonline.com/other/v2.0" }))
  it("T36: of an issuer with a slash more", () => change({ iss: `${provider.issuer}/` })())
  it("T36: of the v1 endpoint of the same tenant", change({ iss: "https://sts.windows.net/other/" }))
  it(
    "T36: of the template of all tenants",
    change({ iss: "https://login.microsoftonline.com/{tenantid}/v2.0" }),
  )
  it("T36: of no issuer", without("iss"))
  it("T36: for Graph", change({ aud: "00000003-0000-0000-c000-000000000000" }))
  it("T36: for another app", change({ aud: randomUUID() }))
  it("T36: for a list without this app", change({ aud: [randomUUID(), randomUUID()] }))
  it("T36: for an empty list", change({ aud: [] }))
  it("T36: for nobody", without("aud"))
  it("T36: for an app whose id begins like this one's", () => change({ aud: `${provider.clientId}x` })())
  it("T36: about nobody", without("sub"))
  it("T36: about an empty name", change({ sub: "" }))
  it("T36: about a number", change({ sub: 1 }))

  it("T36: issued to another app of the tenant", async () => {
    await start()
    await expectLoginDenied((nonce) => provider.answer({ ...provider.claims(nonce), azp: randomUUID() }))
    await expectLoginDenied((nonce) =>
      provider.answer({
        ...provider.claims(nonce),
        aud: [provider.clientId, randomUUID()],
        azp: randomUUID(),
      }),
    )
  })

  it("T36: of another tenant, by cookie and by bearer", async () => {
    const tenant = randomUUID()
    const url = `${provider.issuer}/${tenant}/v2.0`
    await start({ ...bearer, provider: { url, validIssuer: provider.issuer } })
    provider.requests.length = 0
    const { answer } = await logIn().catch(() => ({ answer: undefined }))
    expect(answer === undefined || answer.status >= 300).toBe(true)
    for (const tid of [undefined, randomUUID(), tenant.toUpperCase(), [tenant]])
      await expectBearerDenied(forge({ ...provider.claims(), tid }, rs256, provider.privateKey))
  })

  it("T36: an access token in the place of the ID token", async () => {
    await start()
    await expectLoginDenied((nonce) => {
      const accessToken = forge(
        { ...provider.claims(nonce), aud: "https://graph.microsoft.com" },
        rs256,
        provider.privateKey,
      )
      return provider.answer({}, { id_token: accessToken, access_token: accessToken })
    })
  })

  it("T36: no ID token at all", async () => {
    await start()
    await expectLoginDenied((nonce) => ({ ...provider.answer(provider.claims(nonce)), id_token: undefined }))
  })
})

describe("T37: a bearer token is judged by the same rules", () => {
  it("T37: groups, overage, and a token that is bad beside a session that is good", async () => {
    await start({ ...bearer, authorization: { assertClaims: [{ name: "groups", anyOf: ["staff"] }] } })
    const token = (claims: ClaimSet) => forge({ ...provider.claims(), ...claims }, rs256, provider.privateKey)
    for (const claims of [
      {},
      { groups: [] },
      { groups: ["staffs"] },
      { groups: "staf" },
      { hasgroups: true },
      { _claim_names: { groups: "src1" } },
    ])
      await expectBearerDenied(token(claims))
    provider.token = (nonce) => provider.answer({ ...provider.claims(nonce), groups: ["staff"] })
    const { browser } = await logIn()
    expect((await browser.visit("/")).status).toBe(200)
    const headers = { ...script, authorization: `Bearer ${token({})}` }
    expectDenied(target, await browser.visit("/", { headers }))
  })
})

describe("T38: times", () => {
  const now = () => Math.floor(Date.now() / 1000)

  it.each<[string, () => ClaimSet]>([
    ["expired two minutes ago", () => ({ exp: now() - 120 })],
    ["expired in 1969", () => ({ exp: -1 })],
    ["expiring at zero", () => ({ exp: 0 })],
    ["expiring at a text", () => ({ exp: String(now() + 3600) })],
    ["expiring at null", () => ({ exp: null })],
    ["expiring at a list", () => ({ exp: [now() + 3600] })],
    ["valid from next year", () => ({ nbf: now() + 3e7 })],
    ["valid from a text", () => ({ nbf: "0" })],
    ["issued at a text", () => ({ iat: "yesterday" })],
    ["issued next year", () => ({ iat: now() + 3e7 })],
  ])("T38: %s", (_, claims) =>
    expectTokenDenied((good) => forge({ ...good, ...claims() }, rs256, provider.privateKey)),
  )

  it("T38: no expiry", () =>
    expectTokenDenied(({ exp: _, ...claims }) => forge(claims, rs256, provider.privateKey)))

  it.each([1e300, 2 ** 53, 2 ** 63, Number.MAX_VALUE])(
    "T38: a token that expires at %d is good for a day at most",
    async (exp) => {
      await start(bearer)
      provider.token = (nonce) => provider.answer({ ...provider.claims(nonce), exp })
      const { browser } = await logIn()
      const token = forge({ ...provider.claims(), exp }, rs256, provider.privateKey)
      const headers = { ...script, authorization: `Bearer ${token}` }
      await target.browser().visit("/api", { headers })
      target.advance(25 * 3600_000)
      expectDenied(target, await browser.visit("/"))
    },
  )

  it("T38: clocks may differ by a minute", async () => {
    await start(bearer)
    const token = (seconds: number) =>
      forge({ ...provider.claims(), nbf: now() + seconds }, rs256, provider.privateKey)
    const status = async (text: string) =>
      (await target.browser().visit("/", { headers: { ...script, authorization: `Bearer ${text}` } })).status
    expect(await status(token(50))).toBe(200)
    expect(await status(token(90))).toBe(401)
  })
})

describe("T39: the nonce, and who a renewal is about", () => {
  it.each<[string, (nonce: string) => ClaimSet]>([
    ["missing", () => ({ nonce: undefined })],
    ["empty", () => ({ nonce: "" })],
    ["another", () => ({ nonce: "x".repeat(43) })],
    ["in other letters", (nonce) => ({ nonce: nonce.toUpperCase() })],
    ["too long", (nonce) => ({ nonce: `${nonce}x` })],
    ["in a list", (nonce) => ({ nonce: [nonce] })],
  ])("T39: %s", async (_, claims) => {
    await start()
    await expectLoginDenied((nonce) => provider.answer({ ...provider.claims(nonce), ...claims(nonce) }))
  })

  it("T39: of an earlier login", async () => {
    await start()
    const { nonce: used } = await logIn()
    await expectLoginDenied(() => provider.answer(provider.claims(used)))
  })

  it("T39: a renewal that answers for another user ends the session at once", async () => {
    await start()
    provider.token = (nonce) => provider.answer(provider.claims(nonce), { refresh_token: "refresh-token-1" })
    const { browser } = await logIn()
    provider.token = () =>
      provider.answer({ ...provider.claims(), sub: "u2", name: "Eve" }, { refresh_token: "refresh-token-2" })
    target.advance(3000_000)
    expectDenied(target, await browser.visit("/", { headers: script }), "refresh-token-1", "refresh-token-2")
    expect([...browser.cookies.keys()].filter((name) => /\.(?:Session|Refresh)/.test(name))).toEqual([])
    expectDenied(target, await browser.visit("/", { headers: script }))
  })

  it.each<[string, () => ClaimSet]>([
    ["another tenant's issuer", () => ({ iss: "https://evil.example" })],
    ["another app", () => ({ aud: randomUUID() })],
  ])(
    "T39: a renewal that answers for %s names nobody new, and the session ends with its time",
    async (_, claims) => {
      await start()
      provider.token = (nonce) =>
        provider.answer(provider.claims(nonce), { refresh_token: "refresh-token-1" })
      const { browser } = await logIn()
      provider.token = () =>
        provider.answer({ ...provider.claims(), ...claims() }, { refresh_token: "refresh-token-2" })
      target.advance(3000_000)
      const kept = await browser.visit("/")
      expect(kept.headers["x-forwarded-user"]).toBe("Ann")
      expect(kept.setCookies).toEqual([])
      target.advance(700_000)
      expectDenied(
        target,
        await browser.visit("/", { headers: script }),
        "refresh-token-1",
        "refresh-token-2",
      )
    },
  )
})

describe("T40: hashes and tokens that do not belong together", () => {
  it.each(["x", "", "A".repeat(22)])(
    "T40: an access token is no proof of anything, whatever at_hash says: %j",
    async (at_hash) => {
      await start({ headers: [{ name: "X-Forwarded-User", value: "{{ .claims.sub }}" }] })
      provider.token = (nonce) =>
        provider.answer(
          { ...provider.claims(nonce), at_hash },
          { access_token: forge({ sub: "admin" }, rs256, provider.privateKey) },
        )
      const { browser } = await logIn()
      expect((await browser.visit("/")).headers["x-forwarded-user"]).toBe("u1")
    },
  )

  it("T40: an access token that is meant to say who it is must be this app's and signed", async () => {
    await start({ provider: { tokenValidation: "AccessToken" } })
    const { privateKey } = newRsaKeys()
    for (const accessToken of [
      "opaque-access-token",
      forge({ ...provider.claims(), aud: "https://graph.microsoft.com" }, rs256, provider.privateKey),
      forge(provider.claims(), rs256, privateKey),
    ])
      await expectLoginDenied((nonce) =>
        provider.answer(provider.claims(nonce), { access_token: accessToken }),
      )
  })

  it("T40: what the userinfo endpoint says about someone else is not taken", async () => {
    await start({ provider: { useClaimsFromUserInfo: true } })
    provider.userInfo = { sub: "admin", name: "Admin" }
    await expectLoginDenied((nonce) => provider.answer(provider.claims(nonce)))
  })
})

describe("T41: claims as weapons", () => {
  const headers = [
    { name: "X-Forwarded-User", value: "{{ .claims.name }}" },
    { name: "X-Groups", value: "{{ range .claims.groups }}{{ . }},{{ end }}" },
    { name: "X-Token", value: "{{ .claims.constructor }}{{ .claims.__proto__ }}{{ .claims.toString }}" },
  ]
  const shownWith = async (claims: string) => {
    await start({ headers, authorization: { assertClaims: [{ name: "groups", anyOf: ["admin"] }] } })
    provider.token = (nonce) => {
      const text = JSON.stringify(provider.claims(nonce)).slice(0, -1)
      const body = `${encode(rs256)}.${encode(`${text},${claims}}`)}`
      const signature = sign("sha256", Buffer.from(body), provider.privateKey).toString("base64url")
      return provider.answer({}, { id_token: `${body}.${signature}` })
    }
    const { browser, answer } = await logIn()
    return { callback: answer, page: await browser.visit("/") }
  }

  it.each([
    `"__proto__":{"groups":["admin"],"isAdmin":true}`,
    `"constructor":{"prototype":{"groups":["admin"]}}`,
    `"groups":{"0":"admin","length":1}`,
    `"groups":[["admin"]]`,
    `"groups":[{"toString":"admin"}]`,
    `"groups":"a,admin"`,
    `"groups":["a,admin"]`,
    `"groups":["ADMIN"," admin","admin\\u0000","\\u0430dmin"]`,
    `"groups":["others"],"Groups":["admin"]`,
    `"groups":["others"],"groups ":["admin"]`,
  ])("T41: %s is no member of the group", async (claims) => {
    const { page } = await shownWith(claims)
    expect(page.status).toBe(403)
    expectDenied(target, page)
    expect(Object.prototype).not.toHaveProperty("isAdmin")
  })

  it("T41: the last of two claims of one name counts, as for every JSON parser", async () => {
    expect((await shownWith(`"groups":["admin"],"groups":["others"]`)).page.status).toBe(403)
  })

  it.each([
    [`"groups":["admin"],"name":"Ann\\r\\nX-Token: 1\\u0000\\u2028"`, "Ann X-Token: 1"],
    [`"groups":["admin"],"name":"名前 😀 \\ud800"`, "名前 😀 \ufffd"],
    [`"groups":["admin"],"name":1e21`, undefined],
    [`"groups":["admin"],"name":{"a":1}`, undefined],
  ])("T41: %s stays one header", async (claims, expected) => {
    const { page } = await shownWith(claims)
    expect(page.status).toBe(200)
    if (expected !== undefined)
      expect(Buffer.from(String(page.headers["x-forwarded-user"]), "latin1").toString()).toBe(expected)
    expect(page.headers["x-token"]).toBeUndefined()
  })

  it("T41: ten thousand groups and a claim of 900 kB are denied or kept, never an error of ours", async () => {
    const groups = Array.from({ length: 10_000 }, (_, index) => `"group-${index}"`).join(",")
    const many = await shownWith(`"groups":["admin",${groups}]`)
    expect(many.callback.status).toBe(500)
    expectDenied(target, many.callback)
    expect(many.callback.body).toContain("too many groups")
    await target.server.close()
    const large = await shownWith(`"groups":["admin"],"unused":"${"x".repeat(600_000)}"`)
    expect(large.page.status).toBe(200)
  })
})
