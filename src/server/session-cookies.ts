/** Tokens to a session, and a session to the cookies that hold it. */
import type { Tokens } from "../core/oidc/tokens.ts"
import { nonceBytes } from "../core/session/codec.ts"
import { type CookieJar, renderExpiry, renderRefresh, renderSession } from "../core/session/cookie.ts"
import { type Claims, type Session, sealRefreshToken, sealSession } from "../core/session/session.ts"
import type { Tools } from "./app.ts"
import type { AppConfig } from "./config/app-config.ts"

/** Seconds, for a provider that says neither when its token expires nor how long it lives. */
const fallbackLifetime = 3600

/**
 * Seconds. What says that it lives longer, or for ever, is believed for a day: a session has no other end than its token's.
 * Source: Microsoft, "Configurable token lifetimes", whose longest is one day.
 */
const longestLifetime = 86_400

interface Login {
  readonly id: string
  /** Seconds since 1970. */
  readonly loginAt: number
}

/** `claims`: verified, of these tokens or, after a renewal without an ID token, of the login. */
export function makeSession(
  config: AppConfig,
  { id, loginAt }: Login,
  tokens: Tokens,
  claims: Claims,
  now: number,
): Session {
  const { exp } = claims
  const lifetime = tokens.expiresIn ?? fallbackLifetime
  const statedEnd = tokens.claims !== undefined && typeof exp === "number" ? exp : now + lifetime
  const expiresAt = Math.min(statedEnd, now + longestLifetime)
  return {
    id,
    ...config.identity.keep(tokens, claims),
    loginAt,
    issuedAt: now,
    expiresAt,
    renewAfter:
      tokens.refreshToken === undefined
        ? expiresAt
        : Math.min(expiresAt, now + Math.floor(lifetime * config.renewalThreshold)),
    policy: config.fingerprint,
  }
}

/** `Set-Cookie` values, or `undefined` where the session is larger than browsers keep. */
export function sealSessionCookies(
  { cookies, keysFor }: AppConfig,
  host: string,
  session: Session,
  jar: CookieJar,
  { random }: Pick<Tools, "random">,
): readonly string[] | undefined {
  const sealed = sealSession(keysFor(host), session, random(nonceBytes))
  return renderSession(sealed, cookies.names, cookies.session, jar)
}

/** The same for a login or a renewal, which also say what becomes of the refresh token. */
export function sealLoginCookies(
  config: AppConfig,
  host: string,
  session: Session,
  refreshToken: string | undefined,
  jar: CookieJar,
  tools: Pick<Tools, "random">,
): readonly string[] | undefined {
  const { cookies, keysFor } = config
  const sessionCookies = sealSessionCookies(config, host, session, jar, tools)
  if (sessionCookies === undefined) return undefined
  const sealed =
    refreshToken && sealRefreshToken(keysFor(host), session, refreshToken, tools.random(nonceBytes))
  const refreshCookie = sealed && renderRefresh(sealed, cookies.names, cookies.session)
  if (refreshCookie) return [...sessionCookies, refreshCookie]
  // The refresh token of an earlier login must not outlive it.
  const stale = jar.refresh.length > 0 ? [renderExpiry(cookies.names.refresh, cookies.session)] : []
  return [...sessionCookies, ...stale]
}
