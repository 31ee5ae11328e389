/** Which hosts an app answers for. */

const privatePrefixes = ["internal-", "internal."] as const

/** Loopback, where plain http is as private as https elsewhere. Source: RFC 6761, section 6.3. */
const loopback = /^(?:localhost|[a-z0-9-]+(?:\.[a-z0-9-]+)*\.localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d+)?$/

export const isLoopback = (host: string): boolean => loopback.test(host)

/** A DNS name or address with an optional port, in lower case. */
const hostPattern =
  /^(?:[a-z0-9_](?:[a-z0-9_-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*|\[[0-9a-f:]+\])(?::\d{1,5})?$/

export const isHost = (text: string): boolean => text.length <= 260 && hostPattern.test(text)

/**
 * The domain, its names on the private ingress, and, where the domain is such a name, the public one.
 * Source: schema of the platform's `idp-advanced` chart, `ingress.fqdn`.
 */
export function servedHosts(domain: string, more: readonly string[] = []): ReadonlySet<string> {
  const name = domain.toLowerCase()
  const prefix = privatePrefixes.find((candidate) => name.startsWith(candidate))
  const publicName = prefix ? name.slice(prefix.length) : name
  const forms = isLoopback(publicName)
    ? [publicName]
    : [publicName, ...privatePrefixes.map((candidate) => candidate + publicName)]
  return new Set([name, ...forms, ...more.map((host) => host.toLowerCase())])
}

/** A `Host` header as it is compared: lower case, without the scheme's own port. `undefined` where it is no host. */
export function parseHost(text: string, scheme: "http" | "https"): string | undefined {
  const ownPort = scheme === "https" ? ":443" : ":80"
  const lowerCase = text.toLowerCase()
  const host = lowerCase.endsWith(ownPort) ? lowerCase.slice(0, -ownPort.length) : lowerCase
  return isHost(host) ? host : undefined
}
