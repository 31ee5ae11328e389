/**
 * `Reply -> ServerResponse`. To Traefik a 2xx means "let the request through", so exactly one function in this server
 * writes one: `admit`. Everything else is an answer for the client, and its status is 3xx, 4xx or 5xx.
 */
import type { ServerResponse } from "node:http"
import {
  type CheckedHeader,
  type FlatHeaders,
  headerName,
  headerValue,
  type PreparedHead,
  prepareHead,
  textWith,
} from "./prepared-head.ts"

export type Header = readonly [name: string, value: string]

/** Lets the request through. Its headers go to the app; Traefik removes those that are listed and missing here. */
export interface Admission {
  readonly kind: "admit"
  /** Made by `admissionHead`, once for each session. */
  readonly head: PreparedHead
  /** The `Cookie` header for the app, `undefined` for none. */
  readonly upstreamCookies: string | undefined
  readonly cookies: readonly string[]
}

export type DenialStatus = 302 | 303 | 400 | 401 | 403 | 404 | 405 | 429 | 431 | 500 | 502 | 503

export interface Denial {
  readonly kind: "deny"
  readonly status: DenialStatus
  readonly headers: readonly Header[]
  readonly cookies: readonly string[]
  readonly body: string
}

export type Reply = Admission | Denial

export function writeReply(response: ServerResponse, reply: Reply): void {
  if (reply.kind === "admit") admit(response, reply)
  else deny(response, reply)
}

/**
 * Where Node keeps the head of an answer that it has put together. It is none of Node's promises: where it is kept elsewhere,
 * `headersSent` stays false, and Node puts the head together itself.
 */
interface PreparedResponse {
  _header: string
}

/** The only 2xx of this server. Without a body, because Node re-encodes header bytes when there is a text body. */
function admit(response: ServerResponse, { head, upstreamCookies, cookies }: Admission): void {
  const more: FlatHeaders =
    upstreamCookies === undefined && cookies.length === 0
      ? none
      : [
          ...(upstreamCookies === undefined ? [] : ["Cookie", upstreamCookies]),
          ...cookies.flatMap((cookie) => ["Set-Cookie", cookie]),
        ]
  // A connection that ends with this answer has another head.
  if (response.shouldKeepAlive) (response as unknown as PreparedResponse)._header = textWith(head, more)
  if (!response.headersSent) response.writeHead(200, [...head.headers.flat(), ...more])
  response.end()
}

const none: FlatHeaders = []

/** Every reply is made for one request of one browser. */
const always: readonly CheckedHeader[] = [
  [headerName("Cache-Control"), headerValue("no-store")],
  [headerName("Content-Length"), headerValue("0")],
]

/** Of an admission, but for its cookies. */
export const admissionHead = (identity: readonly CheckedHeader[]): PreparedHead =>
  prepareHead([...always, ...identity])

function deny(response: ServerResponse, { status, headers, cookies, body }: Denial): void {
  // A status that got here by a mistake must not open the door.
  const safeStatus = status >= 300 && status <= 599 ? status : 500
  const bytes = Buffer.from(body)
  response.writeHead(safeStatus, flatten(headers, cookies, bytes.length))
  response.end(bytes)
}

/** `length`: of the body, in bytes. */
function flatten(headers: readonly Header[], cookies: readonly string[], length: number): string[] {
  // Every reply is made for one request of one browser.
  const flat = ["Cache-Control", "no-store", "Content-Length", String(length)]
  for (const [name, value] of headers) flat.push(name, value)
  for (const cookie of cookies) flat.push("Set-Cookie", cookie)
  return flat
}

/** `Location` is always absolute: Traefik would resolve a relative one against our own address. */
export const redirect = (location: string, cookies: readonly string[] = []): Denial => ({
  kind: "deny",
  // 302 turns a POST into a GET in every browser, so no form is ever sent on to the provider.
  status: 302,
  headers: [
    ["Location", location],
    ["Referrer-Policy", "no-referrer"],
  ],
  cookies,
  body: "",
})
