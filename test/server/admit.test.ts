import { randomBytes } from "node:crypto"
import { readdirSync, readFileSync } from "node:fs"
import { join, resolve } from "node:path"
import fc from "fast-check"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { ask, script } from "./browser.ts"
import { host, setUp, type TestSetup } from "./start.ts"

const folder = resolve(import.meta.dirname, "../../src/server")
const sources = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith(".ts"))
  .map((path) => ({
    path,
    text: readFileSync(join(folder, path), "utf8").replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, ""),
  }))
const uses = (pattern: RegExp) =>
  sources
    .flatMap(({ path, text }) => [...text.matchAll(pattern)].map((match) => `${path}: ${match[0]}`))
    .sort()

describe("a 2xx", () => {
  it("is written by one function, and a response is touched nowhere else", () => {
    expect(
      uses(/\.(?:writeHead|writeContinue|writeEarlyHints|setHeader|flushHeaders)\(|\.statusCode\b|\._\w+/g),
    ).toEqual([
      "admin.ts: .writeHead(",
      "reply.ts: ._header",
      "reply.ts: .writeHead(",
      "reply.ts: .writeHead(",
    ])
    expect(uses(/\btextWith\(/g)).toEqual(["prepared-head.ts: textWith(", "reply.ts: textWith("])
    // What is written without Node's looking at it has been looked at, so nothing else may say that it has.
    expect(uses(/as HeaderValue\b/g)).toEqual(["prepared-head.ts: as HeaderValue"])
    expect(uses(/HTTP\/1\.1 \d+/g)).toEqual(["prepared-head.ts: HTTP/1.1 200"])
    expect(uses(/writeHead\(\s*\w+/g).filter((use) => !use.startsWith("admin.ts"))).toEqual([
      expect.stringMatching(/^reply\.ts: writeHead\(\s*200$/),
      expect.stringMatching(/^reply\.ts: writeHead\(\s*safeStatus$/),
    ])
    expect(uses(/function admit\(|\badmit\(response/g)).toEqual([
      "reply.ts: admit(response",
      "reply.ts: function admit(",
    ])
  })

  it("is asked for in one place, after the bypass and after the decision", () => {
    expect(uses(/kind: "admit"/g)).toEqual(['reply.ts: kind: "admit"', 'routes/authorize.ts: kind: "admit"'])
    expect(uses(/\badmission\(/g)).toHaveLength(2)
  })
})

describe("without a session", () => {
  let setup: TestSetup
  beforeAll(async () => {
    setup = await setUp({ values: { bypassPaths: ["/public"], loginUri: "/signin" } })
  })
  afterAll(() => setup.close())

  const status = async (headers: Record<string, string>) =>
    (
      await ask(setup.server.url, {
        "x-forwarded-method": "GET",
        "x-forwarded-proto": "https",
        "x-forwarded-host": host,
        "x-forwarded-uri": "/",
        ...headers,
      })
    ).status

  it.each(
    [
      "/admin?x=/public",
      "/admin#/public",
      "/admin%23/public",
      "/public#/../admin",
      "/public#",
      "/public/../admin",
      "/public/%2e%2e/admin",
      "/public/%252e%252e/admin",
      "/public..%2fadmin",
      "/public..%5cadmin",
      "/public/..;/admin",
      "/public;a=b/../admin",
      "/./public",
      "//public",
      "//admin/public",
      "http://x/public",
      "/public%00",
      "/%70ublic%2f",
      "/public/%c0%ae%c0%ae/admin",
      "/\\public",
      "/public%",
      "/public%zz",
      "/publicity",
      "/public.json",
      "/PUBLIC",
      "/public%20",
      "/public/",
      "/public/x",
      "/public%0a",
      "/public?",
      "?/public",
      "",
      "public",
      "*",
    ].filter((uri) => uri !== "/public?"),
  )("does not bypass %j", async (uri) => {
    expect(await status({ "x-forwarded-uri": uri })).not.toBe(200)
  })

  it("bypasses what is written, its encoded spelling and any query", async () => {
    for (const uri of ["/public", "/public?x=1", "/%70ublic"])
      expect(await status({ "x-forwarded-uri": uri })).toBe(200)
  })

  it.each([
    { "user-agent": "kube-probe/1.30" },
    { "user-agent": "GoogleHC/1.0" },
    { accept: "text/event-stream" },
    { "sec-websocket-key": "x" },
    { "sec-fetch-mode": "cors" },
    { "x-requested-with": "XMLHttpRequest" },
    { "x-forwarded-uri": "/healthz" },
    { "x-forwarded-uri": "/metrics" },
    { "x-original-url": "/public" },
    { "x-rewrite-url": "/public" },
    { "x-envoy-original-path": "/public" },
    { "x-forwarded-prefix": "/public" },
    { x_forwarded_uri: "/public" },
    { "x-http-method-override": "OPTIONS" },
    { "x-forwarded-method": "OPTIONS" },
    { "x-forwarded-method": "TRACE" },
    { "x-forwarded-method": "CONNECT" },
    { "x-forwarded-method": "GET, GET" },
    { "x-forwarded-method": "" },
    { "x-forwarded-host": "evil.example" },
    { "x-forwarded-host": `${host}.evil.example` },
    { "x-forwarded-host": `evil-${host}` },
    { "x-forwarded-host": `${host}@evil.example` },
    { "x-forwarded-host": `${host}.` },
    { "x-forwarded-host": `${host}, evil.example` },
    { "x-forwarded-host": `${host}:8443` },
    { "x-forwarded-host": "" },
    { authorization: "Bearer anything" },
    { authorization: "Basic YWRtaW46YWRtaW4=" },
    { "x-forwarded-user": "admin" },
    { "if-none-match": "*" },
    { range: "bytes=0-1" },
    { expect: "100-continue" },
    { "x-real-ip": "127.0.0.1", "x-forwarded-for": "127.0.0.1" },
  ] as Record<string, string>[])("is denied with %j", async (headers) => {
    expect(await status(headers)).toBeGreaterThanOrEqual(300)
  })

  it("answers a host in upper case, or with its scheme's own port, as that host", async () => {
    for (const name of [host.toUpperCase(), `${host}:443`])
      expect(await status({ "x-forwarded-host": name, "x-forwarded-uri": "/public" })).toBe(200)
  })

  it("is denied with any cookie and any header that chance produces", { timeout: 20_000 }, async () => {
    const [one] = setup.config.cookies.names.session
    const text = fc.string({
      unit: fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code)),
      maxLength: 80,
    })
    await fc.assert(
      fc.asyncProperty(text, text, text, async (cookie, uri, other) => {
        expect(
          await status({
            cookie: `${one}=1${cookie}; ${other}`,
            "x-forwarded-uri": `/a${uri}`,
            accept: other,
          }),
        ).toBeGreaterThanOrEqual(300)
      }),
      { numRuns: 300 },
    )
  })

  it("is denied with a session cookie of another app, host, secret or length", async () => {
    const other = await setUp({ values: {} })
    try {
      const browser = other.browser()
      await browser.logIn()
      const [one] = setup.config.cookies.names.session
      const stolen = browser.cookies.get(one) ?? ""
      expect(stolen.length).toBeGreaterThan(100)
      expect(await status({ cookie: `${one}=${stolen}` })).not.toBe(200)
      expect(await status({ cookie: `${one}=1${randomBytes(300).toString("base64url")}` })).not.toBe(200)
    } finally {
      await other.close()
    }
  })

  it("is denied on another host of the same app: a session is good on the host that it was made on", async () => {
    const browser = setup.browser()
    await browser.logIn()
    const [one] = setup.config.cookies.names.session
    const cookie = `${one}=${browser.cookies.get(one)}`
    expect(await status({ cookie })).toBe(200)
    expect(await status({ cookie, "x-forwarded-host": `internal-${host}` })).not.toBe(200)
  })

  it("is refused when nothing was forwarded: the port is for the ingress", async () => {
    expect((await ask(`${setup.server.url}/public`)).status).toBe(400)
    expect((await ask(`${setup.server.url}/healthz`)).status).toBe(400)
  })
})

describe("two session cookies of one name", () => {
  it("are none when they are of two logins, and one when they are of the same", async () => {
    const setup = await setUp()
    try {
      const [one] = setup.config.cookies.names.session
      const cookieOf = async () => {
        const browser = setup.browser()
        await browser.logIn()
        return `${one}=${browser.cookies.get(one)}`
      }
      const [mine, planted] = [await cookieOf(), await cookieOf()]
      const visit = async (cookie: string) =>
        (await setup.browser().visit("/", { headers: { ...script, cookie } })).status
      expect(await visit(mine)).toBe(200)
      expect(await visit(`${planted}; ${mine}`)).toBe(401)
      expect(await visit(`${mine}; ${mine}`)).toBe(200)
      expect(await visit(`${one}=1junk; ${mine}`)).toBe(200)
    } finally {
      await setup.close()
    }
  })
})

describe("every byte of a good session cookie", () => {
  it("matters", { timeout: 20_000 }, async () => {
    const setup = await setUp()
    try {
      const browser = setup.browser()
      await browser.logIn()
      const [one] = setup.config.cookies.names.session
      const good = browser.cookies.get(one) ?? ""
      expect((await browser.visit("/")).status).toBe(200)
      for (let index = 0; index < good.length; index++) {
        const wrong = good[index] === "A" ? "B" : "A"
        browser.cookies.set(one, good.slice(0, index) + wrong + good.slice(index + 1))
        expect((await browser.visit("/")).status, `character ${index}`).toBe(302)
        browser.cookies.delete(one)
      }
    } finally {
      await setup.close()
    }
  })
})
