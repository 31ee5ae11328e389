/**
 * The stand-in ingress against a real Traefik: the same bytes go to both, and what the auth server is asked, what the app
 * sees and what the client gets must be the same. Preview, demo and the fast tests rest on this.
 */
import { once } from "node:events"
import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import { connect } from "node:net"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { aliasPattern } from "../../../src/core/contract/headers.ts"
import { startEchoApp } from "../../../src/sandbox/echo-app.ts"
import type { ForwardAuth } from "../../../src/sandbox/ingress/forward-auth.ts"
import { startIngress } from "../../../src/sandbox/ingress/start-ingress.ts"
import { listenOnLoopback } from "../../../src/sandbox/loopback.ts"
import { freePort, runTraefik } from "./start-traefik.ts"

const host = "app.example.localhost"

/** What the auth server answers. */
const answers = {
  admit: (response) => {
    const user = Buffer.from("Jørgen Łukasz").toString("latin1")
    const cookies = ["session=new; Path=/; HttpOnly; SameSite=Lax", "other=2"]
    response.writeHead(200, {
      "X-Forwarded-User": user,
      "X-Unlisted": "1",
      Cookie: "own=1",
      "Set-Cookie": cookies,
    })
    response.end()
  },
  bypass: (response) => response.writeHead(204).end(),
  redirect: (response) =>
    response
      .writeHead(302, { Location: "/login?x=1", "Set-Cookie": ["a=1; Path=/", "b=2"], "X-Own": "y" })
      .end(),
  refuse: (response) =>
    response
      .writeHead(401, { "Content-Type": "application/problem+json", "WWW-Authenticate": "x" })
      .end("{}"),
  flood: (response) => response.writeHead(403).end("x".repeat(5000)),
  unchanged: (response) => response.writeHead(304, { ETag: "x" }).end(),
  unavailable: (response) => response.writeHead(503).end("down"),
  hangUp: (response) => response.destroy(),
} as const satisfies Record<string, (response: ServerResponse) => void>

const forged = `X-Forwarded-Uri: /api/health
X_Forwarded_Uri: /api/health
X-Forwarded-Method: PUT
X-Forwarded-For: 192.0.2.1
X-Forwarded-Proto: https
X-Forwarded-Host: evil.example
X-Forwarded-Port: 1
X-Forwarded-Prefix: /p
X-Real-Ip: 192.0.2.2
Forwarded: for=192.0.2.3
X-Forwarded-User: Mallory
X_Forwarded_User: Mallory
X.Forwarded.Email: mallory@example.com
X-FORWARDED_email: mallory@example.com
`
const upgrade = `Upgrade: websocket
Sec-WebSocket-Version: 13
Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
`

type Case = readonly [title: string, answer: keyof typeof answers, request: string]

const paths = [
  ..."/a/../b //x//y /a/./b/ /%2e%2e/admin /%61pi /a%2Fb /a%5cb /a/..%2fb /api/health/.. /a;b /a?b=/../c".split(
    " ",
  ),
  ..."/caf%C3%A9 /a/%2e /a/. /.. /a// /x%25y /a%00b /%zz /a\\b /a#b /ok%3Fq /a?%zz".split(" "),
]

const cases: readonly Case[] = [
  ["a page", "admit", get("/a/b?x=1")],
  ["forged headers, admitted", "admit", get("/admin", forged)],
  ["forged headers, bypassed", "bypass", get("/", `${forged}Cookie: own=1; session=2\n`)],
  [
    "headers that Connection names",
    "admit",
    `GET / HTTP/1.1\nHost: ${host}\nConnection: close, X-Forwarded-Uri, X-Drop\nX-Drop: 1\n\n`,
  ],
  ["a form", "admit", `POST /p HTTP/1.1\nHost: ${host}\nConnection: close\nContent-Length: 5\n\nhello`],
  [
    "an upload in chunks",
    "admit",
    `POST /p HTTP/1.1\nHost: ${host}\nConnection: close\nTransfer-Encoding: chunked\n\n5\nhello\n0\n\n`,
  ],
  ["a preflight", "admit", get("/p").replace("GET", "OPTIONS")],
  ["a redirect", "redirect", get("/")],
  ["a refusal", "refuse", get("/")],
  ["a refusal that is too long", "flood", get("/")],
  ["a conditional request", "unchanged", get("/", "If-None-Match: x\n")],
  ["an unavailable login", "unavailable", get("/")],
  ["an auth server that hangs up", "hangUp", get("/")],
  ["a host in capitals with a port", "admit", get("/").replace(host, "APP.example.localhost:123")],
  ["a WebSocket, admitted", "admit", get("/ws", upgrade).replace("close", "Upgrade")],
  ["a WebSocket, refused", "refuse", get("/ws", upgrade).replace("close", "Upgrade")],
  ...paths.map((path): Case => [`the path ${path}`, "admit", get(path)]),
]

