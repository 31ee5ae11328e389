/**
 * The identity headers, and what the Middleware must list so that no client can write them.
 *
 * Traefik's forwardAuth deletes a request header only if it is listed, so chart and server share this file.
 */
import type { Values } from "./values.ts"

/** What the guide promises to every app. */
export const defaultHeaders = [
  { name: "X-Forwarded-User", value: "{{ .claims.name }}" },
  { name: "X-Forwarded-Email", value: "{{ .claims.email }}" },
] as const

export const defaultIdentityTokenHeader = "X-Forwarded-Identity-Token"

/**
 * Names of every header that an app may take for identity: what the guide promises, what the values configure, the signed
 * token. A list in the values replaces what is sent, yet the guide's two stay guarded, since an app that once read them
 * may still do.
 */
export function identityHeaderNames({
  headers = [],
  forwardAuth,
}: Pick<Values, "headers" | "forwardAuth">): readonly string[] {
  const token = forwardAuth?.identityToken
  const names = [
    ...[...defaultHeaders, ...headers].map(({ name }) => name),
    ...(token?.enabled ? [token.header ?? defaultIdentityTokenHeader] : []),
  ]
  const lower = names.map((name) => name.toLowerCase())
  return names.filter((_, index) => lower.indexOf(lower[index] ?? "") === index)
}

/** `authResponseHeaders`: identity, and `Cookie`, which comes back without our own cookies. */
export const authResponseHeaders = (values: Pick<Values, "headers" | "forwardAuth">): readonly string[] => [
  ...identityHeaderNames(values),
  "Cookie",
]

/**
 * `authResponseHeadersRegex`: every spelling that a CGI or WSGI app would read as one of our headers, such as
 * `X_Forwarded_User` or `X.Forwarded.User`. Traefik deletes what matches. Source: CVE-2026-54763, CVE-2026-88011.
 */
export function aliasPattern(names: readonly string[]): string {
  const alternatives = names.map((name) => name.split(/[^A-Za-z0-9]/).join("[^A-Za-z0-9]"))
  return `(?i)^(?:${alternatives.join("|")})$`
}
