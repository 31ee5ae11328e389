import { createLocalJWKSet, generateKeyPair, jwtVerify, SignJWT } from "jose"
import { afterEach, describe, expect, it } from "vitest"
import { ask, script } from "./browser.ts"
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

describe("forwardAuth.identityToken", () => {
  const values = { forwardAuth: { identityToken: { enabled: true, lifetime: 120 } } }
  const header = "x-forwarded-identity-token"

  it("is a JWT that the keys of the admin port verify, for this app, for two minutes", async () => {
    const { browser, server } = await start({ values })
    const someone = browser()
    await someone.logIn()
    const token = String((await someone.visit("/")).headers[header])
    const keys = JSON.parse((await ask(`${server.adminUrl}/.well-known/jwks.json`)).body)
    const { payload } = await jwtVerify(token, createLocalJWKSet(keys), {
      issuer: `https://${host}`,
      audience: `https://${host}`,
      algorithms: ["ES256"],
    })
    expect(payload).toMatchObject({ sub: "user-1", name: "Jørgen Ægir Åse", email: "jorgen@example.test" })
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(120)
    expect(JSON.stringify(keys)).not.toContain('"d"')
  })

  it("is kept for half of its life, then signed anew", async () => {
    const { browser, advance } = await start({ values })
    const someone = browser()
    await someone.logIn()
    const token = async () => (await someone.visit("/")).headers[header]
    // The server remembers a session from its second request on.
    await token()
    const first = await token()
    advance(59_000)
    expect(await token()).toBe(first)
    advance(2_000)
    expect(await token()).not.toBe(first)
  })

  it("is not there on a bypassed path, nor without the setting", async () => {
    const { browser } = await start({ values: { ...values, bypassPaths: ["/public"] } })
    const someone = browser()
    await someone.logIn()
    expect((await someone.visit("/public")).headers[header]).toBeUndefined()
  })
})

describe("authorizationHeader", () => {
  const values = {
    authorizationHeader: { name: "Authorization" },
    authorizationCookie: { name: "api_token" },
    authorization: { assertClaims: [{ name: "groups", anyOf: ["admins"] }] },
  }
  /** An ID token of the test provider, which is a JWT for this app. */
  const idToken = async ({ browser, provider }: TestSetup, groups: readonly string[] = ["admins"]) => {
    provider.loginAs = { sub: "robot", name: "Robot", groups }
    let token = ""
    const handler = provider.onToken
    provider.onToken = (body) => {
      token = body.id_token
    }
    await browser().logIn()
    provider.onToken = handler
    return token
  }
  const call = (setup: TestSetup, headers: Record<string, string>) =>
    setup.browser().visit("/api", { headers: { ...script, ...headers } })

  it("lets a program in by its token alone, in the header or in the cookie", async () => {
    const setup = await start({ values })
    const token = await idToken(setup)
    for (const headers of [
      { authorization: `Bearer ${token}` },
      { authorization: `bearer  ${token}` },
      { cookie: `api_token=${token}` },
    ]) {
      const answer = await call(setup, headers)
      expect(answer.status).toBe(200)
      expect(answer.headers["x-forwarded-user"]).toBe("Robot")
      expect(answer.setCookies).toEqual([])
    }
  })

  it("applies the same rules as to a session", async () => {
    const setup = await start({ values })
    const token = await idToken(setup, ["others"])
    expect((await call(setup, { authorization: `Bearer ${token}` })).status).toBe(403)
  })

  it("stops when the token expires, remembered or not", async () => {
    const setup = await start({ values })
    const token = await idToken(setup)
    const status = async () => (await call(setup, { authorization: `Bearer ${token}` })).status
    expect(await status()).toBe(200)
    // A minute is what clocks may differ by.
    setup.advance(3_662_000)
    expect(await status()).toBe(401)
  })

  it("refuses a bad token even beside a good session", async () => {
    const setup = await start({ values })
    const { provider, browser } = setup
    provider.loginAs = { sub: "u", name: "Ann", groups: ["admins"] }
    const someone = browser()
    await someone.logIn()
    const answer = await someone.visit("/", { headers: { ...script, authorization: "Bearer x.y.z" } })
    expect(answer.status).toBe(401)
    expect(answer.headers["www-authenticate"]).toBe('Bearer error="invalid_token"')
    expect((await someone.visit("/", { headers: { ...script, authorization: "Basic dTpw" } })).status).toBe(
      200,
    )
  })

  it("refuses other keys, algorithms, audiences and issuers", async () => {
    const setup = await start({ values })
    const { issuer, clientId } = setup.provider
    const { privateKey } = await generateKeyPair("RS256")
    const sign = (
      claims: Record<string, unknown>,
      header: { alg: string; kid?: string; [name: string]: unknown },
      key: Parameters<SignJWT["sign"]>[0],
    ) =>
      new SignJWT({
        iss: issuer,
        aud: clientId,
        sub: "x",
        groups: ["admins"],
        exp: Math.floor(Date.now() / 1000) + 600,
        ...claims,
      })
        .setProtectedHeader(header)
        .sign(key)
    const none = `${Buffer.from('{"alg":"none"}').toString("base64url")}.${Buffer.from(JSON.stringify({ iss: issuer, aud: clientId, sub: "x", exp: 9e9 })).toString("base64url")}.`
    const bad = [
      none,
      `${none}AA`,
      await sign({}, { alg: "RS256", kid: "first" }, privateKey),
      await sign({}, { alg: "RS256", kid: "unknown" }, privateKey),
      await sign({}, { alg: "HS256", kid: "first" }, new TextEncoder().encode("x".repeat(64))),
      "a.b.c.d.e",
      "x",
      "A".repeat(20_000),
    ]
    for (const token of bad)
      expect((await call(setup, { authorization: `Bearer ${token}` })).status, token.slice(0, 40)).toBe(401)
    // Random key ids must not drive downloads of the key set.
    expect(setup.provider.requests.filter((line) => line === "GET /jwks").length).toBeLessThanOrEqual(1)
  })
})

describe("useClaimsFromUserInfo", () => {
  it("takes what the userinfo endpoint says, asked once at login", async () => {
    const { browser, provider } = await start({ values: { provider: { useClaimsFromUserInfo: "true" } } })
    const someone = browser()
    await someone.logIn()
    const asked = provider.requests.filter((line) => line === "GET /me").length
    expect(asked).toBe(1)
    expect((await someone.visit("/")).status).toBe(200)
    expect(provider.requests.filter((line) => line === "GET /me").length).toBe(asked)
  })
})
