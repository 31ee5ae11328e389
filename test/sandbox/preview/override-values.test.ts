import { describe, expect, it } from "vitest"
import type { Values } from "../../../src/core/contract/values.ts"
import {
  moveToLoopback,
  tenantOf,
  wantedClaims,
  withProvider,
} from "../../../src/sandbox/preview/override-values.ts"

const issuer = "http://127.0.0.1:9999/t/v2.0"
const host = "myapp.my-namespace.idp.example"
const loopback = "myapp.my-namespace.idp.example.localhost:8080"

describe("moveToLoopback", () => {
  it("moves the app to a name that browsers resolve to this machine", () => {
    const { values, url, plainUrl, hosts, redirectUris } = moveToLoopback({ domain: host }, 8080)
    expect(url).toBe(`http://${loopback}/`)
    expect(plainUrl).toBe("http://127.0.0.1:8080/")
    expect(values.domain).toBe(loopback)
    expect(hosts).toEqual([
      "myapp.my-namespace.idp.example.localhost",
      "internal-myapp.my-namespace.idp.example.localhost",
      "internal.myapp.my-namespace.idp.example.localhost",
      "127.0.0.1",
    ])
    expect(values.forwardAuth?.hosts).toEqual(hosts.map((name) => `${name}:8080`))
    expect(redirectUris).toEqual([
      ...hosts.map((name) => `http://${name}:8080/oauth2/callback`),
      `http://${loopback}/login`,
    ])
  })

  it("moves addresses and rules that mention the host, and nothing that only looks like it", () => {
    const { values } = moveToLoopback(
      {
        domain: host,
        callbackUri: `https://${host}/oauth2/callback`,
        postLogoutRedirectUri: `https://${host}:443/bye`,
        validPostLoginRedirectUris: [`https://${host}/*`, `https://other-${host}/`, `https://${host}.evil/`],
        bypassAuthenticationRule: `Host(\`${host}\`) && Path(\`/hook\`)`,
        cookieNamePrefix: "_MyApp_",
      },
      8080,
    )
    expect(values).toMatchObject({
      callbackUri: `http://${loopback}/oauth2/callback`,
      postLogoutRedirectUri: `http://${loopback}/bye`,
      validPostLoginRedirectUris: [`http://${loopback}/*`, `https://other-${host}/`, `https://${host}.evil/`],
      bypassAuthenticationRule: `Host(\`${loopback}\`) && Path(\`/hook\`)`,
      cookieNamePrefix: "_MyApp_",
    })
  })

  it("makes cookies that plain http can hold", () => {
    const { values } = moveToLoopback(
      { domain: host, sessionCookie: { Secure: true, SameSite: "none", Domain: "idp.example", MaxAge: 60 } },
      8080,
    )
    expect(values.sessionCookie).toEqual({ Secure: false, SameSite: "lax", MaxAge: 60 })
  })

  it("leaves the port out where it is http's own", () => {
    expect(moveToLoopback({ domain: host }, 80).values.domain).toBe(`${host}.localhost`)
  })

  it("leaves a domain that is loopback already", () => {
    expect(moveToLoopback({ domain: "app.localhost" }, 8080).url).toBe("http://app.localhost:8080/")
  })
})

describe("withProvider", () => {
  it("puts the stand-in in the provider's place and keeps its other settings", () => {
    const values: Values = {
      domain: host,
      provider: { tenantId: "t", validIssuer: "https://real/", scopes: ["openid"], usePkce: true },
    }
    expect(withProvider(values, issuer).provider).toEqual({ url: issuer, scopes: ["openid"], usePkce: true })
  })
})

describe("wantedClaims", () => {
  it("takes all of allOf and the first of anyOf, once", () => {
    expect(
      wantedClaims([
        { name: "groups", anyOf: ["a", "b"] },
        { name: "roles", allOf: ["reader", "writer"], anyOf: ["reader"] },
        { name: "email" },
      ]),
    ).toEqual([
      { name: "groups", values: ["a"] },
      { name: "roles", values: ["reader", "writer"] },
      { name: "email", values: [] },
    ])
  })
})

describe("tenantOf", () => {
  const tenant = "11111111-2222-4333-8444-555555555555"
  it("finds the tenant by id or in the address", () => {
    expect(tenantOf({ domain: host, provider: { tenantId: tenant } })).toBe(tenant)
    expect(
      tenantOf({ domain: host, provider: { url: `https://login.microsoftonline.com/${tenant}/v2.0` } }),
    ).toBe(tenant)
    expect(tenantOf({ domain: host })).toBeUndefined()
  })
})
