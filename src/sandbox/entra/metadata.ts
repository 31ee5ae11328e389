/**
 * The discovery document, with what Entra says and without what it does not: no `code_challenge_methods_supported`, no
 * revocation, no introspection, no `iss` in the authorization response. Libraries that trust metadata trip over this.
 *
 * Source: the document at `https://login.microsoftonline.com/common/v2.0/.well-known/openid-configuration`.
 */
export const makeMetadata = (base: string, tenantId: string) => ({
  token_endpoint: `${base}/${tenantId}/oauth2/v2.0/token`,
  token_endpoint_auth_methods_supported: ["client_secret_post", "private_key_jwt", "client_secret_basic"],
  jwks_uri: `${base}/${tenantId}/discovery/v2.0/keys`,
  response_modes_supported: ["query", "fragment", "form_post"],
  subject_types_supported: ["pairwise"],
  id_token_signing_alg_values_supported: ["RS256"],
  response_types_supported: ["code", "id_token", "code id_token", "id_token token"],
  scopes_supported: ["openid", "profile", "email", "offline_access"],
  issuer: makeIssuer(base, tenantId),
  request_uri_parameter_supported: false,
  userinfo_endpoint: `${base}/oidc/userinfo`,
  authorization_endpoint: `${base}/${tenantId}/oauth2/v2.0/authorize`,
  http_logout_supported: true,
  frontchannel_logout_supported: true,
  end_session_endpoint: `${base}/${tenantId}/oauth2/v2.0/logout`,
  claims_supported: [
    "sub",
    "iss",
    "cloud_instance_name",
    "cloud_instance_host_name",
    "cloud_graph_host_name",
    "msgraph_host",
    "aud",
    "exp",
    "iat",
    "auth_time",
    "acr",
    "nonce",
    "preferred_username",
    "name",
    "tid",
    "ver",
    "at_hash",
    "c_hash",
    "email",
  ],
  tenant_region_scope: "EU",
  cloud_instance_name: new URL(base).host,
  msgraph_host: new URL(base).host,
})

/**
 * Always the GUID, also where the path named the tenant by domain. Source: Microsoft, "OpenID Connect on the
 * Microsoft identity platform".
 */
export const makeIssuer = (base: string, tenantId: string): string => `${base}/${tenantId}/v2.0`
