import type { SandboxUser } from "../users.ts"
import { type AppRegistration, type OptionalClaim, objectId, pairwiseSubject } from "./directory.ts"

/**
 * Above this many groups a JWT says only where to ask for them. Source: Microsoft, "ID token claims reference",
 * `groups`.
 */
export const maxGroupsInToken = 200

/**
 * Entra dates tokens back by five minutes, so that they hold on machines whose clock is behind. Source: samples in
 * Microsoft, "ID tokens in the Microsoft identity platform".
 */
export const backdatedSeconds = 300

export interface TokenSubject {
  readonly tenantId: string
  readonly issuer: string
  readonly graphUrl: string
  readonly app: AppRegistration
  readonly user: SandboxUser
  readonly scopes: ReadonlySet<string>
}

export interface UserClaims {
  readonly sub: string
  readonly [claim: string]: unknown
}

/** The claims about the user; also what the userinfo endpoint answers from. */
export function makeUserClaims({ tenantId, app, user, scopes }: TokenSubject): UserClaims {
  const optional = optionalClaimsOf(app)
  return {
    sub: pairwiseSubject(tenantId, app.clientId, user),
    ...(scopes.has("profile") && {
      name: user.name,
      preferred_username: user.email ?? `${user.id}@example.com`,
      oid: objectId(user.id),
    }),
    ...(user.email && (scopes.has("email") || optional.has("email")) && { email: user.email }),
  }
}

/**
 * The whole payload of an ID token, `nonce` excepted.
 *
 * @param issuedAt seconds since the epoch
 * @param lifetime seconds from now, not from the backdated `iat`
 */
export function makeIdTokenClaims(
  subject: TokenSubject,
  { issuedAt, lifetime, sessionId }: { issuedAt: number; lifetime: number; sessionId: string },
): Record<string, unknown> {
  const { tenantId, issuer, app, user } = subject
  const optional = optionalClaimsOf(app)
  return {
    aud: app.clientId,
    iss: issuer,
    iat: issuedAt - backdatedSeconds,
    nbf: issuedAt - backdatedSeconds,
    exp: issuedAt + lifetime,
    ...makeUserClaims(subject),
    tid: tenantId,
    ver: "2.0",
    ...(optional.has("groups") && groupClaims(subject)),
    ...(user.roles?.length && { roles: user.roles }),
    ...(optional.has("login_hint") && { login_hint: `O.${objectId(user.id)}` }),
    ...(optional.has("sid") && { sid: sessionId }),
    ...user.claims,
  }
}

/**
 * No groups, no claim; too many, and only an address is left, which callers must not trust. Source: Microsoft, "ID
 * token claims reference", groups overage claim.
 */
function groupClaims({ user, graphUrl }: TokenSubject): Record<string, unknown> {
  if (user.groups.length === 0) return {}
  if (user.groups.length <= maxGroupsInToken) return { groups: user.groups }
  return {
    _claim_names: { groups: "src1" },
    _claim_sources: {
      src1: { endpoint: `${graphUrl}/v1.0/users/${objectId(user.id)}/getMemberObjects` },
    },
  }
}

const optionalClaimsOf = (app: AppRegistration): ReadonlySet<OptionalClaim> =>
  new Set(app.optionalClaims ?? ["email", "groups"])
