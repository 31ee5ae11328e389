import { once } from "node:events"
import { request as httpRequest, type IncomingMessage, type ServerResponse } from "node:http"
import type { Socket } from "node:net"
import { pipeline } from "node:stream/promises"
import { forwardedFor, type ProxiedRequest } from "./forward-auth.ts"
import { type RawHeaders, toFlatHeaders, toRawHeaders, withHeader, withoutHopByHop } from "./raw-headers.ts"

/** What the auth server let through: the request as the app shall see it, and cookies for the browser. */
export interface Admission {
  readonly headers: RawHeaders
  readonly cookies: readonly string[]
}

/** A connection that asks to become something else, and the response to refuse it with. */
export interface Upgrade {
  readonly socket: Socket
  readonly head: Buffer
  readonly response: ServerResponse
}

/** Cookies of the admission are lost here, as they are in Traefik: a 101 has no final headers to write them to. */
export async function passUpgrade(
  service: string,
  proxied: ProxiedRequest,
  { headers }: Admission,
  request: IncomingMessage,
  { socket, head, response }: Upgrade,
): Promise<void> {
  const handshake = httpRequest(new URL(service), {
    method: proxied.method,
    path: proxied.target,
    headers: toFlatHeaders([
      ...upstreamHeaders(headers, proxied),
      ["Connection", "Upgrade"],
      ["Upgrade", request.headers.upgrade ?? "websocket"],
    ]),
  })
  handshake.end()
  const refused = once(handshake, "response").then(([answer]) => answer as IncomingMessage)
  const accepted = once(handshake, "upgrade") as Promise<[IncomingMessage, Socket, Buffer]>
  const outcome = await Promise.race([accepted, refused]).catch(() => undefined)
  if (!outcome) return void response.writeHead(502).end("Bad Gateway")
  if (!Array.isArray(outcome)) {
    response.writeHead(
      outcome.statusCode ?? 502,
      toFlatHeaders(withoutHopByHop(toRawHeaders(outcome.rawHeaders))),
    )
    return pipeline(outcome, response)
  }
  const [answer, upstream, upstreamHead] = outcome
  response.detachSocket(socket)
  const lines = toRawHeaders(answer.rawHeaders).map(([name, value]) => `${name}: ${value}`)
  socket.write(Buffer.from(["HTTP/1.1 101 Switching Protocols", ...lines, "", ""].join("\r\n"), "latin1"))
  socket.write(upstreamHead)
  upstream.write(head)
  const ended = () => {
    socket.destroy()
    upstream.destroy()
  }
  await Promise.all([pipeline(socket, upstream), pipeline(upstream, socket)]).then(ended, ended)
}

/** The entry point's own additions come last: the middleware has seen the request without them. */
export const upstreamHeaders = (headers: RawHeaders, { host, clientAddress }: ProxiedRequest): RawHeaders =>
  withHeader(
    withHeader(withoutHopByHop(headers), "Host", host),
    "X-Forwarded-For",
    forwardedFor(headers, clientAddress),
  )
