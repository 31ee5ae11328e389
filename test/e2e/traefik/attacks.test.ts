/**
 * Attacks on the seam between Traefik and the server, each through an entry point as it comes and through one that
 * trusts whatever a client says.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { type Ask, createVisitor, page, request } from "./client.ts"
import { startTraefik, type Traefik } from "./start-traefik.ts"
import { host, startWorld, type World } from "./start-world.ts"

let world: World
let session: string

beforeAll(async () => {
  world = await startWorld({
    bypassAuthenticationRule:
      "Path(`/api/health`) || Header(`X-Real-Ip`, `10.0.0.1`) || HeaderRegexp(`X-Forwarded-For`, `10\\.0\\.0\\.1`)",
  })
  const jorgen = createVisitor({ host, port: world.traefik.port })
  await jorgen.logIn("jorgen")
  session = jorgen.jar.cookieFor(new URL(`https://${host}/`)) ?? ""
})
afterAll(() => world.close())

type Headers = NonNullable<Ask["headers"]>

const seen = (name: string) =>
  world.app
    .lastRequest()
    ?.headers.filter(([key]) => key.toLowerCase() === name.toLowerCase())
    .map(([, value]) => value)

describe.each(["port", "trustingPort"] as const)("through the entry point %s", (entry) => {
  const ask = (target: string, headers: Headers = [], more: Partial<Ask> = {}) =>
    request({ port: world.traefik[entry], host, target, headers, ...more })

  async function expectDenied(target: string, headers: Headers, more: Partial<Ask> = {}): Promise<void> {
    const before = world.app.requestCount()
    const { status, setCookies } = await ask(target, headers, more)
    expect(status).toBeGreaterThanOrEqual(300)
    expect(world.app.requestCount()).toBe(before)
    expect(setCookies.filter((line) => /\.Session=[^;]/.test(line))).toEqual([])
  }

  it("still admits the session itself, so that a denial below means something", async () => {
    expect((await ask("/admin", [["Cookie", session]])).status).toBe(200)
    expect(seen("x-forwarded-user")).toEqual(["Jørgen Ærø"])
  })

  describe("T20: no magic input changes the decision", () => {
    it.each<[string, Headers]>([
      ["kubelet's probe", [["User-Agent", "kube-probe/1.34"]]],
      ["a load balancer's probe", [["User-Agent", "GoogleHC/1.0"]]],
      ["an event stream", [["Accept", "text/event-stream"]]],
      ["a script", [["X-Requested-With", "XMLHttpRequest"]]],
      [
        "a same-origin image",
        [
          ["Sec-Fetch-Site", "same-origin"],
          ["Sec-Fetch-Dest", "image"],
        ],
      ],
      ["a page", page],
      [
        "a WebSocket handshake",
        [
          ["Connection", "Upgrade"],
          ["Upgrade", "websocket"],
          ["Sec-WebSocket-Version", "13"],
          ["Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="],
        ],
      ],
    ])("%s", (_, headers) => expectDenied("/admin", headers))

    it.each(["/healthz", "/readyz", "/metrics"])("the server's own %s on the app's host", (path) =>
      expectDenied(path, []),
    )

    it.each(["HEAD", "OPTIONS", "TRACE", "POST", "PURGE"])("the method %s", (method) =>
      expectDenied("/admin", [], { method }),
    )
  })

  describe("T21: a client cannot choose which request is judged", () => {
    it.each<[string, string]>([
      ["X-Forwarded-Uri", "/api/health"],
      ["x-forwarded-uri", "/api/health"],
      ["X_Forwarded_Uri", "/api/health"],
      ["X-Forwarded-Uri", "https://myapp.my-namespace.example/api/health"],
      ["X-Forwarded-Path", "/api/health"],
      ["X-Forwarded-Prefix", "/api/health"],
      ["X-Original-URL", "/api/health"],
      ["X-Original-URI", "/api/health"],
      ["X-Rewrite-URL", "/api/health"],
      ["X-Envoy-Original-Path", "/api/health"],
      ["X-Auth-Request-Redirect", "/api/health"],
      ["X-Forwarded-Method", "OPTIONS"],
      ["X-HTTP-Method-Override", "OPTIONS"],
      ["X-Forwarded-Host", "other.example"],
      ["X-Forwarded-Proto", "http"],
      ["X-Forwarded-Port", "80"],
      ["Forwarded", "for=10.0.0.1;host=other.example;proto=http"],
    ])("%s: %s", (name, value) => expectDenied("/admin", [[name, value]]))

    it.each([
      "/api/health/../../admin",
      "//api/health",
      "/api/health%2f..%2fadmin",
      "/api/./health;x=/../admin",
    ])("a path that reads differently: %s", async (target) => {
      const before = world.app.requestCount()
      const { status } = await ask(target)
      // What Traefik itself cleans to the bypassed path reaches the app as that path, and nothing else gets through.
      if (status === 200) expect(world.app.lastRequest()?.target).toBe("/api/health")
      else expect(world.app.requestCount()).toBe(before)
    })

    it("a login is for the host that was asked for, whatever a header says", async () => {
      const { status, location } = await ask("/admin", [
        ...page,
        ["X-Forwarded-Host", "other.example"],
        ["X-Forwarded-Proto", "http"],
      ])
      expect(status).toBe(302)
      expect(new URL(location ?? "").searchParams.get("redirect_uri")).toBe(`https://${host}/oauth2/callback`)
    })
  })

  it("T22: the server itself refuses whoever does not describe a request as the ingress does", async () => {
    expect((await fetch(world.server.url)).status).toBe(400)
    expect((await fetch(`${world.server.url}/api/health`)).status).toBe(400)
  })

  describe("T23: an address that a client claims to have lets nobody in", () => {
    it.each<[string, string]>([
      ["X-Real-Ip", "10.0.0.1"],
      ["X-Forwarded-For", "10.0.0.1"],
      ["X-Forwarded-For", "10.0.0.1, 127.0.0.1"],
      ["X-Forwarded-For", "::ffff:10.0.0.1"],
      ["X-Forwarded-For", "10.0.0.1:443"],
      ["X-Forwarded-For", "unknown, 10.0.0.1"],
      ["X_Forwarded_For", "10.0.0.1"],
    ])("%s: %s", (name, value) => expectDenied("/admin", [[name, value]]))
  })

  const forgeries: [string, string][] = [
    ["X-Forwarded-User", "admin"],
    ["X-Forwarded-User", "root"],
    ["x-forwarded-user", "admin"],
    ["X_Forwarded_User", "admin"],
    ["X-Forwarded_User", "admin"],
    ["X.Forwarded.User", "admin"],
    ["x_forwarded_email", "admin@example.com"],
    ["X-Forwarded-Email", "admin@example.com"],
    ["X~Forwarded~Email", "admin@example.com"],
  ]
  /** Every header that a CGI, WSGI or PHP app would read as one of ours. */
  const identityAsCgiReadsIt = () =>
    world.app
      .lastRequest()
      ?.headers.filter(([name]) => /^x[^a-z0-9]forwarded[^a-z0-9](user|email)$/i.test(name))
      .map(([name, value]) => `${name}: ${value}`)

  it("T24: the app sees our identity headers and no other spelling of them", async () => {
    expect((await ask("/admin", [["Cookie", session], ...forgeries])).status).toBe(200)
    expect(identityAsCgiReadsIt()?.toSorted()).toEqual([
      "X-Forwarded-Email: jorgen.aero@example.com",
      "X-Forwarded-User: Jørgen Ærø",
    ])
  })

  describe("T25: where nobody is logged in, nobody is named", () => {
    it("on a bypassed path", async () => {
      expect((await ask("/api/health", forgeries)).status).toBe(200)
      expect(identityAsCgiReadsIt()).toEqual([])
    })

    it("on a bypassed path by a method that a browser asks about first", async () => {
      expect((await ask("/api/health", forgeries, { method: "OPTIONS" })).status).toBe(200)
      expect(identityAsCgiReadsIt()).toEqual([])
    })

    it("on a bypassed path with a session", async () => {
      expect((await ask("/api/health", [["Cookie", session], ...forgeries])).status).toBe(200)
      expect(seen("cookie")).toEqual([])
    })

    it.each(["/admin", "/oauth2/callback", "/oauth2/logout"])(
      "on %s, which never reaches the app",
      (target) => expectDenied(target, forgeries),
    )
  })

  describe("T26: hop-by-hop tricks cannot take our headers away or put a client's in", () => {
    it.each([
      "X-Forwarded-User",
      "x-forwarded-email, x_forwarded_user",
      "close, X-Forwarded-Uri, X-Forwarded-Host",
      "keep-alive, TE, X_FORWARDED_USER",
      "Keep-Alive, Trailer, X.Forwarded.User",
    ])("Connection: %s", async (value) => {
      const { status } = await ask("/admin", [["Cookie", session], ...forgeries, ["Connection", value]])
      expect(status).toBe(200)
      expect(identityAsCgiReadsIt()?.toSorted()).toEqual([
        "X-Forwarded-Email: jorgen.aero@example.com",
        "X-Forwarded-User: Jørgen Ærø",
      ])
    })

    it("trailers, which Traefik keeps to itself", async () => {
      const ours = ["X-Forwarded-Email: jorgen.aero@example.com", "X-Forwarded-User: Jørgen Ærø"]
      const more = { method: "POST", body: "a=1", trailers: forgeries }
      for (const [target, headers, names] of [
        ["/admin", [["Cookie", session]], ours],
        [
          "/admin",
          [
            ["Cookie", session],
            ["Trailer", "X-Forwarded-User"],
          ],
          ours,
        ],
        ["/api/health", [], []],
      ] as const) {
        expect((await ask(target, headers, more)).status).toBe(200)
        expect(identityAsCgiReadsIt()?.toSorted()).toEqual(names)
        expect(world.app.lastRequest()).toMatchObject({ body: "a=1", trailers: [] })
      }
      await expectDenied("/admin", [], more)
    })

    it("Connection naming the cookie, which then does not count", () =>
      expectDenied("/admin", [["Cookie", session], ...forgeries, ["Connection", "Cookie"]]))

    it("Connection naming the headers that describe the request", () =>
      expectDenied("/admin", [
        ["Connection", "X-Forwarded-Uri, X-Forwarded-Method, X-Forwarded-Host, X-Real-Ip"],
        ["X-Forwarded-Uri", "/api/health"],
      ]))
  })
})

