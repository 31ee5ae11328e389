import { randomBytes } from "node:crypto"
import { describe, expect, it } from "vitest"
import { renderProblem } from "../../../src/core/contract/problem.ts"
import type { Values } from "../../../src/core/contract/values.ts"
import { makeAppConfig } from "../../../src/server/config/app-config.ts"

const tenantId = "3fe8f2f0-da38-42eb-80c7-febc1d1dcb3f"
const make = (values: Partial<Values>) =>
  makeAppConfig({
    app: "myapp-oidc",
    values: { domain: "app.example.test", ...values, provider: { tenantId, ...values.provider } },
    secrets: { clientId: "client", clientSecret: "s~cret", sessionSecret: randomBytes(16).toString("hex") },
  })
const made = (values: Partial<Values>) => {
  const config = make(values)
  if (!config.ok) throw new Error(config.problems.map(renderProblem).join("\n"))
  return config.value
}

describe("defaults", () => {
  const config = made({})
  it("are those of the guide", () => {
    expect(config.provider.url.href).toBe(`https://login.microsoftonline.com/${tenantId}/v2.0`)
    expect(config.provider.tenantId).toBe(tenantId)
    expect(config.provider.scopes).toEqual(["openid", "profile", "email"])
    expect(config.addresses.callbackPath).toBe("/oauth2/callback")
    expect(config.addresses.logoutPath).toBe("/oauth2/logout")
    expect(config.addresses.postLogout).toBe("https://app.example.test/login")
    expect(config.redirectUri({ scheme: "https", host: "internal-app.example.test" })).toBe(
      "https://internal-app.example.test/oauth2/callback",
    )
    expect(config.cookies.names.session[0]).toBe("__Host-_myapp-oidc_.Session")
    expect(config.cookies.session).toMatchObject({
      Secure: true,
      HttpOnly: true,
      SameSite: "lax",
      Path: "/",
      MaxAge: 0,
    })
    expect(config.renewalThreshold).toBe(0.75)
    expect(config.policy.unauthenticated).toBe("login")
  })
  it("cannot be changed once they are compiled", () => expect(Object.isFrozen(config)).toBe(true))
  it("show no secret when they are printed", () => expect(JSON.stringify(config)).not.toContain("s~cret"))
})

describe("a session", () => {
  const claims = {
    sub: "u",
    name: "Ann",
    email: "a@x",
    groups: ["a", "b", "c"],
    secret: "x",
    _claim_sources: {},
  }
  const tokens = { claims, accessToken: "at", idToken: "it", refreshToken: "rt", expiresIn: 1 }
  const kept = (values: Partial<Values>) => made(values).identity.keep(tokens, claims)

  it("keeps what headers read, and no token", () => {
    expect(kept({})).toEqual({ claims: { sub: "u", name: "Ann", email: "a@x" }, tokens: {} })
  })
  it("keeps of a list only the values that rules ask for", () => {
    const authorization = { assertClaims: [{ name: "groups", anyOf: ["b", "z"] }] }
    expect(kept({ authorization }).claims.groups).toEqual(["b"])
  })
  it("keeps a list whole for a header", () => {
    const headers = [{ name: "X-Groups", value: "{{ .claims.groups }}" }]
    expect(kept({ headers }).claims).toEqual({ sub: "u", groups: ["a", "b", "c"] })
  })
  it("keeps a token only for a header that shows it", () => {
    expect(kept({ headers: [{ name: "X-Token", value: "{{ .accessToken }}" }] }).tokens).toEqual({
      accessToken: "at",
    })
  })
  it("made under other rules needs a new login, made under the same ones in another order does not", () => {
    const rules = (...anyOf: string[]) =>
      made({ authorization: { assertClaims: [{ name: "groups", anyOf }] } }).fingerprint
    expect(rules("a", "b")).toBe(rules("b", "a"))
    expect(rules("a", "b")).not.toBe(rules("a", "c"))
    expect(made({}).fingerprint).not.toBe(made({ headers: [] }).fingerprint)
  })
})

describe("a session of another provider", () => {
  const other = "0f8fad5b-d9cb-469f-a165-70867728950e"
  it.each<NonNullable<Values["provider"]>>([
    { tenantId: other },
    { url: "https://login.example.test/" },
    { validIssuer: "https://issuer.example.test" },
    { validAudience: "api://other" },
    { tokenValidation: "AccessToken" },
    { useClaimsFromUserInfo: true },
  ])("needs a new login: %j", (provider) => {
    expect(made({ provider }).fingerprint).not.toBe(made({}).fingerprint)
  })
  it("is no other one for an address that says the same", () => {
    const url = `https://login.microsoftonline.com/${tenantId}/v2.0`
    expect(made({ provider: { url } }).fingerprint).toBe(made({}).fingerprint)
  })
})

