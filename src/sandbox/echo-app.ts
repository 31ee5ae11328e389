import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import type { Socket } from "node:net"
import { type RawData, type WebSocket, WebSocketServer } from "ws"
import { html, pageHeaders, renderPage } from "./html.ts"
import { listenOnLoopback, readBody } from "./loopback.ts"

/** What the app saw of one request, exactly. */
export interface SeenRequest {
  readonly method: string
  readonly target: string
  /** In the order and spelling of the wire; values read as UTF-8. */
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body: string
  /** What came after the body, as HTTP keeps it: apart from the headers. */
  readonly trailers: readonly (readonly [name: string, value: string])[]
}

export interface EchoApp {
  readonly url: string
  /** The newest request, WebSocket handshakes included. */
  readonly lastRequest: () => SeenRequest | undefined
  readonly requestCount: () => number
  readonly close: () => Promise<void>
}

export interface EchoAppOptions {
  readonly logoutPath?: string
  readonly port?: number
}

/**
 * An app that trusts its ingress and knows nothing of OIDC: it greets whoever the headers name and shows all of them.
 * Browsers get a page, everyone else JSON; WebSocket messages come back as they went.
 */
export async function startEchoApp({
  logoutPath = "/oauth2/logout",
  port,
}: EchoAppOptions = {}): Promise<EchoApp> {
  let last: SeenRequest | undefined
  let count = 0
  const see = (request: IncomingMessage, body: string): SeenRequest => {
    count += 1
    last = {
      method: request.method ?? "",
      target: request.url ?? "",
      headers: inPairs(request.rawHeaders),
      body,
      trailers: inPairs(request.rawTrailers),
    }
    return last
  }
  const server = createServer({ maxHeaderSize: 1024 * 1024 })
  server.on("request", (request: IncomingMessage, response: ServerResponse) => {
    readBody(request).then(
      (body) => answer(see(request, body.toString("utf8")), logoutPath, response),
      () => response.destroy(),
    )
  })
  const sockets = new WebSocketServer({ noServer: true })
  server.on("upgrade", (request: IncomingMessage, socket: Socket, head: Buffer) => {
    see(request, "")
    sockets.handleUpgrade(request, socket, head, (connection: WebSocket) => {
      connection.on("message", (data: RawData, binary: boolean) => connection.send(data, { binary }))
    })
  })
  const { url, close } = await listenOnLoopback(server, port)
  return { url, lastRequest: () => last, requestCount: () => count, close }
}

/** Its page may call the app back, as pages of a real app do: try `fetch` or a WebSocket from the browser's console. */
const appPageHeaders = {
  ...pageHeaders,
  "Content-Security-Policy": `${pageHeaders["Content-Security-Policy"]}; connect-src 'self'`,
}

function answer(seen: SeenRequest, logoutPath: string, response: ServerResponse): void {
  const headerOf = (wanted: string) => seen.headers.find(([name]) => name.toLowerCase() === wanted)?.[1]
  const identity = { user: headerOf("x-forwarded-user"), email: headerOf("x-forwarded-email") }
  if (headerOf("accept")?.includes("text/html"))
    response.writeHead(200, appPageHeaders).end(renderEcho(seen, identity, logoutPath))
  else
    response
      .writeHead(200, { "Content-Type": "application/json; charset=utf-8", "Cache-Control": "no-store" })
      .end(JSON.stringify({ ...identity, ...seen }))
}

interface Identity {
  readonly user: string | undefined
  readonly email: string | undefined
}

const renderEcho = (
  { method, target, headers, body }: SeenRequest,
  { user, email }: Identity,
  logoutPath: string,
) =>
  renderPage({
    title: user ? `Hello ${user}` : "Hello",
    wide: true,
    label: "Echo app: stands where your app will, and shows what it would see",
    body: html`<h1>Hello ${user ?? "whoever you are"}</h1>
<p class="soft">${user ? "The ingress says who you are; this app holds no login code at all." : "No identity came with this request."}</p>
<dl>
<dt>X-Forwarded-User</dt><dd>${user ?? "—"}</dd>
<dt>X-Forwarded-Email</dt><dd>${email ?? "—"}</dd>
<dt>Request</dt><dd><code>${method} ${target}</code></dd>
</dl>
${user ? html`<p class="actions"><a href="${logoutPath}">Log out</a></p>` : ""}
<h2>All request headers</h2>
<table><tbody>
${headers.map(([name, value]) => html`<tr><td>${name}</td><td>${value}</td></tr>`)}
</tbody></table>
${body ? html`<h2>Body</h2><p><code>${body}</code></p>` : ""}`,
  })

const inPairs = (raw: readonly string[]): SeenRequest["headers"] =>
  raw.flatMap((name, index) =>
    index % 2 === 0 ? [[name, Buffer.from(raw[index + 1] ?? "", "latin1").toString("utf8")] as const] : [],
  )
