import { createRemoteJWKSet, decodeJwt, jwtVerify } from "jose"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { createBrowser } from "../../../src/sandbox/browser.ts"
import { objectId } from "../../../src/sandbox/entra/directory.ts"
import { makeSampleUsers } from "../../../src/sandbox/users.ts"
import {
  callback,
  clientId,
  clientSecret,
  home,
  leave,
  logIn,
  type StandIn,
  startStandIn,
  tenantId,
  tokensFor,
} from "./stand-in.ts"

let standIn: StandIn
beforeAll(async () => {
  standIn = await startStandIn()
})
afterAll(() => standIn.entra.close())

const metadataOf = async (tenant: string) => {
  const answer = await createBrowser().fetch(
    `${standIn.entra.url}/${tenant}/v2.0/.well-known/openid-configuration`,
  )
  return { ...answer, document: JSON.parse(answer.body) }
}

describe("metadata", () => {
  it("has Entra's shape: GUID issuer, tenant paths, no PKCE, no revocation", async () => {
    const { document, headers } = await metadataOf(tenantId)
    expect(document.issuer).toBe(`${standIn.entra.url}/${tenantId}/v2.0`)
    expect(document.authorization_endpoint).toBe(standIn.endpoint("authorize"))
    expect(document.end_session_endpoint).toBe(standIn.endpoint("logout"))
    expect(document.jwks_uri).toBe(`${standIn.entra.url}/${tenantId}/discovery/v2.0/keys`)
    expect(document.response_modes_supported).toContain("form_post")
    for (const absent of [
      "code_challenge_methods_supported",
      "revocation_endpoint",
      "introspection_endpoint",
      "backchannel_logout_supported",
      "authorization_response_iss_parameter_supported",
    ])
      expect(document).not.toHaveProperty(absent)
    expect(headers["cache-control"]).toContain("max-age=86400")
  })

  it("names the GUID also where it was asked for by domain", async () => {
    expect((await metadataOf("example.onmicrosoft.com")).document.issuer).toBe(standIn.entra.issuer)
  })

  it("refuses an unknown tenant with AADSTS90002", async () => {
    const { status, document } = await metadataOf("99999999-2222-4333-8444-555555555555")
    expect(status).toBe(400)
    expect(document).toMatchObject({ error: "invalid_tenant", error_codes: [90002] })
  })
})

describe("login", () => {
  it("ends at the redirect URI with code and state, and without iss", async () => {
    const target = await logIn(standIn, "jorgen")
    expect(`${target.origin}${target.pathname}`).toBe(callback)
    expect([...target.searchParams.keys()].sort()).toEqual(["code", "state"])
    expect(target.searchParams.get("state")).toBe("some state")
  })

  it("lets a known browser pass without a page, until it asks to choose again", async () => {
    const browser = createBrowser()
    await logIn(standIn, "jorgen", {}, browser)
    expect((await browser.fetch(standIn.authorizeUrl())).headers.location).toMatch(/[?&]code=/)
    const again = await browser.open(standIn.authorizeUrl({ prompt: "select_account" }))
    expect(again.body).toContain("Pick an account")
    expect((await leave(browser, again, "user", "asa")).searchParams.has("code")).toBe(true)
  })

  it("answers prompt=none without a session as login_required, AADSTS50058", async () => {
    const answer = await createBrowser().fetch(standIn.authorizeUrl({ prompt: "none" }))
    const target = new URL(answer.headers.location ?? "")
    expect(target.searchParams.get("error")).toBe("login_required")
    expect(target.searchParams.get("error_description")).toMatch(/^AADSTS50058: .* Trace ID: /)
    expect(target.searchParams.has("iss")).toBe(false)
  })

  it("answers a cancelled login as access_denied, AADSTS65004", async () => {
    const browser = createBrowser()
    const picker = await browser.open(standIn.authorizeUrl())
    const target = await leave(browser, picker, "decline", "yes")
    expect(target.searchParams.get("error")).toBe("access_denied")
    expect(target.searchParams.get("error_description")).toMatch(/^AADSTS65004/)
  })

  it("shows AADSTS50011 with both URIs, and never redirects to an unregistered one", async () => {
    const wrong = "http://app.example.localhost/other"
    const answer = await createBrowser().fetch(standIn.authorizeUrl({ redirect_uri: wrong }))
    expect(answer.headers.location).toBeUndefined()
    expect(answer.headers["content-type"]).toContain("text/html")
    expect(answer.body).toContain("AADSTS50011")
    expect(answer.body).toContain(wrong)
    expect(answer.body).toContain(callback)
  })

  it("shows AADSTS700016 for an app that is not registered", async () => {
    const answer = await createBrowser().fetch(standIn.authorizeUrl({ client_id: "nobody" }))
    expect(answer.headers.location).toBeUndefined()
    expect(answer.body).toContain("AADSTS700016")
    expect(answer.body).toContain("nobody")
  })

  it("keeps a user who is not assigned on a page of its own, AADSTS50105", async () => {
    const strict = await startStandIn({
      apps: [
        {
          clientId,
          displayName: "My App",
          secret: clientSecret,
          redirectUris: [callback],
          assignedUsers: ["jorgen"],
        },
      ],
    })
    try {
      const browser = createBrowser()
      const page = await browser.press(await browser.open(strict.authorizeUrl()), "user", "asa")
      expect(page.url.origin).toBe(strict.entra.url)
      expect(page.body).toContain("AADSTS50105")
      expect((await logIn(strict, "jorgen")).searchParams.has("code")).toBe(true)
    } finally {
      await strict.entra.close()
    }
  })

  it("escapes what it shows", async () => {
    const answer = await createBrowser().fetch(
      standIn.authorizeUrl({ client_id: "<script>alert(1)</script>" }),
    )
    expect(answer.body).toContain("&lt;script&gt;")
    expect(answer.body).not.toContain("<script>")
  })

  it("posts the code back where form_post is asked for", async () => {
    const browser = createBrowser()
    const picker = await browser.open(standIn.authorizeUrl({ response_mode: "form_post" }))
    const page = await browser.press(picker, "user", "jorgen")
    expect(page.body).toContain(`action="${callback}"`)
    expect(page.body).toContain('name="code"')
    expect(page.body).not.toContain('name="iss"')
  })
})

