/**
 * Tokens that programs present instead of a session (`authorizationHeader`, `authorizationCookie`). A token is verified
 * once and then remembered until it expires; whether its user may pass is decided each time, by the same policy.
 */
import { createHash } from "node:crypto"
import { LRUCache } from "lru-cache"
import type { Provider } from "../adapters/oidc/provider.ts"
import type { ProviderProblem } from "../core/oidc/problem.ts"
import type { ForwardedRequest } from "../core/policy/forwarded-request.ts"
import { type Result, success } from "../core/result.ts"
import type { Claims } from "../core/session/session.ts"
import type { Tools } from "./app.ts"
import type { AppConfig } from "./config/app-config.ts"
import { makeSession } from "./session-cookies.ts"
import { type VerifiedSession, verifySession } from "./sessions.ts"

type Verification = Result<VerifiedSession, ProviderProblem>

export interface Bearers {
  /** At once where the token was verified before. */
  readonly verify: (token: string) => Verification | Promise<Verification>
}

const maxTokens = 1_000

export function createBearers(config: AppConfig, provider: Provider, tools: Tools): Bearers {
  const known = new LRUCache<string, VerifiedSession>({ max: maxTokens })
  return {
    verify: (token) => {
      // The whole token is the key, as a digest, so that memory holds no credential that is good elsewhere.
      const key = createHash("sha256").update(token).digest("base64")
      const verified = known.get(key)
      if (verified !== undefined && tools.now() / 1000 < verified.session.expiresAt) return success(verified)
      return provider.verifyToken(token).then((claims) => {
        if (!claims.ok) return claims
        const fresh = verifySession(
          config,
          sessionOf(config, token, claims.value, Math.floor(tools.now() / 1000)),
        )
        known.set(key, fresh)
        return success(fresh)
      })
    },
  }
}

/** Lives for one request at a time; nothing of it is ever sealed. */
function sessionOf(config: AppConfig, token: string, claims: Claims, now: number) {
  const tokens = {
    claims,
    accessToken: token,
    idToken: undefined,
    refreshToken: undefined,
    expiresIn: undefined,
  }
  return makeSession(config, { id: "", loginAt: now }, tokens, claims, now)
}

/**
 * The token of a request. Several that differ, in a header and a cookie, in one header twice, or under a name that an app may read
 * as the header's, are together none that is good: we would judge one, and the app might read the other.
 */
export function readBearer(
  { bearer }: AppConfig,
  forwarded: Pick<ForwardedRequest, "header" | "aliases">,
  cookie: string | undefined,
): string | undefined {
  // Most apps take none, and this is asked of every request.
  if (bearer.header === undefined) return cookie || undefined
  const tokens = new Set(tokensIn(bearer.header, forwarded))
  if (cookie) tokens.add(cookie)
  return tokens.size === 0 ? undefined : [...tokens].join(", ")
}

/**
 * In `Authorization` only the scheme `Bearer` is a token: credentials of another scheme are the app's own business. All that follows
 * the scheme counts.
 *
 * Source: RFC 6750, section 2.1; schemes have no case: RFC 9110, section 11.1.
 */
function tokensIn(
  name: string,
  { header, aliases }: Pick<ForwardedRequest, "header" | "aliases">,
): readonly string[] {
  const value = header(name)
  const own =
    name === "authorization" ? /(?:^|,)\s*bearer\s+(?<token>.+)$/i.exec(value ?? "")?.groups?.token : value
  return [...(own ? [own] : []), ...aliases(name).filter((alias) => alias !== "")]
}
