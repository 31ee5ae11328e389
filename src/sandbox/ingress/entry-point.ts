import { type RawHeaders, withHeader, withoutHeaders } from "./raw-headers.ts"

/** Headers that only the ingress may write. Source: Traefik 3.7.9, `pkg/middlewares/forwardedheaders`. */
const managed = [
  "x-forwarded-for",
  "x-forwarded-host",
  "x-forwarded-method",
  "x-forwarded-port",
  "x-forwarded-prefix",
  "x-forwarded-proto",
  "x-forwarded-server",
  "x-forwarded-tls-client-cert",
  "x-forwarded-tls-client-cert-info",
  "x-forwarded-uri",
  "x-real-ip",
]

/** Also in the spellings that a CGI app reads as the same, such as `X_Forwarded_Uri`. Source: CVE-2026-39858. */
export const isManaged = (name: string): boolean => managed.includes(name.toLowerCase().replaceAll("_", "-"))

export interface Peer {
  readonly address: string
  /** As the client wrote it, port included. */
  readonly host: string
  readonly upgrade: boolean
  /** True where the request came in over TLS. */
  readonly secure: boolean
}

/**
 * What the entry point makes of a client's headers: those it manages are dropped, unless the peer is trusted, and then
 * written anew.
 */
export function sanitizeHeaders(headers: RawHeaders, peer: Peer, trusted: boolean): RawHeaders {
  const kept = trusted ? headers : withoutHeaders(headers, isManaged)
  const own: RawHeaders = [
    ["X-Forwarded-Host", peer.host],
    ["X-Forwarded-Port", /:(\d+)$/.exec(peer.host)?.[1] ?? (peer.secure ? "443" : "80")],
    ["X-Forwarded-Proto", `${peer.upgrade ? "ws" : "http"}${peer.secure ? "s" : ""}`],
    ["X-Forwarded-Server", "stand-in-ingress"],
    ["X-Real-Ip", peer.address],
  ]
  return own.reduce((result, [name, value]) => {
    const present = result.some(([candidate]) => candidate.toLowerCase() === name.toLowerCase())
    return present ? result : withHeader(result, name, value)
  }, kept)
}

/**
 * The request target with `.`, `..` and `//` resolved and unreserved escapes decoded, query untouched; `undefined` for
 * one that is answered 400. Encoded slashes stay encoded.
 *
 * Source: Traefik, entry point option `sanitizePath`, on by default; measured against Traefik 3.7.13, see
 * `test/e2e/traefik/stand-in.test.ts`.
 */
export function cleanTarget(target: string): string | undefined {
  const end = target.indexOf("?")
  const path = end < 0 ? target : target.slice(0, end)
  const query = end < 0 ? "" : target.slice(end)
  if (!path.startsWith("/") || target.includes("#") || /%(?![0-9a-f]{2})/i.test(path)) return undefined
  const decoded = path.replaceAll("\\", "%5C").replace(/%([0-9a-f]{2})/gi, (escaped, hex: string) => {
    const character = String.fromCharCode(Number.parseInt(hex, 16))
    return /[A-Za-z0-9._~-]/.test(character) ? character : escaped.toUpperCase()
  })
  const segments: string[] = []
  for (const segment of decoded.split("/")) {
    if (segment === "..") segments.pop()
    else if (segment !== "" && segment !== ".") segments.push(segment)
  }
  const slash = segments.length > 0 && decoded.endsWith("/") ? "/" : ""
  return `/${segments.join("/")}${slash}${query}`
}
