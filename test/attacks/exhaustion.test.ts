/** T56-T60: what leaks, and what can be used up. */
import { randomBytes } from "node:crypto"
import { connect, type Socket } from "node:net"
import { setTimeout as sleep } from "node:timers/promises"
import { afterEach, describe, expect, it } from "vitest"
import { ask, script } from "../server/browser.ts"
import { host, setUp } from "../server/start.ts"
import { type ForgingProvider, forge, startForgingProvider } from "./forging-provider.ts"
import {
  configFor,
  expectDenied,
  expectUnlogged,
  forward,
  listen,
  sendBytes,
  startTarget,
  statusesIn,
  type Target,
} from "./target.ts"

const closers: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

async function start(
  values: Parameters<typeof configFor>[1] = {},
): Promise<{ provider: ForgingProvider; target: Target }> {
  const provider = await startForgingProvider()
  const target = await startTarget([configFor(provider, values)])
  closers.push(provider.close, target.server.close)
  return { provider, target }
}

const bearer = { authorizationHeader: { name: "Authorization" } }
const withToken = (token: string) => ({ headers: { ...script, authorization: `Bearer ${token}` } })

it("T56: canaries in every claim, token and secret appear in no log, metric, key set or page", async () => {
  const { provider, target } = await start({
    forwardAuth: { identityToken: { enabled: true } },
    authorization: { assertClaims: [{ name: "groups", anyOf: ["staff"] }] },
  })
  const canary = (name: string) => `canary-${name}-${randomBytes(6).toString("hex")}`
  const secrets = ["access", "refresh", "name", "email", "group", "hint"].map(canary)
  const [access, refresh, name, email, group, hint] = secrets
  provider.token = (nonce) =>
    provider.answer(
      { ...provider.claims(nonce), name, email, groups: [group], login_hint: hint },
      { access_token: access, refresh_token: refresh },
    )
  const browser = target.browser()
  const query = new URL((await browser.visit("/")).headers.location ?? "").searchParams
  const callback = await browser.visit(
    `/oauth2/callback?code=${query.get("nonce")}&state=${query.get("state")}`,
  )
  const pages = [callback, await browser.visit("/"), await browser.visit("/", { headers: script })]
  for (const path of [
    "/userinfo",
    "/oauth2/userinfo",
    "/oauth2/auth",
    "/debug",
    "/.pomerium",
    "/oauth2/callback?code=a&state=b",
  ])
    pages.push(await browser.visit(path))
  provider.token = () => ({ error: "invalid_grant", error_description: "AADSTS70008: expired" })
  target.advance(3000_000)
  pages.push(await browser.visit("/"))
  const admin = await Promise.all(
    ["/metrics", "/.well-known/jwks.json", "/healthz", "/debug/vars", "/"].map((path) =>
      ask(target.server.adminUrl + path),
    ),
  )
  const all = [
    ...secrets,
    provider.clientSecret,
    query.get("nonce"),
    query.get("state"),
    ...browser.cookies.values(),
  ]
  const texts = [
    ...pages.map(({ body, headers }) => body + (headers.location ?? "")),
    ...admin.map(({ body }) => body),
  ]
  for (const secret of all)
    if (secret !== null && secret.length >= 8)
      for (const text of texts) expect(text.includes(secret), secret).toBe(false)
  expectUnlogged(target, ...all.filter((text) => text !== null))
})

