/**
 * Traefik's forwardAuth, as pure steps between header lists.
 *
 * Source: Traefik 3.7.9, `pkg/middlewares/auth/forward.go`.
 */
import { RE2JS } from "re2js"
import { isManaged } from "./entry-point.ts"
import {
  type RawHeaders,
  sameName,
  toRawHeaders,
  valuesOf,
  withHeader,
  withoutHeaders,
  withoutHopByHop,
} from "./raw-headers.ts"

/** The Middleware's `spec.forwardAuth`, spelled as Traefik spells it. */
export interface ForwardAuth {
  readonly address: string
  readonly trustForwardHeader?: boolean
  readonly authRequestHeaders?: readonly string[]
  readonly authResponseHeaders?: readonly string[]
  readonly authResponseHeadersRegex?: string
  readonly addAuthCookiesToResponse?: readonly string[]
  readonly preserveLocationHeader?: boolean
  readonly preserveRequestMethod?: boolean
  readonly headerField?: string
  /** Bytes; a longer answer becomes an empty 401. */
  readonly maxResponseBodySize?: number
}

export interface ProxiedRequest {
  readonly method: string
  /** Path and query, cleaned by the entry point. */
  readonly target: string
  readonly host: string
  readonly clientAddress: string
  /** True where the request came in over TLS. */
  readonly secure: boolean
  readonly headers: RawHeaders
}

/** Headers of the question to the auth server. */
export function makeAuthRequestHeaders(auth: ForwardAuth, request: ProxiedRequest): RawHeaders {
  const { authRequestHeaders: only, trustForwardHeader } = auth
  const copied = withoutHeaders(
    withoutHopByHop(request.headers),
    (name) =>
      ["host", "content-length"].includes(name.toLowerCase()) ||
      (only !== undefined && !only.some((allowed) => sameName(allowed, name))) ||
      (trustForwardHeader === false && isManaged(name)),
  )
  const own: RawHeaders = [
    ["X-Forwarded-For", forwardedFor(trustForwardHeader === true ? copied : [], request.clientAddress)],
    ["X-Forwarded-Method", request.method],
    // Traefik goes by TLS at its own door, not by what the request said, unless told to trust it.
    ["X-Forwarded-Proto", request.secure ? "https" : "http"],
    ["X-Forwarded-Host", request.host],
    ["X-Forwarded-Uri", request.target],
  ]
  const written = own.reduce((headers, [name, value]) => {
    const kept =
      trustForwardHeader === true && name !== "X-Forwarded-For" && valuesOf(headers, name).length > 0
    return kept ? headers : withHeader(headers, name, value)
  }, copied)
  return [["Host", new URL(auth.address).host], ...written]
}

/** Whoever is already named there, then the peer itself. */
export const forwardedFor = (headers: RawHeaders, clientAddress: string): string =>
  [...valuesOf(headers, "x-forwarded-for"), clientAddress].join(", ")

/** After a 2xx: a listed header that the auth server did not return is gone, so no client's copy survives. */
export function admitHeaders(auth: ForwardAuth, request: RawHeaders, answer: RawHeaders): RawHeaders {
  const listed = auth.authResponseHeaders ?? []
  const pattern =
    auth.authResponseHeadersRegex === undefined ? undefined : RE2JS.compile(auth.authResponseHeadersRegex)
  const isReplaced = (name: string): boolean =>
    listed.some((candidate) => sameName(candidate, name)) ||
    (pattern?.matcher(canonicalName(name)).find() ?? false)
  return [...withoutHeaders(request, isReplaced), ...answer.filter(([name]) => isReplaced(name))]
}

/** `Set-Cookie` lines of an admitting answer that the browser shall get; names must be listed exactly. */
export const cookiesToAdd = (auth: ForwardAuth, answer: RawHeaders): readonly string[] =>
  valuesOf(answer, "set-cookie").filter((line) => auth.addAuthCookiesToResponse?.includes(cookieName(line)))

/** The app's answer, with those cookies in place of its own of the same name. */
export function addCookies(auth: ForwardAuth, response: RawHeaders, cookies: readonly string[]): RawHeaders {
  if (!auth.addAuthCookiesToResponse) return response
  const kept = response.filter(
    ([name, value]) =>
      !sameName(name, "set-cookie") || !auth.addAuthCookiesToResponse?.includes(cookieName(value)),
  )
  return [...kept, ...cookies.map((line) => ["Set-Cookie", line] as const)]
}

/** What the client gets when the answer was not a 2xx: all of it, a relative `Location` made absolute. */
export function refuseHeaders(auth: ForwardAuth, flat: readonly string[]): RawHeaders {
  const headers = withoutHopByHop(toRawHeaders(flat))
  const [location] = valuesOf(headers, "location")
  if (location === undefined || auth.preserveLocationHeader) return headers
  return withHeader(headers, "Location", new URL(location, auth.address).href)
}

const cookieName = (line: string): string => line.slice(0, Math.max(0, line.indexOf("="))).trim()

/** How Go spells a header's name, which is what Traefik's pattern sees. Source: Go, `net/textproto`. */
const canonicalName = (name: string): string =>
  name
    .toLowerCase()
    .replace(/(^|-)([a-z])/g, (_match, dash: string, letter: string) => dash + letter.toUpperCase())
