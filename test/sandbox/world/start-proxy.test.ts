import { once } from "node:events"
import { createServer, type IncomingMessage, request } from "node:http"
import type { Socket } from "node:net"
import { expect, it } from "vitest"
import { listenOnLoopback } from "../../../src/sandbox/loopback.ts"
import { startProxy } from "../../../src/sandbox/world/start-proxy.ts"

it("leads to the hosts of the story and refuses every other, whatever the port", async () => {
  const target = await listenOnLoopback(createServer((_request, response) => response.end("here")))
  const proxy = await startProxy((host) => (host === "web.example" ? target.port : undefined))
  const tunnel = async (path: string): Promise<readonly [number | undefined, Socket]> => {
    const asked = request(proxy.url, { method: "CONNECT", path })
    asked.end()
    const [answer, socket] = (await once(asked, "connect")) as [IncomingMessage, Socket]
    return [answer.statusCode, socket]
  }
  const [status, socket] = await tunnel("WEB.example:443")
  socket.write("GET / HTTP/1.1\r\nHost: web.example\r\nConnection: close\r\n\r\n")
  const [bytes] = await once(socket, "data")
  expect([status, String(bytes)]).toEqual([200, expect.stringContaining("here")])
  const others = ["login.microsoftonline.com:443", "web.example:80", "127.0.0.1:443", "web.example"]
  for (const other of others) expect((await tunnel(other))[0]).toBe(403)
  const plain = await fetch(proxy.url)
  expect(plain.status).toBe(403)
  expect(proxy.refused).toEqual([...others, "/"])
  await proxy.close()
  await target.close()
})
