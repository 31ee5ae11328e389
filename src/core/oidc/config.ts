/** What the server knows about one app's provider, compiled at start. */
export interface ProviderConfig {
  /** The issuer's address; metadata is at `/.well-known/openid-configuration` below it. */
  readonly url: URL
  readonly clientId: string
  /** A function, so that no log, error or snapshot of a configuration can print it. */
  readonly clientSecret: () => string
  readonly scopes: readonly string[]
  /** RFC 8707. */
  readonly resources: readonly string[]
  /** The `iss` of tokens, where it is not the one that metadata names. */
  readonly validIssuer: string | undefined
  /** The `aud` of tokens, where it is not the client id. An ID token must have both. */
  readonly validAudience: string | undefined
  /** A directory id: tokens of other tenants are refused. */
  readonly tenantId: string | undefined
  /** Which token of a login says who it was. */
  readonly claimsFrom: "id-token" | "access-token"
  /** Overlays the claims with what the userinfo endpoint says, at login and at renewals. */
  readonly useUserInfo: boolean
}