describe("the attacks are real: a Middleware less careful than the chart's falls to them", () => {
  async function withMiddleware(change: object, attempt: (traefik: Traefik) => Promise<void>): Promise<void> {
    const forwardAuth = { ...world.forwardAuth, ...change }
    const traefik = await startTraefik({ host, forwardAuth, appUrl: world.app.url })
    try {
      await attempt(traefik)
    } finally {
      await traefik.close()
    }
  }

  it("one that trusts forwarded headers lets anyone in by a bypassed path", () =>
    withMiddleware({ trustForwardHeader: true }, async ({ trustingPort: port }) => {
      const headers: Headers = [["X-Forwarded-Uri", "/api/health"]]
      expect((await request({ port, host, target: "/admin", headers })).status).toBe(200)
      expect(world.app.lastRequest()?.target).toBe("/admin")
    }))

  it("one without the pattern hands an alias to the app", () =>
    withMiddleware({ authResponseHeadersRegex: undefined }, async ({ port }) => {
      await request({ port, host, target: "/api/health", headers: [["X_Forwarded_User", "admin"]] })
      expect(seen("X_Forwarded_User")).toEqual(["admin"])
    }))

  it("one that lists no headers hands the session and a forged name to the app", () =>
    withMiddleware({ authResponseHeaders: [], authResponseHeadersRegex: undefined }, async ({ port }) => {
      const headers: Headers = [
        ["Cookie", session],
        ["X-Forwarded-User", "admin"],
      ]
      await request({ port, host, target: "/admin", headers })
      expect(seen("cookie")).toEqual([session])
      expect(seen("x-forwarded-user")).toEqual(["admin"])
    }))
})

describe("without the server", () => {
  it("nothing reaches the app, bypassed paths included", async () => {
    await world.server.close()
    const before = world.app.requestCount()
    for (const target of ["/admin", "/api/health"]) {
      const { status, body } = await request({
        port: world.traefik.port,
        host,
        target,
        headers: [["Cookie", session]],
      })
      expect([status, body]).toEqual([500, ""])
    }
    expect(world.app.requestCount()).toBe(before)
  })
})