describe("T57: key sets", () => {
  const unknown = (provider: ForgingProvider, kid: string) =>
    forge(provider.claims(), { alg: "RS256", kid }, provider.privateKey)
  const keyRequests = ({ requests }: ForgingProvider) => requests.filter((path) => path === "/keys").length

  it("T57: a flood of unknown key ids costs one download", async () => {
    const { provider, target } = await start(bearer)
    for (let wave = 0; wave < 20; wave++) {
      await Promise.all(
        Array.from({ length: 25 }, async () => {
          const answer = await target.browser().visit("/", withToken(unknown(provider, crypto.randomUUID())))
          expectDenied(target, answer)
        }),
      )
      target.advance(5_000)
    }
    expect(keyRequests(provider)).toBeLessThanOrEqual(1)
  }, 30_000)

  it.each([
    500,
    404,
    "",
    "null",
    "[]",
    '{"keys":[]}',
    '{"keys":{}}',
    '{"keys":[null,1,{}]}',
    `{"keys":["${"x".repeat(1_200_000)}"]}`,
  ])(
    "T57: a flood while there are no keys (%j) is denied and costs one download in two seconds",
    async (keys) => {
      const { provider, target } = await start(bearer)
      provider.keys = keys
      for (let request = 0; request < 30; request++)
        expectDenied(target, await target.browser().visit("/", withToken(unknown(provider, `k${request}`))))
      expect(keyRequests(provider)).toBeLessThanOrEqual(2)
    },
  )

  it("T57: good keys are kept while bad ones are served", async () => {
    const { provider, target } = await start(bearer)
    const good = () =>
      target
        .browser()
        .visit(
          "/",
          withToken(
            forge(
              { ...provider.claims(), jti: crypto.randomUUID() },
              { alg: "RS256", kid: "good" },
              provider.privateKey,
            ),
          ),
        )
    expect((await good()).status).toBe(200)
    for (const keys of [500, "", { keys: [] }]) {
      provider.keys = keys
      target.advance(301_000)
      expect((await good()).status).toBe(200)
    }
  })
})

describe("T58: where the server itself can be sent", () => {
  it("T58: nowhere by _claim_sources, nor by a Graph that metadata invents", async () => {
    const asked: string[] = []
    const evil = await listen((request, response) => {
      asked.push(request.url ?? "")
      response.end(JSON.stringify({ value: [{ id: "staff" }] }))
    })
    closers.push(evil.close)
    const { provider, target } = await start({
      forwardAuth: { groupOverage: "graph" },
      authorization: { assertClaims: [{ name: "groups", anyOf: ["staff"] }] },
    })
    provider.metadata = { ...(provider.metadata as object), msgraph_host: new URL(evil.url).host }
    provider.token = (nonce) =>
      provider.answer({
        ...provider.claims(nonce),
        _claim_names: { groups: "src1" },
        _claim_sources: { src1: { endpoint: `${evil.url}/v1.0/users/u1/getMemberObjects` } },
      })
    const browser = target.browser()
    const query = new URL((await browser.visit("/")).headers.location ?? "").searchParams
    expectDenied(
      target,
      await browser.visit(`/oauth2/callback?code=${query.get("nonce")}&state=${query.get("state")}`),
    )
    expect(asked).toEqual([])
  })

  it("T58: nowhere by a redirect, from any endpoint", async () => {
    const asked: string[] = []
    const evil = await listen((request, response) => {
      asked.push(request.url ?? "")
      response.end("{}")
    })
    const redirecting = await listen((_, response) =>
      response.writeHead(307, { location: `${evil.url}/` }).end(),
    )
    closers.push(evil.close, redirecting.close)
    const { provider, target } = await start(bearer)
    const metadata = provider.metadata as object
    for (const change of [{ token_endpoint: redirecting.url }, { jwks_uri: redirecting.url }]) {
      provider.metadata = { ...metadata, ...change }
      target.advance(25 * 3600_000)
      const fresh = await startTarget([configFor(provider, bearer)])
      const browser = fresh.browser()
      const query = new URL((await browser.visit("/")).headers.location ?? "").searchParams
      expectDenied(
        fresh,
        await browser.visit(`/oauth2/callback?code=${query.get("nonce")}&state=${query.get("state")}`),
      )
      await fresh.server.close()
    }
    expect(asked).toEqual([])
  })

  it("T58: nor into memory by an answer without end", async () => {
    const endless = await listen((_, response) => {
      response.writeHead(200, { "content-type": "application/json" })
      const chunk = Buffer.alloc(65_536, 0x20)
      const more = () => {
        while (!response.destroyed && response.write(chunk));
      }
      response.on("drain", more)
      more()
    })
    closers.push(endless.close)
    const { provider, target } = await start()
    provider.metadata = { ...(provider.metadata as object), token_endpoint: endless.url }
    const browser = target.browser()
    const query = new URL((await browser.visit("/")).headers.location ?? "").searchParams
    const answer = await browser.visit(
      `/oauth2/callback?code=${query.get("nonce")}&state=${query.get("state")}`,
    )
    expect([502, 503]).toContain(answer.status)
    expectDenied(target, answer)
  })
})