describe("values that cannot work", () => {
  const refuse = (values: Partial<Values>, ...paths: string[]) => {
    const config = make(values)
    expect(
      config.ok ? [] : config.problems.map(renderProblem).map((text) => text.slice(0, text.indexOf(":"))),
    ).toEqual(paths)
  }
  it("name their key", () => {
    refuse({ domain: "https://x/" }, "domain")
    refuse({ provider: { url: "http://provider.example" } }, "provider.url")
    refuse({ provider: { url: "nonsense://" } }, "provider.url")
    refuse({ provider: { validateIssuer: "false" } }, "provider.validateIssuer")
    refuse({ provider: { validateAudience: false } }, "provider.validateAudience")
    refuse({ provider: { insecureSkipVerify: true } }, "provider.insecureSkipVerify")
    refuse({ provider: { tokenValidation: "Introspection" } }, "provider.tokenValidation")
    refuse({ provider: { tokenRenewalThreshold: "0.2" } }, "provider.tokenRenewalThreshold")
    refuse({ provider: { scopes: ["profile"] } }, "provider.scopes")
    refuse({ sessionCookie: { Secure: false } }, "sessionCookie.Secure")
    refuse({ sessionCookie: { Path: "x" } }, "sessionCookie.Path")
    refuse({ sessionCookie: { Domain: "other.test" } }, "sessionCookie.Domain")
    refuse({ sessionCookie: { Domain: "test" } }, "sessionCookie.Domain")
    refuse({ cookieNamePrefix: "a b" }, "cookieNamePrefix")
    refuse({ callbackUri: "oauth2" }, "callbackUri")
    refuse({ callbackUri: "https://elsewhere.test/cb" }, "callbackUri")
    refuse({ logoutUri: "" }, "logoutUri")
    refuse({ logoutUri: "/" }, "logoutUri")
    refuse({ loginUri: "/a/../b" }, "loginUri")
    refuse({ postLoginRedirectUri: "//evil" }, "postLoginRedirectUri")
    refuse({ validPostLoginRedirectUris: ["/ok", "*"] }, "validPostLoginRedirectUris[1]")
    refuse({ bypassPaths: ["/ok", "/a/../b"] }, "bypassPaths[1]")
    refuse({ bypassAuthenticationRule: "Nope(`x`)" }, "bypassAuthenticationRule")
    refuse({ headers: [{ name: "Cookie", value: "x" }] }, "headers[0].name")
    refuse({ headers: [{ name: "X-User", value: "{{ nope }}" }] }, "headers[0].value")
    refuse(
      { authorization: { assertClaims: [{ name: "groups", anyOf: [] }] } },
      "authorization.assertClaims[0].anyOf",
    )
    refuse({ postLoginRedirectUri: "${HOME}" }, "postLoginRedirectUri", "postLoginRedirectUri")
  })
  it("are all told at once", () => refuse({ domain: "", logoutUri: "x" }, "domain", "logoutUri"))
  it("lack a tenant", () => refuse({ provider: { tenantId: "" } }, "provider.tenantId"))
})

describe("an absolute callback", () => {
  it("fixes the redirect URI of its own host, and of all hosts that share the cookie", () => {
    const callbackUri = "https://app.example.test/cb"
    const elsewhere = { scheme: "https", host: "internal-app.example.test" } as const
    expect(made({ callbackUri }).redirectUri(elsewhere)).toBe("https://internal-app.example.test/cb")
    expect(made({ callbackUri, sessionCookie: { Domain: "example.test" } }).redirectUri(elsewhere)).toBe(
      callbackUri,
    )
  })
})

describe("keys of cookies", () => {
  const [app, other] = ["app.example.test", "other.example.test"] as const
  const forwardAuth = { hosts: [other] }

  it("differ from host to host, and are one set where the hosts share a Domain", () => {
    const apart = made({ forwardAuth })
    expect(apart.keysFor(app)).toBe(apart.keysFor(app))
    expect(apart.keysFor(other)).not.toEqual(apart.keysFor(app))
    const shared = made({ forwardAuth, sessionCookie: { Domain: "example.test" } })
    expect(shared.keysFor(other)).toBe(shared.keysFor(app))
  })

  it("are there for no host that the app does not serve", () => {
    expect(() => made({ forwardAuth }).keysFor("stranger.example.test")).toThrow(RangeError)
  })
})
