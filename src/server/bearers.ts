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
 * The token of a request, header before cookie. In `Authorization` only the scheme `Bearer` is a token: credentials of
 * another scheme are the app's own business. All that follows the scheme counts, which is no good token where a header
 * was given twice: we would judge one, and the app might read the other.
 *
 * Source: RFC 6750, section 2.1; schemes have no case: RFC 9110, section 11.1.
 */
export function readBearer(
  { bearer }: AppConfig,
  { header }: ForwardedRequest,
  cookie: string | undefined,
): string | undefined {
  const value = bearer.header && header(bearer.header)
  if (!value) return cookie
  if (bearer.header !== "authorization") return value
  return /(?:^|,)\s*bearer\s+(?<token>.+)$/i.exec(value)?.groups?.token ?? cookie
}
