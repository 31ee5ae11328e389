/** What a token response proved, and which claims it must carry to be ours. */
import type { Claims } from "../session/session.ts"

export interface Tokens {
  /** Of the verified ID token, or of the verified access token where the configuration asks for that one. */
  readonly claims: Claims | undefined
  readonly accessToken: string
  readonly idToken: string | undefined
  readonly refreshToken: string | undefined
  /** Seconds until the access token expires; `undefined` where the provider did not say. */
  readonly expiresIn: number | undefined
}

export interface ExpectedClaims {
  readonly clientId: string
  /** A directory id; a token of any other tenant is refused. */
  readonly tenantId: string | undefined
  readonly audience: string | undefined
}

/**
 * What the protocol library leaves to its caller: why these claims are not for us, or `undefined`. Signature, `iss`,
 * `exp` and `nonce` have been checked by then.
 *
 * Source: OpenID Connect Core, section 3.1.3.7, steps 3 to 5; Entra, "ID token claims", `tid`.
 */
export function claimsProblem(
  claims: Claims,
  { clientId, tenantId, audience }: ExpectedClaims,
): string | undefined {
  const audiences = [claims.aud].flat()
  if (tenantId !== undefined && claims.tid !== tenantId) return "the token is from another tenant (tid)"
  if (audience !== undefined && !audiences.includes(audience))
    return "the token is for another audience (aud)"
  if (claims.azp !== undefined && claims.azp !== clientId) return "the token was issued to another app (azp)"
  if (typeof claims.sub !== "string" || claims.sub === "") return "the token names no subject (sub)"
  return undefined
}
