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
  /** A further `aud` that tokens must have, besides the client id. */
  readonly audience: string | undefined
  /** A directory id: tokens of other tenants are refused. */
  readonly tenantId: string | undefined
}
