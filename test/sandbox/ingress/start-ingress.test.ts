import { once } from "node:events"
import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import { connect } from "node:net"
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest"
import { aliasPattern } from "../../../src/core/contract/headers.ts"
import { createBrowser } from "../../../src/sandbox/browser.ts"
import { type EchoApp, startEchoApp } from "../../../src/sandbox/echo-app.ts"
import { type Ingress, startIngress } from "../../../src/sandbox/ingress/start-ingress.ts"
import { type Loopback, listenOnLoopback } from "../../../src/sandbox/loopback.ts"

const host = "app.example.localhost"
let app: EchoApp
let auth: Loopback
let ingress: Ingress
/** What the auth server was asked, newest last, and what it answers. */
let asked: IncomingMessage[]
let answer: (request: IncomingMessage, response: ServerResponse) => void

const forwardAuth = () => ({
  address: `${auth.url}/`,
  authResponseHeaders: ["X-Forwarded-User", "X-Forwarded-Email", "Cookie"],
  authResponseHeadersRegex: aliasPattern(["X-Forwarded-User", "X-Forwarded-Email"]),
  addAuthCookiesToResponse: ["session"],
})

beforeAll(async () => {
  app = await startEchoApp()
  const server = createServer((request, response) => {
    asked.push(request)
    answer(request, response)
  })
  auth = await listenOnLoopback(server)
  ingress = await startIngress({ routes: [{ hosts: [host], forwardAuth: forwardAuth(), service: app.url }] })
})
beforeEach(() => {
  asked = []
  answer = (_request, response) => void response.writeHead(200).end()
  ingress.setRoutes([{ hosts: [host], forwardAuth: forwardAuth(), service: app.url }])
})
afterAll(async () => {
  await ingress.close()
  await auth.close()
  await app.close()
})

const url = (path: string) => `http://${host}:${ingress.port}${path}`
const get = (path: string, headers: Readonly<Record<string, string>> = {}) =>
  createBrowser().fetch(url(path), { headers })
const seen = (name: string) =>
  app
    .lastRequest()
    ?.headers.filter(([candidate]) => candidate === name)
    .map(([, value]) => value)

/** One request as bytes, the answer as bytes. */
async function exchangeBytes(request: string): Promise<string> {
  const socket = connect(ingress.port, "127.0.0.1")
  socket.write(Buffer.from(request, "latin1"))
  const chunks: Buffer[] = []
  socket.on("data", (chunk: Buffer) => chunks.push(chunk))
  await once(socket, "close")
  return Buffer.concat(chunks).toString("latin1")
}

