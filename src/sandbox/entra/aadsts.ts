/**
 * Entra's errors: the OAuth error code that programs see and the AADSTS number that people search for.
 *
 * Source: Microsoft, "Microsoft Entra authentication and authorization error codes".
 */
export interface AadstsError {
  readonly code: number
  readonly error: string
  readonly message: string
}

export interface ErrorContext {
  readonly clientId: string
  readonly redirectUri?: string
  readonly registered?: readonly string[]
  readonly tenant?: string
  readonly user?: string
}

const errors = {
  wrongRedirectUri: ({ clientId, redirectUri = "" }: ErrorContext) => ({
    code: 50011,
    error: "invalid_request",
    message: `The redirect URI '${redirectUri}' specified in the request does not match the redirect URIs configured for the application '${clientId}'. Make sure the redirect URI sent in the request matches one added to your application in the Azure portal.`,
  }),
  redirectUriChanged: ({ redirectUri = "" }: ErrorContext) => ({
    code: 500112,
    error: "invalid_grant",
    message: `The reply address '${redirectUri}' does not match the reply address provided when requesting the authorization code.`,
  }),
  unknownApp: ({ clientId, tenant = "" }: ErrorContext) => ({
    code: 700016,
    error: "unauthorized_client",
    message: `Application with identifier '${clientId}' was not found in the directory '${tenant}'. This can happen if the application has not been installed by the administrator of the tenant. You may have sent your authentication request to the wrong tenant.`,
  }),
  unknownTenant: ({ tenant = "" }: ErrorContext) => ({
    code: 90002,
    error: "invalid_tenant",
    message: `Tenant '${tenant}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud.`,
  }),
  wrongSecret: ({ clientId }: ErrorContext) => ({
    code: 7000215,
    error: "invalid_client",
    message: `Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '${clientId}'.`,
  }),
  expiredSecret: ({ clientId }: ErrorContext) => ({
    code: 7000222,
    error: "invalid_client",
    message: `The provided client secret keys for app '${clientId}' are expired.`,
  }),
  missingSecret: () => ({
    code: 7000218,
    error: "invalid_client",
    message: "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
  }),
  missingParameter: () => ({
    code: 900144,
    error: "invalid_request",
    message: "The request body must contain a parameter that is missing.",
  }),
  malformed: () => ({
    code: 9002313,
    error: "invalid_grant",
    message: "Invalid request. Request is malformed or invalid.",
  }),
  codeRedeemed: () => ({
    code: 54005,
    error: "invalid_grant",
    message:
      "OAuth2 Authorization code was already redeemed, please retry with a new valid code or use an existing refresh token.",
  }),
  expired: () => ({
    code: 70008,
    error: "invalid_grant",
    message:
      "The provided authorization code or refresh token has expired due to inactivity. Send a new interactive authorization request for this user and resource.",
  }),
  verifierMismatch: () => ({
    code: 501481,
    error: "invalid_grant",
    message: "The Code_Verifier does not match the code_challenge supplied in the authorization request.",
  }),
  noSession: () => ({
    code: 50058,
    error: "login_required",
    message: "A silent sign-in request was sent but no user is signed in.",
  }),
  declined: () => ({
    code: 65004,
    error: "access_denied",
    message: "User declined to consent to access the app.",
  }),
  notAssigned: ({ clientId, user = "" }: ErrorContext) => ({
    code: 50105,
    error: "access_denied",
    message: `Your administrator has configured the application '${clientId}' to block users unless they are specifically granted ('assigned') access to the application. The signed in user '${user}' is blocked because they are not a direct member of a group with access, nor had access directly assigned by an administrator.`,
  }),
  invalidScope: () => ({
    code: 70011,
    error: "invalid_scope",
    message: "The provided value for the input parameter 'scope' is not valid.",
  }),
  invalidRequest: () => ({
    code: 90023,
    error: "invalid_request",
    message: "Invalid STS request.",
  }),
  serverError: () => ({
    code: 90033,
    error: "temporarily_unavailable",
    message: "A transient error has occurred. Please try again.",
  }),
} satisfies Record<string, (context: ErrorContext) => AadstsError>

export type AadstsName = keyof typeof errors

export const makeAadstsError = (name: AadstsName, context: ErrorContext): AadstsError => errors[name](context)

/** Which Entra error a refusal of `oidc-provider` stands for, by its OAuth code and internal detail. */
export function nameProviderError({ error, detail }: { error: string; detail: string }): AadstsName {
  const known = byDetail.find(([pattern]) => pattern.test(detail))
  return known?.[1] ?? byError[error] ?? "invalidRequest"
}

const byDetail: readonly (readonly [RegExp, AadstsName])[] = [
  [/client not found|client is invalid/, "unknownApp"],
  [/secret is expired/, "expiredSecret"],
  [/invalid secret/, "wrongSecret"],
  [/authentication mechanism/, "missingSecret"],
  [/already consumed/, "codeRedeemed"],
  [/(code|token) is expired/, "expired"],
  [/not found|client mismatch/, "malformed"],
  [/redirect_uri mismatch/, "redirectUriChanged"],
  [/PKCE|code_verifier/, "verifierMismatch"],
  [/missing required parameter/, "missingParameter"],
]

const byError: Readonly<Record<string, AadstsName>> = {
  invalid_redirect_uri: "wrongRedirectUri",
  invalid_client: "wrongSecret",
  invalid_grant: "malformed",
  login_required: "noSession",
  account_selection_required: "noSession",
  interaction_required: "noSession",
  access_denied: "declined",
  invalid_scope: "invalidScope",
  server_error: "serverError",
}

/** What support asks for: who, when, which request. */
export interface Trace {
  readonly traceId: string
  readonly correlationId: string
  /** `2026-11-23 22:45:03Z` */
  readonly timestamp: string
}

/** One line, as `error_description` carries it. */
export const describe = ({ code, message }: AadstsError, trace: Trace): string =>
  `AADSTS${code}: ${message} Trace ID: ${trace.traceId} Correlation ID: ${trace.correlationId} Timestamp: ${trace.timestamp}`

/** The JSON that the token endpoint answers. */
export const makeErrorDocument = (error: AadstsError, trace: Trace) => ({
  error: error.error,
  error_description: describe(error, trace),
  error_codes: [error.code],
  timestamp: trace.timestamp,
  trace_id: trace.traceId,
  correlation_id: trace.correlationId,
  error_uri: `https://login.microsoftonline.com/error?code=${error.code}`,
})
