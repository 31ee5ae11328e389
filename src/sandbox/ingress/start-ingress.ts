import { once } from "node:events"
import { Agent, createServer, request as httpRequest, type IncomingMessage, ServerResponse } from "node:http"
import { createServer as createSecureServer } from "node:https"
import type { Socket } from "node:net"
import { pipeline } from "node:stream/promises"
import { createSecureContext, TLSSocket } from "node:tls"
import { listenOnLoopback } from "../loopback.ts"
import { cleanTarget, sanitizeHeaders } from "./entry-point.ts"
import {
  addCookies,
  admitHeaders,
  cookiesToAdd,
  type ForwardAuth,
  makeAuthRequestHeaders,
  type ProxiedRequest,
  refuseHeaders,
} from "./forward-auth.ts"
import { type Admission, passUpgrade, type Upgrade, upstreamHeaders } from "./pass-upgrade.ts"
import { type RawHeaders, toFlatHeaders, toRawHeaders, withoutHopByHop } from "./raw-headers.ts"

/** One router: which hosts, which middleware, which app. */
export interface IngressRoute {
  /** Without ports; compared exactly, case aside. */
  readonly hosts: readonly string[]
  /** Absent: everyone may pass. */
  readonly forwardAuth?: ForwardAuth
  /** `http://host:port` of the app. */
  readonly service: string
}

export interface Ingress {
  readonly url: string
  readonly port: number
  readonly setRoutes: (routes: readonly IngressRoute[]) => void
  readonly close: () => Promise<void>
}

export interface IngressOptions {
  readonly routes: readonly IngressRoute[]
  /** Default: any free one. */
  readonly port?: number
  /** Keep `X-Forwarded-*` of clients, as an ingress behind a load balancer that it trusts does. */
  readonly trustPeers?: boolean
  /** The certificate of each host, in PEM; with it, every request comes in over TLS. */
  readonly certificateFor?: (host: string) => { readonly key: string; readonly cert: string }
}

/** Traefik's own limit on request headers, 1 MiB. */
const maxHeaderSize = 1024 * 1024
/** How long the auth server may think. Source: Traefik 3.7.9, `pkg/middlewares/auth/forward.go`. */
const authTimeoutMs = 30_000

const empty = { "Content-Length": 0 }