describe("the question", () => {
  it("is a GET without body that describes the request", async () => {
    await createBrowser().fetch(url("/orders//7/../8?x=%2F"), {
      method: "POST",
      body: Buffer.from("hello"),
      headers: { "X-Own": "kept", "Content-Type": "text/plain" },
    })
    const [question] = asked
    expect(question?.method).toBe("GET")
    expect(question?.headers).toMatchObject({
      "x-forwarded-method": "POST",
      "x-forwarded-host": `${host}:${ingress.port}`,
      "x-forwarded-uri": "/orders/8?x=%2F",
      "x-forwarded-proto": "http",
      "x-forwarded-for": "127.0.0.1",
      "x-own": "kept",
      host: new URL(auth.url).host,
    })
    expect(question?.headers).not.toHaveProperty("content-length")
    expect(app.lastRequest()).toMatchObject({ method: "POST", target: "/orders/8?x=%2F", body: "hello" })
  })

  it("cannot be forged by the client's own X-Forwarded headers", async () => {
    await get("/admin", {
      "X-Forwarded-Uri": "/api/health",
      X_Forwarded_Uri: "/api/health",
      "X-Forwarded-Method": "PUT",
    })
    expect(asked[0]?.headers["x-forwarded-uri"]).toBe("/admin")
    expect(asked[0]?.headers["x-forwarded-method"]).toBe("GET")
    expect(asked[0]?.headers).not.toHaveProperty("x_forwarded_uri")
  })

  it("leaves out what Connection names, but not what the ingress wrote", async () => {
    await get("/", { Connection: "X-Dropped, X-Forwarded-Uri", "X-Dropped": "yes" })
    expect(asked[0]?.headers).not.toHaveProperty("x-dropped")
    expect(asked[0]?.headers["x-forwarded-uri"]).toBe("/")
  })

  it("carries only listed headers where authRequestHeaders narrows it", async () => {
    ingress.setRoutes([
      { hosts: [host], forwardAuth: { ...forwardAuth(), authRequestHeaders: ["Cookie"] }, service: app.url },
    ])
    await get("/", { Cookie: "a=b", "X-Own": "dropped" })
    expect(asked[0]?.headers.cookie).toBe("a=b")
    expect(asked[0]?.headers).not.toHaveProperty("x-own")
  })

  it("drops X-Real-Ip with trustForwardHeader: false only", async () => {
    await get("/")
    ingress.setRoutes([
      { hosts: [host], forwardAuth: { ...forwardAuth(), trustForwardHeader: false }, service: app.url },
    ])
    await get("/")
    expect(asked.map(({ headers }) => headers["x-real-ip"])).toEqual(["127.0.0.1", undefined])
  })

  it("believes a client's X-Forwarded-Uri where peers and header are trusted: the known danger", async () => {
    const open = await startIngress({
      trustPeers: true,
      routes: [
        { hosts: [host], forwardAuth: { ...forwardAuth(), trustForwardHeader: true }, service: app.url },
      ],
    })
    await createBrowser().fetch(`http://${host}:${open.port}/admin`, {
      headers: { "X-Forwarded-Uri": "/api/health", "X-Forwarded-For": "192.0.2.7" },
    })
    await open.close()
    expect(asked[0]?.headers["x-forwarded-for"]).toBe("192.0.2.7, 127.0.0.1")
    expect(seen("X-Forwarded-For")).toEqual(["192.0.2.7, 127.0.0.1"])
    expect(asked[0]?.headers["x-forwarded-uri"]).toBe("/api/health")
  })
})

describe("a 2xx", () => {
  it("replaces listed headers, and removes those that were not returned", async () => {
    answer = (_request, response) =>
      void response.writeHead(204, { "X-Forwarded-User": "real", "X-Unlisted": "no", Cookie: "own=1" }).end()
    await get("/", {
      "X-Forwarded-User": "forged",
      "X-Forwarded-Email": "forged@example.com",
      Cookie: "own=1; session=2",
    })
    expect(seen("X-Forwarded-User")).toEqual(["real"])
    expect(seen("X-Forwarded-Email")).toEqual([])
    expect(seen("X-Unlisted")).toEqual([])
    expect(seen("Cookie")).toEqual(["own=1"])
  })

  it("removes alias spellings by the contract's pattern", async () => {
    await get("/", {
      X_Forwarded_User: "forged",
      "X.Forwarded.Email": "forged",
      "x-forwarded_user": "forged",
    })
    expect(app.lastRequest()?.headers.filter(([name]) => /forwarded.(user|email)/i.test(name))).toEqual([])
  })

  it("keeps the bytes of UTF-8 values", async () => {
    answer = (_request, response) => {
      const value = Buffer.from("Jørgen Łukasz", "utf8").toString("latin1")
      response.writeHead(200, { "X-Forwarded-User": value }).end()
    }
    await get("/")
    expect(seen("X-Forwarded-User")).toEqual(["Jørgen Łukasz"])
  })

  it("adds listed cookies to the answer and no others", async () => {
    answer = (_request, response) =>
      void response.writeHead(200, { "Set-Cookie": ["session=new; Path=/", "other=1"] }).end()
    expect((await get("/")).setCookies).toEqual(["session=new; Path=/"])
  })
})