describe("ID token", () => {
  it("verifies with the published keys and carries Entra's claims, Danish letters whole", async () => {
    const { id_token } = await tokensFor(standIn, "jorgen")
    const keys = createRemoteJWKSet(new URL(`${standIn.entra.url}/${tenantId}/discovery/v2.0/keys`))
    const { payload } = await jwtVerify(id_token ?? "", keys, {
      issuer: standIn.entra.issuer,
      audience: clientId,
      algorithms: ["RS256"],
    })
    expect(payload).toMatchObject({
      ver: "2.0",
      tid: tenantId,
      oid: objectId("jorgen"),
      name: "Jørgen Ærø",
      preferred_username: "jorgen.aero@example.com",
      email: "jorgen.aero@example.com",
      groups: ["myapp-admin", "all-staff"],
      nonce: "some nonce",
    })
    expect(payload).not.toHaveProperty("at_hash")
  })

  it("is dated five minutes back and lives 65 minutes", async () => {
    const before = Math.floor(Date.now() / 1000)
    const { iat = 0, nbf, exp = 0 } = decodeJwt((await tokensFor(standIn, "jorgen")).id_token ?? "")
    expect(exp - iat).toBe(3900)
    expect(nbf).toBe(iat)
    expect(iat).toBeGreaterThanOrEqual(before - 300)
    expect(iat).toBeLessThanOrEqual(Date.now() / 1000 - 299)
  })

  it("has another subject per app and the same one each time", async () => {
    const other = await startStandIn({
      apps: [{ clientId: "other", displayName: "Other", secret: clientSecret, redirectUris: [callback] }],
    })
    try {
      const code = (await logIn(other, "jorgen", { client_id: "other" })).searchParams.get("code") ?? ""
      const answer = await other.token({ grant_type: "authorization_code", client_id: "other", code })
      const [first, again, elsewhere] = [
        decodeJwt((await tokensFor(standIn, "jorgen")).id_token ?? ""),
        decodeJwt((await tokensFor(standIn, "jorgen")).id_token ?? ""),
        decodeJwt(JSON.parse(answer.body).id_token),
      ]
      expect(again.sub).toBe(first.sub)
      expect(elsewhere.sub).not.toBe(first.sub)
      expect(elsewhere.oid).toBe(first.oid)
    } finally {
      await other.entra.close()
    }
  })

  it("has no groups claim for a user in none", async () => {
    standIn.entra.setUsers([{ id: "nobody", name: "Nobody", groups: [] }])
    const claims = decodeJwt((await tokensFor(standIn, "nobody")).id_token ?? "")
    expect(claims).not.toHaveProperty("groups")
    expect(claims).not.toHaveProperty("email")
    standIn.entra.setUsers(makeSampleUsers([{ name: "groups", values: ["myapp-admin"] }]))
  })

  it("replaces more than 200 groups by a reference that Graph resolves in pages", async () => {
    const { id_token, access_token } = await tokensFor(standIn, "bodil")
    const claims = decodeJwt(id_token ?? "")
    expect(claims).not.toHaveProperty("groups")
    expect(claims._claim_names).toEqual({ groups: "src1" })
    expect(claims._claim_sources).toHaveProperty("src1.endpoint")

    const ask = async (url: string) => {
      const answer = await createBrowser().fetch(url, {
        headers: { Authorization: `Bearer ${access_token}` },
      })
      return JSON.parse(answer.body)
    }
    const first = await ask(`${standIn.entra.url}/v1.0/me/transitiveMemberOf/microsoft.graph.group?$top=200`)
    expect(first.value).toHaveLength(200)
    expect(first.value[0]).toMatchObject({ id: objectId("myapp-admin"), displayName: null })
    const second = await ask(first["@odata.nextLink"])
    expect(second.value).toHaveLength(42)
    expect(second).not.toHaveProperty("@odata.nextLink")
  })
})

