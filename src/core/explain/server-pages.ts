import type { Topic } from "./topic.ts"

/**
 * The pages of our own server (chart 1.x), by their titles; a test holds them against the server's sources.
 *
 * A page that names an AADSTS code or an OAuth error is explained by that instead, and the 401 page by its status.
 */
export const serverPages: readonly Topic[] = [
  {
    id: "no-access",
    patterns: [/you have no access to this app/i],
    title: "The user is logged in but not allowed in",
    cause: "The rule of authorization.assertClaims that the page names does not hold for the user's claims.",
    fix: "Compare the rule with the user's groups or roles. Once they are changed in Entra, the user must sign out and in again.",
    owner: "app-team",
    commands: ["idp-oidc doctor --symptom 403"],
  },
  {
    id: "token-refused",
    patterns: [/the token is not accepted/i],
    title: "The token in the request does not open this app",
    cause:
      "A header or cookie named by authorizationHeader or authorizationCookie held a token that has expired, is for another app, or comes from another tenant.",
    fix: "Ask Entra for a new token, for this app's client ID or the value of provider.validAudience.",
    owner: "app-team",
  },
  {
    id: "sign-in-refused",
    patterns: [/the sign-in was refused/i],
    title: "Entra refused the sign-in",
    cause: "The page says why, under Error and Description.",
    fix: "Paste the whole page, so that the reason can be explained.",
    owner: "app-team",
  },
  {
    id: "sign-in-unfinished",
    patterns: [/this sign-in cannot be finished/i],
    title: "The login came back too late, twice, or to another browser",
    cause:
      "It took longer than ten minutes, was finished before (reload, Back button), was begun in another browser, or the session secret was replaced without keeping the previous one.",
    fix: "Open the app again from its own address.",
    owner: "user",
  },
  {
    id: "sign-in-unverified",
    patterns: [/the sign-in could not be verified/i],
    title: "Entra's answer does not prove who the user is",
    cause:
      "Issuer, audience, tenant, signature or time of the ID token is wrong: provider in values.yaml names another tenant, a clock is off, or something stands between the cluster and Entra.",
    fix: "Remove what provider overrides unless it is meant. The server's log names the check that failed, by the page's request id.",
    owner: "app-team",
    commands: ["idp-oidc doctor"],
  },
  {
    id: "sign-in-unavailable",
    patterns: [/sign-in is not available right now/i],
    title: "The login server does not reach Entra",
    cause:
      "Microsoft has a passing problem, or the cluster cannot reach login.microsoftonline.com. Paths in bypassPaths and existing sessions go on working.",
    fix: "Try again in a minute. If it lasts, see status.cloud.microsoft, then show the IDP team on Slack.",
    owner: "nobody",
  },
  {
    id: "cookies-not-kept",
    patterns: [/signing in does not work in this browser/i],
    title: "The browser does not keep the session",
    cause:
      "Cookies are blocked or full for this host, or sessionCookie in values.yaml does not fit it: Domain of another host, or Secure on a plain http address.",
    fix: "Delete the host's cookies and try again. If it happens to everyone, leave sessionCookie out of values.yaml.",
    owner: "app-team",
    commands: ["idp-oidc doctor --symptom loop"],
  },
  {
    id: "too-many-groups",
    patterns: [/you are in too many groups for this app/i],
    title: "The user's claims do not fit in the browser's cookies",
    cause: "The app registration sends every group of the user, and headers or rules need them.",
    fix: "Ask servicedesk to send only the groups that are assigned to the application.",
    owner: "servicedesk",
    ticket: "optional-claims",
  },
  {
    id: "address-not-allowed",
    patterns: [/that address is not allowed/i],
    title: "The app may not be left for that address",
    cause:
      "The redirect_uri of a login or logout link is not on the list in values.yaml; else anyone could send users anywhere through the app.",
    fix: "Add it to validPostLoginRedirectUris or validPostLogoutRedirectUris, whichever the page names.",
    owner: "app-team",
  },
  {
    id: "host-not-protected",
    patterns: [/this host is not protected here/i],
    title: "The login server does not know this host",
    cause:
      "The ingress sends it a host that is neither domain, nor its internal form, nor in forwardAuth.hosts.",
    fix: "Add the host to forwardAuth.hosts in values.yaml, and its redirect URI to the app registration.",
    owner: "app-team",
    commands: ["idp-oidc doctor"],
  },
  {
    id: "not-forwarded",
    patterns: [/not a forwarded request/i],
    title: "The login server was called without the ingress",
    cause: "It only answers questions of the ingress, which tell the host and path in X-Forwarded headers.",
    fix: "Open the app's own address. Health checks of the login server belong on its admin port.",
    owner: "app-team",
  },
  {
    id: "method-refused",
    patterns: [/this method is never passed on/i, /^method not allowed$/i],
    title: "The request's method is never let through",
    cause: "CONNECT and TRACE are of no use to an app behind a login, and a risk.",
    fix: "Use another method.",
    owner: "nobody",
  },
  {
    id: "callback-not-get",
    patterns: [/only a sign-in ends here/i],
    title: "The callback was called by another method than GET",
    cause:
      "Another login uses this redirect URI with response_mode=form_post, or the app has a route of that name.",
    fix: "Keep /oauth2/callback for the middleware alone.",
    owner: "app-team",
  },
  {
    id: "server-fault",
    patterns: [/something went wrong/i],
    title: "The login server failed",
    cause: "This is a fault of ours, not of the app or the user.",
    fix: "Give the IDP team on Slack the page's request id; the log has the rest.",
    owner: "app-team",
  },
]