/** A reverse proxy on loopback that treats requests as Traefik with one forwardAuth middleware does. */
export async function startIngress(options: IngressOptions): Promise<Ingress> {
  let routes = options.routes
  const agent = new Agent({ keepAlive: true })
  const { certificateFor } = options
  const server = certificateFor
    ? createSecureServer({
        maxHeaderSize,
        SNICallback: (host, done) => done(null, createSecureContext(certificateFor(host.toLowerCase()))),
      })
    : createServer({ maxHeaderSize })
  const { url, port, close } = await listenOnLoopback(server, options.port)

  async function handle(
    request: IncomingMessage,
    response: ServerResponse,
    upgraded?: Upgrade,
  ): Promise<void> {
    const host = request.headers.host ?? ""
    const route = routes.find(({ hosts }) => hosts.includes(withoutPort(host)))
    if (!route) return void response.writeHead(404).end("404 page not found\n")
    const target = cleanTarget(request.url ?? "/")
    if (target === undefined) return void response.writeHead(400, empty).end()
    const address = request.socket.remoteAddress ?? ""
    const secure = request.socket instanceof TLSSocket
    const peer = { address, host, upgrade: upgraded !== undefined, secure }
    const proxied: ProxiedRequest = {
      method: request.method ?? "GET",
      target,
      host,
      clientAddress: address,
      secure,
      headers: sanitizeHeaders(toRawHeaders(request.rawHeaders), peer, options.trustPeers ?? false),
    }
    const admission = await ask(route.forwardAuth, proxied, response)
    if (!admission) return
    if (upgraded) await passUpgrade(route.service, proxied, admission, request, upgraded)
    else await passRequest(route, proxied, admission, request, response)
  }

  /** What the app shall see, or `undefined` where the client has its answer already. */
  async function ask(
    auth: ForwardAuth | undefined,
    proxied: ProxiedRequest,
    response: ServerResponse,
  ): Promise<Admission | undefined> {
    if (!auth) return { headers: proxied.headers, cookies: [] }
    const answer = await question(auth, proxied)
    if (!answer) {
      response.writeHead(500, empty).end()
      return undefined
    }
    const status = answer.statusCode ?? 500
    if (status >= 200 && status < 300) {
      answer.resume()
      const headers = toRawHeaders(answer.rawHeaders)
      return { headers: admitHeaders(auth, proxied.headers, headers), cookies: cookiesToAdd(auth, headers) }
    }
    const body = await bodyWithin(answer, auth.maxResponseBodySize)
    if (body) response.writeHead(status, toFlatHeaders(refuseHeaders(auth, answer.rawHeaders))).end(body)
    else response.writeHead(401, empty).end()
    return undefined
  }

  /** Asks again where an idle connection turned out to be closed, as Go does for a GET. */
  async function question(auth: ForwardAuth, proxied: ProxiedRequest): Promise<IncomingMessage | undefined> {
    const request = httpRequest(auth.address, {
      agent,
      method: auth.preserveRequestMethod ? proxied.method : "GET",
      headers: toFlatHeaders(makeAuthRequestHeaders(auth, proxied)),
      signal: AbortSignal.timeout(authTimeoutMs),
    })
    request.end()
    const [answer] = (await once(request, "response").catch(() => [])) as [IncomingMessage?]
    const isStale = !answer && request.reusedSocket && request.method === "GET"
    return isStale ? question(auth, proxied) : answer
  }

  async function passRequest(
    route: IngressRoute,
    proxied: ProxiedRequest,
    { headers, cookies }: Admission,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const upstream = httpRequest(new URL(route.service), {
      // An app under development may close an idle connection at any moment; a new one each time cannot be stale.
      agent: false,
      method: proxied.method,
      path: proxied.target,
      headers: toFlatHeaders(framed(upstreamHeaders(headers, proxied), request)),
    })
    const answered = once(upstream, "response")
    // A broken upload shows itself in `answered` too; one handler is enough.
    pipeline(request, upstream).catch(() => undefined)
    const [answer] = (await answered.catch(() => [])) as [IncomingMessage?]
    if (!answer) return void response.writeHead(502).end("Bad Gateway")
    const kept = withoutHopByHop(toRawHeaders(answer.rawHeaders))
    const sent = route.forwardAuth ? addCookies(route.forwardAuth, kept, cookies) : kept
    response.writeHead(answer.statusCode ?? 502, toFlatHeaders(sent))
    await pipeline(answer, response)
  }

  server.on("request", (request: IncomingMessage, response: ServerResponse) => {
    handle(request, response).catch(() => response.destroy())
  })
  server.on("upgrade", (request: IncomingMessage, socket: Socket, head: Buffer) => {
    // A refused handshake is an ordinary response on the same socket.
    const response = new ServerResponse(request)
    response.shouldKeepAlive = false
    response.assignSocket(socket)
    response.once("finish", () => socket.end())
    handle(request, response, { socket, head, response }).catch(() => socket.destroy())
  })

  return {
    url,
    port,
    setRoutes: (next) => {
      routes = next
    },
    close: async () => {
      agent.destroy()
      await close()
    },
  }
}

/** Without a length, a body travels in chunks; `Transfer-Encoding` was removed as hop-by-hop. */
const framed = (headers: RawHeaders, request: IncomingMessage): RawHeaders =>
  request.headers["transfer-encoding"] === undefined
    ? headers
    : [...headers, ["Transfer-Encoding", "chunked"]]

async function bodyWithin(
  answer: IncomingMessage,
  limit = Number.POSITIVE_INFINITY,
): Promise<Buffer | undefined> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    length += chunk.length
    if (length > limit) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

const withoutPort = (host: string): string => host.replace(/:\d+$/, "").toLowerCase()