function get(path: string, headers = ""): string {
  return `GET ${path} HTTP/1.1\nHost: ${host}\nConnection: close\n${headers}\n`
}

describe("the stand-in ingress does as Traefik with", () => {
  let current: keyof typeof answers = "admit"
  const asked: IncomingMessage[] = []
  let app: Awaited<ReturnType<typeof startEchoApp>>
  let ports: { readonly traefik: number; readonly standIn: number }
  const cleanUps: (() => Promise<unknown>)[] = []

  beforeAll(async () => {
    app = await startEchoApp()
    const auth = await listenOnLoopback(
      createServer((request, response) => {
        asked.push(request)
        answers[current](response)
      }),
    )
    const forwardAuth: ForwardAuth = {
      address: `${auth.url}/`,
      authResponseHeaders: ["X-Forwarded-User", "X-Forwarded-Email", "Cookie"],
      authResponseHeadersRegex: aliasPattern(["X-Forwarded-User", "X-Forwarded-Email"]),
      addAuthCookiesToResponse: ["session"],
      maxResponseBodySize: 4096,
    }
    const standIn = await startIngress({ routes: [{ hosts: [host], forwardAuth, service: app.url }] })
    cleanUps.push(app.close, auth.close, standIn.close)
    const traefik = await startPlainTraefik(forwardAuth, app.url)
    cleanUps.push(traefik.close)
    ports = { traefik: traefik.port, standIn: standIn.port }
  })
  afterAll(async () => {
    for (const cleanUp of cleanUps.reverse()) await cleanUp()
  })

  async function observe(port: number, request: string) {
    asked.length = 0
    const before = app.requestCount()
    const answer = await exchange(port, request)
    const seen = app.requestCount() > before ? app.lastRequest() : undefined
    return {
      // The last one: how often a question is repeated depends on which connections were idle.
      question: asked
        .slice(-1)
        .flatMap(({ method, url, rawHeaders }) => [`${method} ${url}`, ...comparable(pairs(rawHeaders))]),
      seen: seen && [`${seen.method} ${seen.target}`, seen.body, ...comparable(seen.headers)],
      answer,
    }
  }

  it.each(cases)("%s", async (_title, answer, request) => {
    current = answer
    expect(await observe(ports.standIn, request)).toEqual(await observe(ports.traefik, request))
  })
})

/** What differs between any two proxies: framing of a connection, and their own names. */
const incidental =
  /^(date|connection|keep-alive|content-length|transfer-encoding|accept-encoding|user-agent|x-forwarded-server)$/

const comparable = (headers: readonly (readonly [string, string])[]): readonly string[] =>
  headers
    .map(([name, value]) => [name.toLowerCase(), value] as const)
    .filter(([name]) => !incidental.test(name))
    .map(([name, value]) => `${name}: ${value}`)
    .sort()

const pairs = (flat: readonly string[]) =>
  flat.flatMap((name, index) =>
    index % 2 === 0 ? [[name, Buffer.from(flat[index + 1] ?? "", "latin1").toString("utf8")] as const] : [],
  )

/** One request as bytes; the answer's status and headers. Texts of error pages are each proxy's own. */
async function exchange(port: number, request: string): Promise<readonly string[]> {
  const socket = connect(port, "127.0.0.1")
  socket.write(request.replaceAll("\n", "\r\n"))
  let text = ""
  socket.setEncoding("utf8").on("data", (chunk: string) => {
    text += chunk
    if (text.includes("\r\n\r\n")) socket.destroy()
  })
  await once(socket, "close")
  const [status = "", ...lines] = text.split("\r\n\r\n", 1).join("").split("\r\n")
  const headers = lines.map((line) => [line.split(":", 1).join(""), line.replace(/^[^:]*: ?/, "")] as const)
  return status.includes(" 400 ") ? [status] : [status, ...comparable(headers)]
}

async function startPlainTraefik(forwardAuth: ForwardAuth, appUrl: string) {
  const port = await freePort()
  const { close } = await runTraefik({
    dynamic: {
      http: {
        routers: { app: { rule: `Host(\`${host}\`)`, service: "app", middlewares: ["login"] } },
        middlewares: { login: { forwardAuth } },
        services: { app: { loadBalancer: { servers: [{ url: appUrl }] } } },
      },
    },
    flags: () => [`--entrypoints.plain.address=127.0.0.1:${port}`],
    status: async () => Number((await exchange(port, get("/")))[0]?.split(" ")[1]),
  })
  return { port, close }
}
