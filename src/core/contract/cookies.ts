/**
 * The names of every cookie that the server sets. They are few and fixed because a renewed cookie reaches the browser
 * only if the Middleware lists its exact name in `addAuthCookiesToResponse` (Traefik knows no wildcard there).
 */

/** Browsers refuse longer ones, name and attributes included. Source: RFC 6265, section 6.1. */
export const maxCookieBytes = 4096

export interface CookieNames {
  /** The sealed session, in as many of these as it needs. */
  readonly session: readonly [string, string, string]
  /** The sealed refresh token, where the provider gave one. */
  readonly refresh: string
  /** One per login under way starts with this; they are set on redirects only, never on an admitted request. */
  readonly loginPrefix: string
}

export interface CookieScope {
  readonly Secure: boolean
  readonly Path: string
  readonly Domain?: string
}

/**
 * With `__Host-` a browser takes the cookie only from this very host over https, so a sibling domain cannot plant one.
 * It is used wherever the configured attributes allow it. Source: RFC 6265bis, section 4.1.3.2.
 */
export function cookieNames(prefix: string, scope: CookieScope): CookieNames {
  const bound = scope.Secure && scope.Path === "/" && scope.Domain === undefined
  const name = (suffix: string) => `${bound ? "__Host-" : ""}${prefix}.${suffix}`
  return {
    session: [name("Session"), name("Session.2"), name("Session.3")],
    refresh: name("Refresh"),
    loginPrefix: name("Login."),
  }
}

/** What `addAuthCookiesToResponse` of the Middleware must list. */
export const renewableCookies = ({ session, refresh }: CookieNames): readonly string[] => [
  ...session,
  refresh,
]