describe("anything else", () => {
  it("goes to the client as it is: status, cookies, body", async () => {
    answer = (_request, response) =>
      void response
        .writeHead(403, { "Content-Type": "text/html", "Set-Cookie": ["a=1", "b=2"], "X-Own": "kept" })
        .end("<h1>No</h1>")
    const before = app.requestCount()
    const refused = await get("/")
    expect(refused).toMatchObject({ status: 403, body: "<h1>No</h1>", setCookies: ["a=1", "b=2"] })
    expect(refused.headers["x-own"]).toBe("kept")
    expect(app.requestCount()).toBe(before)
  })

  it("makes a relative Location absolute against the auth server, unless told to keep it", async () => {
    answer = (_request, response) => void response.writeHead(302, { Location: "/login" }).end()
    expect((await get("/")).headers.location).toBe(`${auth.url}/login`)
    ingress.setRoutes([
      { hosts: [host], forwardAuth: { ...forwardAuth(), preserveLocationHeader: true }, service: app.url },
    ])
    expect((await get("/")).headers.location).toBe("/login")
  })

  it("becomes an empty 401 where it is longer than maxResponseBodySize", async () => {
    ingress.setRoutes([
      { hosts: [host], forwardAuth: { ...forwardAuth(), maxResponseBodySize: 4 }, service: app.url },
    ])
    answer = (_request, response) => void response.writeHead(403).end("12345")
    expect(await get("/")).toMatchObject({ status: 401, body: "" })
  })

  it("is an empty 500 where the auth server is down", async () => {
    answer = (request) => request.socket.destroy()
    expect(await get("/")).toMatchObject({ status: 500, body: "" })
  })
})

describe("an idle connection to the auth server", () => {
  it("that was closed meanwhile costs a second question, not the request", async () => {
    await get("/")
    let closed = 0
    answer = (request, response) => {
      closed += 1
      if (closed === 1) request.socket.destroy()
      else response.writeHead(200).end()
    }
    expect((await get("/")).status).toBe(200)
    expect(asked).toHaveLength(3)
  })
})

describe("routing", () => {
  it("goes by host, port and case aside", async () => {
    const answered = await exchangeBytes(
      `GET / HTTP/1.1\r\nHost: APP.example.localhost:81\r\nConnection: close\r\n\r\n`,
    )
    expect(answered).toMatch(/^HTTP\/1.1 200 /)
  })

  it("knows no other host", async () => {
    const answered = await createBrowser().fetch(`http://other.localhost:${ingress.port}/`)
    expect(answered).toMatchObject({ status: 404, body: "404 page not found\n" })
    expect(asked).toEqual([])
  })

  it("answers 502 where the app is down", async () => {
    ingress.setRoutes([{ hosts: [host], service: "http://127.0.0.1:9" }])
    expect(await get("/")).toMatchObject({ status: 502 })
  })

  it("streams a chunked upload", async () => {
    await exchangeBytes(
      `POST /up HTTP/1.1\r\nHost: ${host}\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n5\r\nhello\r\n0\r\n\r\n`,
    )
    expect(app.lastRequest()).toMatchObject({ method: "POST", body: "hello" })
  })

  it("does not repeat headers of one connection to the app", async () => {
    await exchangeBytes(
      `GET / HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\nTE: trailers\r\nUpgrade: h2c\r\n\r\n`,
    )
    expect(seen("TE")).toEqual([])
    expect(seen("Upgrade")).toEqual([])
  })
})

describe("WebSocket", () => {
  it("passes once admitted, with the identity of the admission", async () => {
    answer = (_request, response) => void response.writeHead(200, { "X-Forwarded-User": "real" }).end()
    expect(await createBrowser().echo(url("/socket"), "hello Ø")).toBe("hello Ø")
    expect(seen("X-Forwarded-User")).toEqual(["real"])
    expect(asked[0]?.headers).not.toHaveProperty("upgrade")
    expect(asked[0]?.headers).toHaveProperty("sec-websocket-key")
  })

  it("is refused with the auth server's own answer", async () => {
    answer = (_request, response) => void response.writeHead(401).end("no")
    expect(await createBrowser().echo(url("/socket"), "hello")).toBe(401)
  })
})
