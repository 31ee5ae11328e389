import { once } from "node:events"
import { createServer, type RequestListener, type Server } from "node:http"
import type { AddressInfo } from "node:net"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { createHttp } from "../../../src/adapters/http/http.ts"

const http = createHttp({ userAgent: "idp-oidc-doctor/test", timeoutMs: 300 })

let server: Server
let answer: RequestListener
let origin: string
beforeAll(async () => {
  server = createServer((request, response) => answer(request, response)).listen(0, "127.0.0.1")
  await once(server, "listening")
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

describe("createHttp", () => {
  it("tells status, headers and the start of the body, and says who asks", async () => {
    answer = (request, response) =>
      response.writeHead(418, { "X-Seen": request.headers["user-agent"] }).end("Jørgen")
    expect(await http.ask({ url: `${origin}/` })).toMatchObject({
      kind: "answered",
      status: 418,
      headers: { "x-seen": "idp-oidc-doctor/test" },
      body: "Jørgen",
    })
  })

  it("sends the headers that it is given, underscores and all", async () => {
    answer = (request, response) => response.end(String(request.headers.x_forwarded_user))
    expect(await http.ask({ url: origin, headers: { x_forwarded_user: "me" } })).toMatchObject({ body: "me" })
  })

  it("follows no redirect", async () => {
    answer = (request, response) =>
      request.url === "/" ? response.writeHead(302, { location: "/next" }).end() : response.end("followed")
    expect(await http.ask({ url: `${origin}/` })).toMatchObject({
      status: 302,
      headers: { location: "/next" },
    })
  })

  it("stops reading a body that does not end", async () => {
    answer = (_, response) => {
      const chunk = "x".repeat(65_536)
      const more = () => {
        if (!response.destroyed) response.write(chunk, () => setImmediate(more))
      }
      more()
    }
    const answered = await http.ask({ url: origin })
    expect(answered.kind === "answered" && answered.body.length).toBeLessThan(300_000)
  })

  it("gives up on a host that keeps silent", async () => {
    answer = () => undefined
    expect(await http.ask({ url: origin })).toEqual({ kind: "unanswered", reason: "late", code: "ABORT_ERR" })
  })

  it("tells that nobody listens", async () => {
    const closed = createServer().listen(0, "127.0.0.1")
    await once(closed, "listening")
    const { port } = closed.address() as AddressInfo
    closed.close()
    await once(closed, "close")
    expect(await http.ask({ url: `http://127.0.0.1:${port}/` })).toEqual({
      kind: "unanswered",
      reason: "refused",
      code: "ECONNREFUSED",
    })
  })

  it("tells that a connection was broken off", async () => {
    answer = (request) => request.socket.destroy()
    expect(await http.ask({ url: origin })).toMatchObject({ kind: "unanswered", reason: "other" })
  })
})
