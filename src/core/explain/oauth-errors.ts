import type { Topic } from "./topic.ts"

/**
 * The `error` values that a provider sends to the callback or answers at its token endpoint.
 *
 * Source: RFC 6749, sections 4.1.2.1 and 5.2; OpenID Connect Core 1.0, section 3.1.2.6; RFC 6750, section 3.1;
 * RFC 8707, section 2. `redirect_uri_mismatch` is Google's word for what Entra calls AADSTS50011.
 */
export const oauthErrors: readonly Topic[] = [
  {
    id: "redirect_uri_mismatch",
    title: "The redirect URI is not registered",
    cause:
      "The middleware sends https://<domain>/oauth2/callback, and the app registration does not list exactly that. Either domain in values.yaml is not the host in the browser, or the order named another one.",
    fix: "Make domain in values.yaml equal to the app's host, without https:// and without a slash. If it is right, ask servicedesk to register the redirect URI.",
    owner: "servicedesk",
    ticket: "redirect-uri",
    commands: ["idp-oidc doctor --symptom loop"],
  },
  {
    id: "access_denied",
    title: "The sign-in was declined",
    cause: "The user pressed Cancel or declined consent, or the company's policy refused the user.",
    fix: "Open the app again and accept. If Microsoft shows an AADSTS code, explain that one.",
    owner: "user",
  },
  {
    id: "login_required",
    title: "A sign-in without questions was not possible",
    cause:
      "prompt=none asks for a login without showing a page, and the browser has no session at Microsoft.",
    fix: "Open the app in a browser and sign in as usual.",
    owner: "user",
  },
  {
    id: "interaction_required",
    title: "Microsoft wants to ask the user something",
    cause:
      "A second factor, a new password or the terms of use are due, and a silent renewal cannot show a page.",
    fix: "Open the app again and sign in as usual.",
    owner: "user",
  },
  {
    id: "account_selection_required",
    title: "The user must choose an account",
    cause: "The browser is signed in to Microsoft with several accounts.",
    fix: "Open the app again and choose the company account.",
    owner: "user",
  },
  {
    id: "consent_required",
    title: "Nobody has consented to what the app asks for",
    cause:
      "The permissions in provider.scopes have not been granted, neither by the user nor for the company.",
    fix: "Ask servicedesk for admin consent to the app registration's permissions.",
    owner: "servicedesk",
    ticket: "consent",
  },
  {
    id: "invalid_client",
    title: "Entra does not accept the client secret",
    cause:
      "The stored value is wrong, empty or expired: often the secret ID (a GUID) instead of the value, or a newline at its end. The AADSTS code beside it says which.",
    fix: "Store the Value from servicedesk again, by the namespace's secrets workflow.",
    owner: "app-team",
  },
  {
    id: "unauthorized_client",
    title: "Entra does not accept the client ID for this login",
    cause: "The client ID is wrong, belongs to another tenant, or its app registration is disabled.",
    fix: "Compare the stored client ID with the Application (client) ID from servicedesk.",
    owner: "app-team",
    commands: ["idp-oidc doctor"],
  },
  {
    id: "invalid_grant",
    title: "The login code or refresh token is no longer good",
    cause: "It was used before, took longer than ten minutes, or was revoked.",
    fix: "Open the app again from its own address. The AADSTS code beside it says more.",
    owner: "user",
  },
  {
    id: "invalid_request",
    title: "Entra cannot read the request",
    cause: "A parameter is missing or broken; most often the client ID or the secret is empty.",
    fix: "Check provider and externalSecret in values.yaml. The AADSTS code beside it says more.",
    owner: "app-team",
    commands: ["idp-oidc doctor"],
  },
  {
    id: "invalid_scope",
    title: "A scope is not valid",
    cause: "provider.scopes in values.yaml has a typing error, or mixes scopes of two APIs.",
    fix: "Use openid, profile, email and offline_access, and at most one further API.",
    owner: "app-team",
  },
  {
    id: "invalid_resource",
    title: "The app asks for a resource that Entra does not know",
    cause:
      "requestedResources or provider.scopes in values.yaml names an API that is absent from the tenant.",
    fix: "Remove it, or correct its name.",
    owner: "app-team",
  },
  {
    id: "invalid_target",
    title: "The app asks for a resource that Entra does not know",
    cause: "requestedResources in values.yaml names an API that is absent from the tenant.",
    fix: "Remove it, or correct its name.",
    owner: "app-team",
  },
  {
    id: "unsupported_response_type",
    title: "The app registration does not allow this response type",
    cause: "The request asked for an ID token without a code; this login always uses the code flow.",
    fix: "Check that nothing but the middleware logs in with this client ID.",
    owner: "app-team",
  },
  {
    id: "unsupported_grant_type",
    title: "Entra does not know this kind of token request",
    cause: "provider.url in values.yaml leads to another service than Entra's v2.0 endpoints.",
    fix: "Remove provider.url unless it is meant.",
    owner: "app-team",
  },
  {
    id: "invalid_token",
    title: "The token is not valid",
    cause: "It has expired, was made for another app, or its signature does not match the provider's keys.",
    fix: "Log out at /oauth2/logout and sign in again. If all users see it, check the clock and provider.validAudience.",
    owner: "app-team",
    commands: ["idp-oidc doctor"],
  },
  {
    id: "server_error",
    title: "Microsoft has a passing problem",
    cause: "Its sign-in service failed while it worked on the request.",
    fix: "Try again in a minute. If it lasts, status.cloud.microsoft tells more.",
    owner: "nobody",
  },
  {
    id: "temporarily_unavailable",
    title: "Microsoft is too busy",
    cause: "Its sign-in service refuses work for the moment.",
    fix: "Try again in a minute. If it lasts, status.cloud.microsoft tells more.",
    owner: "nobody",
  },
]