describe("Graph", () => {
  it("tells which of the asked groups the user is in, at most twenty at a time", async () => {
    const { access_token } = await tokensFor(standIn, "bodil")
    const check = (groupIds: readonly string[]) =>
      createBrowser().fetch(`${standIn.entra.url}/v1.0/me/checkMemberGroups`, {
        method: "POST",
        headers: { Authorization: `Bearer ${access_token}`, "Content-Type": "application/json" },
        body: Buffer.from(JSON.stringify({ groupIds })),
      })
    const answer = await check([objectId("all-staff"), objectId("elsewhere")])
    expect(JSON.parse(answer.body)).toEqual({ value: [objectId("all-staff")] })
    expect((await check(Array.from({ length: 21 }, () => objectId("all-staff")))).status).toBe(400)
    expect((await check([])).status).toBe(400)
  })

  it("names groups only with consent to read them", async () => {
    const { access_token } = await tokensFor(standIn, "asa", { scope: "openid profile GroupMember.Read.All" })
    const answer = await createBrowser().fetch(`${standIn.entra.url}/v1.0/me/memberOf`, {
      headers: { Authorization: `Bearer ${access_token}` },
    })
    expect(JSON.parse(answer.body).value[0]).toMatchObject({ displayName: "all-staff" })
  })

  it("refuses a missing and an unknown token", async () => {
    for (const headers of [{}, { Authorization: "Bearer nonsense" }])
      expect((await createBrowser().fetch(`${standIn.entra.url}/v1.0/me/memberOf`, { headers })).status).toBe(
        401,
      )
  })
})

describe("token endpoint", () => {
  const refusals: readonly (readonly [string, Record<string, string>, number, string, number])[] = [
    ["a wrong secret", { client_secret: "wrong" }, 401, "invalid_client", 7000215],
    ["an unknown app", { client_id: "nobody" }, 400, "unauthorized_client", 700016],
    ["a bogus code", { code: "bogus" }, 400, "invalid_grant", 9002313],
    ["another redirect URI", { redirect_uri: home }, 400, "invalid_grant", 500112],
  ]
  for (const [what, parameters, status, error, code] of refusals)
    it(`refuses ${what} with AADSTS${code}`, async () => {
      const good = (await logIn(standIn, "jorgen")).searchParams.get("code") ?? ""
      const answer = await standIn.token({ grant_type: "authorization_code", code: good, ...parameters })
      const document = JSON.parse(answer.body)
      expect(answer.status).toBe(status)
      expect(document).toMatchObject({ error, error_codes: [code] })
      expect(document.error_description).toMatch(
        new RegExp(`^AADSTS${code}: .* Correlation ID: .* Timestamp: `),
      )
      expect(document).toHaveProperty("trace_id")
    })

  it("refuses an expired secret with AADSTS7000222, as the directory's function says", async () => {
    const expired = await startStandIn({
      apps: [{ clientId, displayName: "My App", secret: () => "expired", redirectUris: [callback] }],
    })
    try {
      const answer = await expired.token({ grant_type: "authorization_code", code: "any" })
      expect(answer.status).toBe(401)
      expect(JSON.parse(answer.body).error_codes).toEqual([7000222])
    } finally {
      await expired.entra.close()
    }
  })

  it("redeems a code once: the second time is AADSTS54005", async () => {
    const code = (await logIn(standIn, "jorgen")).searchParams.get("code") ?? ""
    expect((await standIn.token({ grant_type: "authorization_code", code })).status).toBe(200)
    const again = await standIn.token({ grant_type: "authorization_code", code })
    expect(JSON.parse(again.body).error_codes).toEqual([54005])
  })

  it("holds the code to its PKCE challenge: AADSTS501481", async () => {
    const challenge = {
      code_challenge: "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
      code_challenge_method: "S256",
    }
    const redeem = async (code_verifier: string) => {
      const code = (await logIn(standIn, "jorgen", challenge)).searchParams.get("code") ?? ""
      return standIn.token({ grant_type: "authorization_code", code, code_verifier })
    }
    // The pair is the example of RFC 7636, appendix B.
    expect((await redeem("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")).status).toBe(200)
    expect(JSON.parse((await redeem("x".repeat(43))).body).error_codes).toEqual([501481])
  })

  it("gives a refresh token for offline_access only, and a used one stays good", async () => {
    expect(await tokensFor(standIn, "jorgen")).not.toHaveProperty("refresh_token")
    const { refresh_token = "" } = await tokensFor(standIn, "jorgen", {
      scope: "openid profile offline_access",
    })
    const refresh = async () =>
      JSON.parse((await standIn.token({ grant_type: "refresh_token", refresh_token })).body)
    const [first, second] = [await refresh(), await refresh()]
    expect(new Set([refresh_token, first.refresh_token, second.refresh_token]).size).toBe(3)
    expect(decodeJwt(second.id_token)).toMatchObject({ name: "Jørgen Ærø" })
    expect(decodeJwt(second.id_token)).not.toHaveProperty("nonce")
  })
})

