/** T21-T27: headers that a client writes, and bytes that two parsers could read differently. With Traefik: `test/e2e/traefik`. */
import { connect } from "node:net"
import { setTimeout as sleep } from "node:timers/promises"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { ask, type Browser } from "../server/browser.ts"
import { host, setUp, type TestSetup } from "../server/start.ts"
import { expectDenied, forward, sendBytes, statusesIn } from "./target.ts"

let setup: TestSetup
let ann: Browser
beforeAll(async () => {
  setup = await setUp({
    values: {
      bypassPaths: ["/public"],
      bypassAuthenticationRule: "Path(`/public`) || HeaderRegexp(`X-Probe`, `^yes$`)",
    },
  })
  setup.provider.loginAs = { sub: "u1", name: "Ann", email: "ann@example.test" }
  ann = setup.browser()
  await ann.logIn()
})
afterAll(() => setup.close())

const cookieOf = (browser: Browser) =>
  [...browser.cookies].map(([name, value]) => `${name}=${value}`).join("; ")

it.each<Record<string, string>>([
  { "x-original-url": "/public" },
  { "x-original-uri": "/public" },
  { "x-rewrite-url": "/public" },
  { "x-envoy-original-path": "/public" },
  { "x-forwarded-path": "/public" },
  { "x-forwarded-prefix": "/public" },
  { "x-forwarded-port": "80" },
  { "x-forwarded-server": "public" },
  { "x-replaced-path": "/public" },
  { "x-auth-request-redirect": "/public" },
  { x_forwarded_uri: "/public" },
  { "x.forwarded.uri": "/public" },
  { forwarded: `for=10.0.0.1;host=${host};proto=https` },
])("T21: %j does not choose which request is judged", async (headers) => {
  expectDenied(setup, await forward(setup, { ...headers, "x-forwarded-uri": "/admin" }))
})

it("T21: two targets, methods or hosts are none", async () => {
  for (const headers of [
    { "x-forwarded-uri": ["/public", "/admin"] },
    { "x-forwarded-uri": ["/admin", "/public"] },
    { "x-forwarded-method": ["GET", "GET"] },
    { "x-forwarded-host": [host, host] },
  ])
    expectDenied(setup, await forward(setup, headers))
})

it("T22: whoever does not speak as the ingress does is refused, whatever path the request line names", async () => {
  for (const path of ["/", "/public", "/oauth2/callback", "/healthz", "/metrics"]) {
    const answer = await ask(`${setup.server.url}${path}`)
    expect(answer.status).toBe(400)
    expectDenied(setup, answer)
  }
  for (const missing of ["x-forwarded-method", "x-forwarded-uri", "x-forwarded-host"]) {
    const headers = { "x-forwarded-method": "GET", "x-forwarded-uri": "/public", "x-forwarded-host": host }
    const { [missing as keyof typeof headers]: _, ...rest } = headers
    expect((await ask(setup.server.url, rest)).status).toBe(400)
  }
})

it.each<Record<string, string>>([
  { "x-forwarded-for": "127.0.0.1" },
  { "x-forwarded-for": "10.0.0.1, 127.0.0.1" },
  { "x-forwarded-for": "::ffff:127.0.0.1" },
  { "x-forwarded-for": "unknown" },
  { "x-real-ip": "127.0.0.1:80" },
  { "true-client-ip": "127.0.0.1", "cf-connecting-ip": "127.0.0.1", "x-client-ip": "::1" },
])("T23: %j lets nobody in", async (headers) => {
  expectDenied(setup, await forward(setup, headers))
})

describe("T24: spellings of identity headers", () => {
  const forged = {
    "x-forwarded-user": "admin",
    x_forwarded_user: "admin",
    "x.forwarded.user": "admin",
    "x-forwarded-email": ["admin@example.test", "root@example.test"],
  }

  it("T24: none of a client's is repeated to the app, with a session or without", async () => {
    const answer = await forward(setup, { ...forged, cookie: cookieOf(ann) })
    expect(answer.status).toBe(200)
    expect(answer.rawHeaders.filter((text) => text === "admin" || text.includes("root@"))).toEqual([])
    expect(answer.headers["x-forwarded-user"]).toBe("Ann")
    expectDenied(setup, await forward(setup, forged))
  })
})

