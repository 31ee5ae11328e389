/** What a token response proved, and which claims it must carry to be ours. */
import type { Claims } from "../session/session.ts"
import type { ProviderConfig } from "./config.ts"

export interface Tokens {
  /** Of the verified ID token, or of the verified access token where the configuration asks for that one. */
  readonly claims: Claims | undefined
  readonly accessToken: string
  readonly idToken: string | undefined
  readonly refreshToken: string | undefined
  /** Seconds until the access token expires; `undefined` where the provider did not say. */
  readonly expiresIn: number | undefined
}

/**
 * What the protocol library leaves to its caller: why the claims of this ID token are not for us, or `undefined`.
 * Signature, `iss`, `exp` and `nonce` have been checked by then.
 *
 * Source: OpenID Connect Core, section 3.1.3.7, steps 3 to 5; Entra, "ID token claims", `tid`.
 */
export function idTokenProblem(
  claims: Claims,
  { clientId, tenantId, validAudience }: Pick<ProviderConfig, "clientId" | "tenantId" | "validAudience">,
): string | undefined {
  const audiences = [claims.aud].flat()
  if (validAudience !== undefined && !audiences.includes(validAudience))
    return "the token is for another audience (aud)"
  if (claims.azp !== undefined && claims.azp !== clientId) return "the token was issued to another app (azp)"
  return tenantProblem(claims, tenantId)
}

/** A v2.0 token names its tenant; one of another tenant is someone else's user. */
export function tenantProblem(claims: Claims, tenantId: string | undefined): string | undefined {
  if (tenantId !== undefined && claims.tid !== tenantId) return "the token is from another tenant (tid)"
  return typeof claims.sub === "string" && claims.sub !== "" ? undefined : "the token names no subject (sub)"
}

/** Seconds by which the clocks of provider and server may differ. */
export const clockToleranceSeconds = 60

/** The libraries compare `exp` and `nbf` with the clock, and leave `iat` to whoever cares. `now`: seconds since 1970. */
export const issueTimeProblem = ({ iat }: Claims, now: number): string | undefined =>
  typeof iat === "number" && iat > now + clockToleranceSeconds
    ? "the token was issued in the future (iat)"
    : undefined

/** What makes a token this very token; the userinfo endpoint has no say in it. Source: the existing middleware. */
const ofTheToken: ReadonlySet<string> = new Set(["iss", "aud", "exp", "iat", "nbf", "jti", "azp"])

/** `claims`, with what the userinfo endpoint knows better. */
export const overlayUserInfo = (claims: Claims, userInfo: Claims): Claims => ({
  ...claims,
  ...Object.fromEntries(Object.entries(userInfo).filter(([name]) => !ofTheToken.has(name))),
})

/**
 * True where the user is in more groups than the token names. Such a token says where to ask instead of `groups`; that
 * means "unknown", never "none". Source: Entra, "Configure optional claims", group overages.
 */
export function hasGroupOverage(claims: Claims): boolean {
  if (claims.groups !== undefined) return false
  const names: unknown = claims._claim_names
  return (
    (typeof names === "object" && names !== null && Object.hasOwn(names, "groups")) ||
    claims.hasgroups === true
  )
}
