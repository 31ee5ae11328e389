/** `IncomingMessage -> ForwardedRequest`: the only place that reads `X-Forwarded-*`. */
import type { IncomingMessage } from "node:http"
import type { ForwardedRequest } from "../core/policy/forwarded-request.ts"
import { isLoopback, parseHost } from "../core/policy/hosts.ts"
import { failure, type Result, success } from "../core/result.ts"
import { parseForwardedUri } from "../core/rule/canonical-path.ts"
import { aliasesOf, headerOf } from "./headers.ts"

/**
 * What Traefik says about the browser's request. Names with dashes only: `X_Forwarded_Uri` is someone else's.
 * A repeated header arrives joined by a comma and is then no method, host or scheme, so it is refused.
 */
export function readRequest(message: Pick<IncomingMessage, "rawHeaders">): Result<ForwardedRequest> {
  const header = (name: string) => headerOf(message.rawHeaders, name)
  const method = header("x-forwarded-method")
  const uri = header("x-forwarded-uri")
  const forwardedHost = header("x-forwarded-host")
  if (method === undefined || uri === undefined || forwardedHost === undefined)
    return failure("This address is for the ingress, which names the request in X-Forwarded headers.")
  if (!/^[A-Za-z-]{1,32}$/.test(method)) return failure("X-Forwarded-Method is not one method.")

  const proto = header("x-forwarded-proto")
  const scheme =
    (proto === "http" || proto === "ws") && isLoopback(forwardedHost.toLowerCase()) ? "http" : "https"
  const host = parseHost(forwardedHost, scheme)
  if (host === undefined) return failure("X-Forwarded-Host is not one host.")

  const target = parseForwardedUri(uri)
  return success({
    method,
    host,
    scheme,
    uri,
    path: target.kind === "canonical" ? target.path : undefined,
    query: target.query,
    header,
    aliases: (name) => aliasesOf(message.rawHeaders, name),
    wantsPage: () => asksForPage(header),
    isNavigation: () => (method === "GET" || method === "HEAD") && asksForPage(header),
  })
}

/**
 * Whether a redirect or a page would reach a person. Browsers say so in `Sec-Fetch-*`; others in `Accept`, where HTML
 * must be what they like best, because every script accepts anything.
 *
 * Source: W3C Fetch Metadata, sections 2.1 and 2.3; RFC 9110, section 12.5.1.
 */
function asksForPage(header: ForwardedRequest["header"]): boolean {
  if (header("sec-websocket-key") !== undefined) return false
  const mode = header("sec-fetch-mode")
  if (mode !== undefined) return mode === "navigate" && isWindow(header("sec-fetch-dest"))
  return preferredType(header("accept") ?? "")
}

const isWindow = (destination: string | undefined): boolean =>
  destination === undefined || ["document", "iframe", "frame"].includes(destination)

function preferredType(accept: string): boolean {
  const ranges = accept.split(",", 32).map((range) => {
    const [type = "", ...parameters] = range.split(";").map((part) => part.trim().toLowerCase())
    const quality = parameters.find((parameter) => parameter.startsWith("q="))
    return { type, quality: quality === undefined ? 1 : Number(quality.slice(2)) || 0 }
  })
  const best = ranges.reduce((one, other) => (other.quality > one.quality ? other : one), {
    type: "",
    quality: 0,
  })
  return best.type === "text/html" || best.type === "application/xhtml+xml"
}
