import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { afterEach, describe, expect, it } from "vitest"
import { boundedFetch } from "../../../src/adapters/oidc/bounded-fetch.ts"
import { keepKeySets } from "../../../src/adapters/oidc/key-set-cache.ts"
import { createProvider } from "../../../src/adapters/oidc/provider.ts"
import type { ProviderConfig } from "../../../src/core/oidc/config.ts"
import { Browser } from "../../server/browser.ts"
import { startTestProvider, type TestProvider } from "../../server/oidc-provider.ts"

const redirectUri = "https://app.example.test/oauth2/callback"
const closers: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

const options = { method: "GET", headers: {}, body: undefined, redirect: "manual" } as const

async function start(change: Partial<ProviderConfig> = {}) {
  const stand = await startTestProvider({ redirectUris: [redirectUri] })
  closers.push(stand.close)
  let ahead = 0
  const provider = createProvider(configOf(stand, change), { now: () => Date.now() + ahead })
  return {
    stand,
    provider,
    advance: (ms: number) => {
      ahead += ms
    },
  }
}

const configOf = (
  { issuer, clientId, clientSecret }: TestProvider,
  change: Partial<ProviderConfig>,
): ProviderConfig => ({
  url: new URL(issuer),
  clientId,
  clientSecret: () => clientSecret,
  scopes: ["openid", "profile"],
  resources: [],
  validIssuer: undefined,
  validAudience: undefined,
  tenantId: undefined,
  claimsFrom: "id-token",
  useUserInfo: false,
  ...change,
})

const login = { state: "s".repeat(43), nonce: "n".repeat(43), codeVerifier: "v".repeat(43) }

type Started = Awaited<ReturnType<typeof start>>

/** A whole login; the answer of the exchange. */
async function logIn({ provider }: Started, change: Partial<typeof login> = {}) {
  const address = await provider.authorizationUrl({ redirectUri, ...login })
  if (!address.ok) return address
  const query = await new Browser("http://unused", "app.example.test").followToApp(address.value)
  return provider.exchangeCode({ callbackUrl: `https://app.example.test${query}`, ...login, ...change })
}

const problemOf = async (answer: ReturnType<typeof logIn>) => {
  const { ok, ...rest } = await answer
  return ok ? undefined : "problems" in rest ? rest.problems[0] : undefined
}

