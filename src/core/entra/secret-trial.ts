/**
 * A client secret tried with a code that cannot work: nobody is logged in, and no token is issued.
 *
 * Source: RFC 6749, sections 4.1.3 and 5.2; Microsoft Entra docs, "OAuth 2.0 authorization code flow", "Error response".
 */
import { type AadstsCode, findAadstsCode } from "./aadsts.ts"
import { entraHost } from "./tenant.ts"

export interface TrialForm {
  readonly url: string
  readonly fields: Readonly<Record<string, string>>
}

export interface TrialRequest {
  /** The token endpoint. */
  readonly url: string
  readonly clientId: string
  readonly clientSecret: string
  readonly redirectUri: string
}

export const makeTrial = ({ url, clientId, clientSecret, redirectUri }: TrialRequest): TrialForm => ({
  url,
  fields: {
    client_id: clientId,
    client_secret: clientSecret,
    grant_type: "authorization_code",
    code: "idp-oidc",
    redirect_uri: redirectUri,
    // The shortest that RFC 7636, section 4.1, allows.
    code_verifier: "idp-oidc".repeat(6),
  },
})

/** Where a tenant's tokens are issued. Source: Microsoft Entra docs, "OpenID Connect on the Microsoft identity platform". */
export const tokenEndpoint = (tenantId: string): string =>
  `https://${entraHost}/${encodeURIComponent(tenantId)}/oauth2/v2.0/token`

export type TrialVerdict =
  | { readonly kind: "accepted" }
  | { readonly kind: "refused"; readonly error: string; readonly code: AadstsCode | undefined }
  /** What came back says nothing of the secret. */
  | { readonly kind: "unclear" }

/** Whoever objects to the code has accepted the secret before. */
export function judgeTrial(body: string): TrialVerdict {
  const error = /"error"\s*:\s*"(\w+)"/.exec(body)?.[1]
  if (error === "invalid_grant") return { kind: "accepted" }
  return error === "invalid_client" || error === "unauthorized_client"
    ? { kind: "refused", error, code: findAadstsCode(body) }
    : { kind: "unclear" }
}