describe("T25: where nobody is known, nobody is named", () => {
  it.each(["/public", "/oauth2/callback", "/oauth2/logout", "/admin"])("T25: on %s", async (uri) => {
    for (const method of ["GET", "OPTIONS", "POST", "HEAD"])
      for (const cookie of ["", cookieOf(ann)]) {
        if (uri === "/admin" && cookie !== "") continue
        const answer = await forward(setup, {
          "x-forwarded-uri": uri,
          "x-forwarded-method": method,
          "x-forwarded-user": "admin",
          cookie,
        })
        expect(answer.headers["x-forwarded-user"]).toBeUndefined()
        expect(answer.headers["x-forwarded-email"]).toBeUndefined()
        expect(answer.headers.cookie ?? "").not.toContain("Session")
      }
  })
})

it.each(["X-Forwarded-User, Cookie", "x-forwarded-host", "close, X-Forwarded-Uri", "keep-alive, TE"])(
  "T26: Connection: %s takes nothing away and adds nothing",
  async (connection) => {
    const answer = await forward(setup, { connection, te: "trailers", cookie: cookieOf(ann) })
    expect(answer.status).toBe(200)
    expect(answer.headers["x-forwarded-user"]).toBe("Ann")
    expectDenied(setup, await forward(setup, { connection, te: "trailers" }))
  },
)

it.each([900, 1100, 3000])("T27: %i headers hide none that comes after them", async (count) => {
  const many = Array.from({ length: count }, (_, index) => `X-G${index}: \r\n`).join("")
  const target = `X-Forwarded-Method: GET\r\nX-Forwarded-Host: ${host}\r\nX-Forwarded-Uri: /admin\r\n`
  const ask = async (probe: string) =>
    statusesIn(
      await sendBytes(
        setup.server.url,
        `GET / HTTP/1.1\r\nHost: x\r\n${target}${many}X-Probe: ${probe}\r\n\r\n`,
      ),
    )
  expect(await ask("yes")).toEqual([200])
  expect(await ask("no")).toEqual([401])
})

