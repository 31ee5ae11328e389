/**
 * What a browser remembers between requests, for stand-in hosts on loopback. Cookies are kept apart by host, not by
 * port, as browsers do it.
 *
 * Source: RFC 6265, section 5.3 and 5.4; RFC 6265bis, section 4.1.3 for the name prefixes.
 */
export interface CookieJar {
  /** Takes in the `Set-Cookie` lines of an answer; what a browser would refuse is dropped. */
  readonly store: (url: URL, setCookies: readonly string[]) => void
  /** The `Cookie` line for a request; `undefined` where there is nothing to send. */
  readonly cookieFor: (url: URL) => string | undefined
  readonly names: (url: URL) => readonly string[]
}

interface Cookie {
  readonly name: string
  readonly value: string
  readonly host: string
  readonly path: string
  readonly hostOnly: boolean
  /** Milliseconds since the epoch; Infinity for the life of the browser. */
  readonly expiresAt: number
}

export function createCookieJar(now: () => number = Date.now): CookieJar {
  const cookies = new Map<string, Cookie>()
  const matching = (url: URL) =>
    [...cookies.values()]
      .filter((cookie) => cookie.expiresAt > now() && hostMatches(url, cookie) && pathMatches(url, cookie))
      .sort((a, b) => b.path.length - a.path.length)
  return {
    store: (url, lines) => {
      for (const line of lines) {
        const cookie = parseSetCookie(line, url, now())
        if (!cookie) continue
        const key = [cookie.host, cookie.path, cookie.name].join(";")
        if (cookie.expiresAt <= now()) cookies.delete(key)
        else cookies.set(key, cookie)
      }
    },
    cookieFor: (url) => {
      const pairs = matching(url).map(({ name, value }) => `${name}=${value}`)
      return pairs.length > 0 ? pairs.join("; ") : undefined
    },
    names: (url) => matching(url).map(({ name }) => name),
  }
}

function parseSetCookie(line: string, url: URL, now: number): Cookie | undefined {
  const [pair = "", ...rest] = line.split(";")
  const separator = pair.indexOf("=")
  if (separator < 1) return undefined
  const name = pair.slice(0, separator).trim()
  const attributes = new Map(
    rest.map((attribute) => {
      const [key = "", ...value] = attribute.split("=")
      return [key.trim().toLowerCase(), value.join("=").trim()] as const
    }),
  )
  const domain = attributes.get("domain")?.replace(/^\./, "").toLowerCase()
  const path = attributes.get("path")?.startsWith("/") ? attributes.get("path") : undefined
  if (domain && url.hostname !== domain && !url.hostname.endsWith(`.${domain}`)) return undefined
  if (name.startsWith("__Host-") && (domain || path !== "/" || !attributes.has("secure"))) return undefined
  if (name.startsWith("__Secure-") && !attributes.has("secure")) return undefined
  return {
    name,
    value: pair.slice(separator + 1).trim(),
    host: domain ?? url.hostname,
    hostOnly: !domain,
    path: path ?? (url.pathname.replace(/\/[^/]*$/, "") || "/"),
    expiresAt: expiryOf(attributes, now),
  }
}

function expiryOf(attributes: ReadonlyMap<string, string>, now: number): number {
  const maxAge = attributes.get("max-age")
  if (maxAge !== undefined && /^-?\d+$/.test(maxAge)) return now + Number(maxAge) * 1000
  const expires = attributes.get("expires")
  return expires === undefined ? Number.POSITIVE_INFINITY : Date.parse(expires)
}

const hostMatches = (url: URL, { host, hostOnly }: Cookie): boolean =>
  url.hostname === host || (!hostOnly && url.hostname.endsWith(`.${host}`))

const pathMatches = (url: URL, { path }: Cookie): boolean =>
  url.pathname === path || url.pathname.startsWith(path.endsWith("/") ? path : `${path}/`)