describe("T59: cookies and headers in numbers", () => {
  it("T59: a thousand polls begin no login, a hundred pages leave five", async () => {
    const { provider, target } = await start()
    const browser = target.browser()
    for (let poll = 0; poll < 1000; poll++) {
      const answer = await browser.visit("/api/poll", { headers: script })
      expect(answer.setCookies).toEqual([])
    }
    expect(provider.requests).toEqual([])
    for (let page = 0; page < 100; page++) await browser.visit(`/${page}`)
    expect(browser.cookies.size).toBe(5)
  }, 60_000)

  it("T59: headers of 60 kB are read, of 70 kB refused with 431", async () => {
    const { target } = await start({ bypassPaths: ["/open"] })
    const junk = (bytes: number) => ({ "x-forwarded-uri": "/open", "x-junk": "x".repeat(bytes) })
    expect((await forward(target, junk(60_000))).status).toBe(200)
    expect((await forward(target, junk(70_000))).status).toBe(431)
  })

  it("T59: thousands of cookies of any of our names are read as quickly as others", async () => {
    const { target } = await start()
    for (const name of [
      "__Host-_test-oidc_.Login.a.aaaaaaaaaaaaaaaa",
      "__Host-_test-oidc_.Refresh",
      "__Host-_test-oidc_.Session",
      "x",
    ]) {
      const cookie = Array.from({ length: Math.floor(60_000 / (name.length + 4)) }, () => `${name}=1`).join(
        "; ",
      )
      const started = performance.now()
      for (let request = 0; request < 5; request++)
        expectDenied(
          target,
          await forward(target, {
            cookie,
            "x-forwarded-uri": "/oauth2/callback?code=a&state=aaaaaaaaaaaaaaaaaaaa",
          }),
        )
      // Milliseconds for five, with room for a busy machine.
      expect(performance.now() - started).toBeLessThan(1500)
    }
  })
})

describe("T60: connections that only wait", () => {
  it("T60: do not keep others waiting, and end after ten seconds", { timeout: 30_000 }, async () => {
    const setup = await setUp({ values: { bypassPaths: ["/open"] } })
    closers.push(setup.close)
    const { hostname, port } = new URL(setup.server.url)
    const waiting: Socket[] = []
    let ended = 0
    for (let count = 0; count < 300; count++) {
      const socket = connect(Number(port), hostname, () =>
        socket.write("GET / HTTP/1.1\r\nHost: x\r\nX-Slow: "),
      )
      socket.on("close", () => {
        ended += 1
      })
      socket.on("error", () => undefined)
      waiting.push(socket)
    }
    const drip = setInterval(() => {
      for (const socket of waiting) if (socket.writable) socket.write("a")
    }, 1_000)
    await sleep(500)
    for (let request = 0; request < 20; request++)
      expect((await forward(setup, { "x-forwarded-uri": "/open" })).status).toBe(200)
    // Ten seconds, and room for a busy machine.
    await expect.poll(() => ended, { timeout: 20_000, interval: 250 }).toBe(300)
    clearInterval(drip)
  })

  it("T60: a request with a body that never comes is answered at once", async () => {
    const { target } = await start()
    const head = `POST / HTTP/1.1\r\nHost: x\r\nX-Forwarded-Method: POST\r\nX-Forwarded-Host: ${host}\r\nX-Forwarded-Uri: /\r\n`
    expect(
      statusesIn(await sendBytes(target.server.url, `${head}Content-Length: 1000000000\r\n\r\n`)),
    ).toEqual([401])
  })
})