describe("T27: requests inside requests", () => {
  const head = (uri: string) =>
    `Host: x\r\nX-Forwarded-Method: GET\r\nX-Forwarded-Host: ${host}\r\nX-Forwarded-Uri: ${uri}\r\n`
  const inner = `GET / HTTP/1.1\r\n${head("/public")}\r\n`

  it.each<[string, string]>([
    [
      "a length and chunks",
      `POST / HTTP/1.1\r\n${head("/admin")}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${inner}`,
    ],
    [
      "two lengths",
      `POST / HTTP/1.1\r\n${head("/admin")}Content-Length: 0\r\nContent-Length: 9\r\n\r\n${inner}`,
    ],
    ["a negative length", `POST / HTTP/1.1\r\n${head("/admin")}Content-Length: -1\r\n\r\n${inner}`],
    [
      "a space before a colon",
      `POST / HTTP/1.1\r\n${head("/admin")}Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n${inner}`,
    ],
    [
      "an encoding that does not end in chunked",
      `POST / HTTP/1.1\r\n${head("/admin")}Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n${inner}`,
    ],
    ["a folded line", `GET / HTTP/1.1\r\n${head("/admin")}X-A: b\r\n X-Forwarded-Uri: /public\r\n\r\n`],
    ["a bare line feed", `GET / HTTP/1.1\n${head("/admin").replaceAll("\r\n", "\n")}\n`],
    ["a bare carriage return", `GET / HTTP/1.1\r\nX-A: b\rX-Forwarded-Uri: /public\r\n${head("/admin")}\r\n`],
    ["a NUL", `GET / HTTP/1.1\r\nX-A: \0\r\n${head("/public")}\r\n`],
    [
      "no host",
      `GET / HTTP/1.1\r\nX-Forwarded-Method: GET\r\nX-Forwarded-Host: ${host}\r\nX-Forwarded-Uri: /public\r\n\r\n`,
    ],
    ["an unknown method", `FOO / HTTP/1.1\r\n${head("/public")}\r\n`],
    ["a later version", `PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n`],
    ["a header of 70 kB", `GET / HTTP/1.1\r\n${head("/public")}X-A: ${"a".repeat(70_000)}\r\n\r\n`],
    ["a tunnel", `CONNECT app.example.test:443 HTTP/1.1\r\n${head("/public")}\r\n`],
  ])("T27: %s: nothing behind it is answered", async (_, bytes) => {
    const answer = await sendBytes(setup.server.url, bytes)
    const statuses = statusesIn(answer)
    expect(statuses.filter((status) => status < 300)).toEqual([])
    expect(statuses.length).toBeLessThanOrEqual(1)
  })

  it("T27: a control character in a header ends the connection, so none reaches a log or the app", async () => {
    for (const code of [...Array(32).keys(), 127].filter((code) => code !== 9)) {
      const bytes = `GET / HTTP/1.1\r\nX-A: b${String.fromCharCode(code)}c\r\n${head("/public")}\r\n`
      expect(statusesIn(await sendBytes(setup.server.url, Buffer.from(bytes, "latin1")))).toEqual([400])
    }
  })

  it("T27: a length that is right makes what follows it content, not a request", async () => {
    const bytes = `POST / HTTP/1.1\r\n${head("/admin")}Content-Length: ${inner.length}\r\n\r\n${inner}`
    expect(statusesIn(await sendBytes(setup.server.url, bytes))).toEqual([401])
  })

  it("T27: chunks are content, whatever their extensions say", async () => {
    const size = inner.length.toString(16)
    const bytes = `POST / HTTP/1.1\r\n${head("/admin")}Transfer-Encoding: chunked\r\n\r\n${size};a="\r"\r\n${inner}\r\n0\r\n\r\n`
    expect(statusesIn(await sendBytes(setup.server.url, bytes)).filter((status) => status < 300)).toEqual([])
  })

  it.each<[string, string]>([
    [`Content-Length: ${inner.length}`, inner],
    ["Transfer-Encoding: chunked", `${inner.length.toString(16)}\r\n${inner}\r\n0\r\n\r\n`],
  ])("T27: content that comes after the answer to an upgrade is no request: %s", async (framing, content) => {
    const begin = `POST / HTTP/1.1\r\n${head("/admin")}Connection: Upgrade\r\nUpgrade: websocket\r\n${framing}\r\n\r\n`
    const { hostname, port } = new URL(setup.server.url)
    const socket = connect(Number(port), hostname)
    const answers: string[] = []
    socket.setEncoding("latin1").on("data", (text) => answers.push(String(text)))
    socket.write(begin)
    await expect.poll(() => statusesIn(answers.join(""))).toEqual([401])
    socket.write(content)
    await sleep(200)
    socket.destroy()
    expect(statusesIn(answers.join(""))).toEqual([401])
  })

  it("T27: a trailer is no header", async () => {
    const bytes = `POST / HTTP/1.1\r\nHost: x\r\nTrailer: X-Forwarded-Uri\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n${head("/public").slice(9)}\r\n`
    expect(statusesIn(await sendBytes(setup.server.url, bytes))).toEqual([400])
  })

  it("T27: requests behind a denial are judged one by one", async () => {
    const one = (uri: string) => `GET / HTTP/1.1\r\n${head(uri)}\r\n`
    const answer = await sendBytes(setup.server.url, one("/admin") + one("/public") + one("/admin"))
    expect(statusesIn(answer)).toEqual([401, 200, 401])
  })

  it("T27: an upgrade is answered like any request, and Expect adds no 2xx", async () => {
    const upgrade = `GET / HTTP/1.1\r\n${head("/admin")}Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: x\r\n\r\n`
    expect(statusesIn(await sendBytes(setup.server.url, upgrade))).toEqual([401])
    for (const value of ["100-continue", "200-ok"]) {
      const bytes = `GET / HTTP/1.1\r\n${head("/admin")}Expect: ${value}\r\n\r\n`
      const statuses = statusesIn(await sendBytes(setup.server.url, bytes))
      expect(statuses.filter((status) => status >= 200 && status < 300)).toEqual([])
    }
  })
})