describe("userinfo", () => {
  it("names the same subject as the ID token", async () => {
    const { access_token, id_token } = await tokensFor(standIn, "lukasz")
    const answer = await createBrowser().fetch(`${standIn.entra.url}/oidc/userinfo`, {
      headers: { Authorization: `Bearer ${access_token}` },
    })
    expect(JSON.parse(answer.body)).toMatchObject({
      sub: decodeJwt(id_token ?? "").sub,
      name: "Łukasz Wiśniewski",
      email: "lukasz.wisniewski@example.com",
    })
  })
})

describe("key rollover", () => {
  it("signs with a new key while the old one stays published, and drops it in an emergency", async () => {
    const published = async () => {
      const answer = await createBrowser().fetch(`${standIn.entra.url}/${tenantId}/discovery/v2.0/keys`)
      return JSON.parse(answer.body).keys as readonly { kid: string; issuer: string; d?: string }[]
    }
    const before = await published()
    await standIn.entra.rotateKeys()
    const after = await published()
    expect(after.map(({ kid }) => kid)).toEqual([...before.map(({ kid }) => kid), "stand-in-key-2"])
    expect(after.every(({ issuer, d }) => issuer === standIn.entra.issuer && d === undefined)).toBe(true)
    await standIn.entra.rotateKeys({ forget: true })
    expect((await published()).map(({ kid }) => kid)).toEqual(["stand-in-key-3"])
  })
})

describe("logout", () => {
  it("goes back to a registered address with its state, and the next login asks again", async () => {
    const browser = createBrowser()
    await logIn(standIn, "jorgen", {}, browser)
    const query = new URLSearchParams({ client_id: clientId, post_logout_redirect_uri: home, state: "x" })
    const answer = await browser.fetch(`${standIn.endpoint("logout")}?${query}`)
    expect(answer.headers.location).toBe(`${home}?state=x`)
    expect((await browser.open(standIn.authorizeUrl())).body).toContain("Pick an account")
  })

  it("stays on its own page for an address that is not registered", async () => {
    const query = new URLSearchParams({ post_logout_redirect_uri: "http://evil.example/" })
    const answer = await createBrowser().fetch(`${standIn.endpoint("logout")}?${query}`)
    expect(answer.status).toBe(200)
    expect(answer.body).toContain("You signed out")
    expect(answer.headers.location).toBeUndefined()
  })
})

describe("faults", () => {
  it("delays, fails or resets one endpoint and leaves the others alone", async () => {
    const keys = () => createBrowser().fetch(`${standIn.entra.url}/${tenantId}/discovery/v2.0/keys`)
    standIn.entra.setFault("keys", { kind: "status", status: 503 })
    expect((await keys()).status).toBe(503)
    expect((await metadataOf(tenantId)).status).toBe(200)
    standIn.entra.setFault("keys", { kind: "reset" })
    await expect(keys()).rejects.toThrow(/ECONNRESET|socket hang up/)
    standIn.entra.setFault("keys", { kind: "delay", ms: 60 })
    const start = performance.now()
    expect((await keys()).status).toBe(200)
    expect(performance.now() - start).toBeGreaterThan(50)
    standIn.entra.setFault("keys", undefined)
    expect((await keys()).status).toBe(200)
  })

  it("counts requests per endpoint", async () => {
    const before = standIn.entra.requests().metadata
    await metadataOf(tenantId)
    expect(standIn.entra.requests().metadata).toBe(before + 1)
  })
})