/** Answers every request in the test's own way. */
async function serveHttp(
  answer: (
    url: string,
  ) =>
    | { readonly status?: number; readonly body?: string; readonly headers?: Record<string, string> }
    | "hang",
): Promise<string> {
  const server = createServer((request, response) => {
    const reply = answer(request.url ?? "")
    if (reply !== "hang") response.writeHead(reply.status ?? 200, reply.headers).end(reply.body)
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  closers.push(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

describe("a token response", () => {
  it("yields verified claims", async () => {
    const answer = await logIn(await start())
    expect(answer).toMatchObject({ ok: true, value: { claims: { sub: "user-1" } } })
  })

  it("is refused with another nonce", async () => {
    expect(await problemOf(logIn(await start(), { nonce: "other" }))).toMatchObject({ kind: "untrusted" })
  })

  it("is refused by the provider with another code verifier", async () => {
    expect(await problemOf(logIn(await start(), { codeVerifier: "w".repeat(43) }))).toMatchObject({
      kind: "refused",
      error: "invalid_grant",
    })
  })

  it("is refused by the provider with another secret", async () => {
    expect(await problemOf(logIn(await start({ clientSecret: () => "wrong" })))).toMatchObject({
      kind: "refused",
      error: "invalid_client",
    })
  })

  it("is refused for another tenant, audience or issuer", async () => {
    expect(
      await problemOf(logIn(await start({ tenantId: "3fe8f2f0-da38-42eb-80c7-febc1d1dcb3f" }))),
    ).toMatchObject({ kind: "untrusted", detail: expect.stringContaining("tid") })
    expect(await problemOf(logIn(await start({ validAudience: "api://other" })))).toMatchObject({
      kind: "untrusted",
      detail: expect.stringContaining("aud"),
    })
    expect(await problemOf(logIn(await start({ validIssuer: "https://other.example" })))).toMatchObject({
      kind: "untrusted",
    })
  })

  it("is refused when its signature is by a key that is not in the key set", async () => {
    const started = await start()
    const foreign = await startTestProvider({ redirectUris: [redirectUri] })
    closers.push(foreign.close)
    await foreign.rollKeys()
    const keys = await (await fetch(`${foreign.issuer}/jwks`)).text()
    started.stand.intercept = (request, response) => {
      if (request.url !== "/jwks") return false
      response.writeHead(200, { "content-type": "application/json" }).end(keys)
      return true
    }
    expect(await problemOf(logIn(started))).toMatchObject({ kind: "untrusted" })
  })
})

describe("signing keys", () => {
  it("are kept while the key set cannot be had, and asked for again after five minutes", async () => {
    const started = await start()
    expect((await logIn(started)).ok).toBe(true)
    started.stand.intercept = (request, response) => {
      if (request.url !== "/jwks") return false
      response.writeHead(500).end()
      return true
    }
    started.advance(6 * 60_000)
    expect((await logIn(started)).ok).toBe(true)
    expect((await logIn(started)).ok).toBe(true)
  })

  const keySet = '{"keys":[{"kty":"oct"}]}'
  const downloads = async (answers: readonly (string | undefined)[]) => {
    let asked = 0
    let time = 0
    const fetch = keepKeySets(
      async () => {
        const body = answers[asked++]
        if (body === undefined) throw new Error("down")
        return new Response(body)
      },
      () => true,
      () => time,
    )
    const get = (at: number) => {
      time = at
      return fetch("https://provider.example/keys", options).then((response) => response.text())
    }
    return { get, asked: () => asked }
  }

  it("are downloaded once in five minutes however often they are asked for", async () => {
    const { get, asked } = await downloads([keySet, keySet])
    for (let second = 0; second < 300; second += 10) expect(await get(second * 1000)).toBe(keySet)
    expect(asked()).toBe(1)
    await get(300_000)
    expect(asked()).toBe(2)
  })

  it.each([
    ["nothing", undefined],
    ["an empty set", '{"keys":[]}'],
    ["HTML", "<html>"],
    ["null", "null"],
  ])("are kept when %s comes instead, and forgotten after a day", async (_, broken) => {
    const { get } = await downloads([keySet, broken, broken, broken])
    await get(0)
    expect(await get(3600_000)).toBe(keySet)
    expect(await get(23 * 3600_000)).toBe(keySet)
    await expect(get(25 * 3600_000)).rejects.toThrow()
  })

  it("are asked for again after two seconds while there are none", async () => {
    const { get, asked } = await downloads([undefined, keySet])
    await expect(get(0)).rejects.toThrow("down")
    await expect(get(1_999)).rejects.toThrow("down")
    expect(asked()).toBe(1)
    expect(await get(2_000)).toBe(keySet)
  })

  it("are downloaded once for a crowd that comes while there are none", async () => {
    const { get, asked } = await downloads([keySet])
    expect(await Promise.all([get(0), get(0), get(0)])).toEqual([keySet, keySet, keySet])
    expect(asked()).toBe(1)
  })
})

describe("metadata", () => {
  const metadata = (issuer: string, base: string) => ({
    headers: { "content-type": "application/json" },
    body: JSON.stringify({
      issuer,
      authorization_endpoint: `${base}/auth`,
      token_endpoint: `${base}/token`,
      jwks_uri: `${base}/jwks`,
    }),
  })
  const ask = (url: string, validIssuer?: string) => {
    const stand = { issuer: url, clientId: "c", clientSecret: "s" } as TestProvider
    return createProvider(configOf(stand, { validIssuer }), { now: Date.now }).authorizationUrl({
      redirectUri,
      ...login,
    })
  }

  it("must name the issuer that was asked, unless the configuration names another", async () => {
    let base = ""
    base = await serveHttp(() => metadata("https://evil.example", base))
    expect(await ask(base)).toMatchObject({ ok: false, problems: [{ kind: "untrusted" }] })
    expect(await ask(base, "https://evil.example")).toMatchObject({ ok: true })
  })

  it("may differ by a slash at the end", async () => {
    let base = ""
    base = await serveHttp(() => metadata(`${base}/tenant`, base))
    expect(await ask(`${base}/tenant/`)).toMatchObject({ ok: true })
  })

  it.each([
    ["not there", { status: 404 }],
    ["broken", { status: 500 }],
    ["a page", { body: "<html>", headers: { "content-type": "text/html" } }],
    ["a redirect", { status: 302, headers: { location: "http://127.0.0.1:1/" } }],
    ["too large", { body: `"${"x".repeat(1_100_000)}"`, headers: { "content-type": "application/json" } }],
  ])("that is %s is a problem, not an exception", async (_, reply) => {
    const base = await serveHttp(() => reply)
    expect(await ask(base)).toMatchObject({ ok: false })
  })

  it("of a provider that is down is a problem that says so", async () => {
    expect(await ask("http://127.0.0.1:9")).toMatchObject({ ok: false, problems: [{ kind: "unavailable" }] })
  })

  it("is asked for once by a crowd, and not again within two seconds of a failure", async () => {
    let asked = 0
    const base = await serveHttp(() => {
      asked++
      return { status: 500 }
    })
    const provider = createProvider(
      configOf({ issuer: base, clientId: "c", clientSecret: "s" } as TestProvider, {}),
      { now: Date.now },
    )
    const request = () => provider.authorizationUrl({ redirectUri, ...login })
    await Promise.all(Array.from({ length: 20 }, request))
    await request()
    expect(asked).toBe(1)
  })
})

describe("an answer", () => {
  it("is not waited for longer than the caller allows", async () => {
    const base = await serveHttp(() => "hang")
    await expect(boundedFetch(base, { ...options, signal: AbortSignal.timeout(50) })).rejects.toThrow()
  })
})
