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
  readonly host: string
  readonly port: number
  readonly upgrade: boolean
}

/**
 * What the entry point makes of a client's headers: those it manages are dropped, unless the peer is trusted, and then
 * written anew.
 */
export function sanitizeHeaders(headers: RawHeaders, peer: Peer, trusted: boolean): RawHeaders {
  const kept = trusted ? headers : withoutHeaders(headers, isManaged)
  const own: RawHeaders = [
    ["X-Forwarded-Host", peer.host],
    ["X-Forwarded-Port", String(peer.port)],
    ["X-Forwarded-Proto", peer.upgrade ? "ws" : "http"],
    ["X-Forwarded-Server", "stand-in-ingress"],
    ["X-Real-Ip", peer.address],
  ]
  return own.reduce((result, [name, value]) => {
    const present = result.some(([candidate]) => candidate.toLowerCase() === name.toLowerCase())
    return present ? result : withHeader(result, name, value)
  }, kept)
}

/**
 * The request target with `.`, `..` and `//` resolved and unreserved escapes decoded, query untouched. Encoded slashes
 * stay encoded. Source: Traefik, entry point option `sanitizePath`, on by default.
 */
export function cleanTarget(target: string): string {
  const end = target.search(/[?#]/)
  const path = end < 0 ? target : target.slice(0, end)
  const query = end < 0 ? "" : target.slice(end)
  const decoded = path.replace(/%([0-9a-f]{2})/gi, (escaped, hex: string) => {
    const character = String.fromCharCode(Number.parseInt(hex, 16))
    return /[A-Za-z0-9._~-]/.test(character) ? character : escaped
  })
  const segments: string[] = []
  for (const segment of decoded.split("/")) {
    if (segment === "..") segments.pop()
    else if (segment !== "" && segment !== ".") segments.push(segment)
  }
  const slash = segments.length > 0 && /\/(\.{1,2})?$/.test(decoded) ? "/" : ""
  return `/${segments.join("/")}${slash}${query}`
}
