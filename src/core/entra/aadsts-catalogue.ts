/**
 * What each AADSTS code means to an app behind this login: the words of the error page, of `explain` and of the doctor.
 *
 * The codes are for people. Nothing may branch on one: Microsoft changes them without notice.
 *
 * Source: learn.microsoft.com, "Microsoft Entra authentication and authorization error codes", and Microsoft's
 * troubleshooting articles of the same codes; the causes are those of this set-up (one tenant, code flow, type Web).
 */
import type { TicketKind } from "./follow-up-ticket.ts"

/** Who has to act. `nobody` means that it is no fault at all. */
export type Owner = "servicedesk" | "user" | "app-team" | "network" | "nobody"

interface Words {
  /** What happened, in plain words, without a full stop. */
  readonly title: string
  /** Why it happens to an app behind this login. */
  readonly cause: string
  /** What the owner does about it. */
  readonly fix: string
}

/** Exactly the entries that servicedesk owns come with a ticket. */
export type AadstsEntry = Words &
  (
    | { readonly owner: "servicedesk"; readonly ticket: TicketKind }
    | { readonly owner: Exclude<Owner, "servicedesk"> }
  )

export const aadstsCatalogue: readonly (AadstsEntry & { readonly codes: readonly number[] })[] = [
  // The app registration: redirect URIs and their platform type.
  {
    codes: [50011, 70004],
    title: "The redirect URI is not registered",
    cause:
      "The address that Entra must return to differs from every registered one. It is compared letter by letter: host (with internal- or internal. on a private ingress), path, case, https, and no slash at the end.",
    fix: "Ask servicedesk to register exactly the address in the message, platform type Web.",
    owner: "servicedesk",
    ticket: "redirect-uri",
  },
  {
    codes: [500113, 900971],
    title: "The app registration has no redirect URI",
    cause: "The redirect URI was left out of the order, or it has been removed.",
    fix: "Ask servicedesk to add the redirect URI, platform type Web.",
    owner: "servicedesk",
    ticket: "redirect-uri",
  },
  {
    codes: [700025],
    title: "The redirect URI is registered as a mobile or desktop app",
    cause: "Entra accepts no client secret from that platform type, and the login always sends one.",
    fix: "Ask servicedesk to move the redirect URI to platform type Web.",
    owner: "servicedesk",
    ticket: "web-platform",
  },
  {
    codes: [9002325, 9002326, 9002327],
    title: "The redirect URI is registered as a single-page application",
    cause: "Entra lets only a browser redeem codes of that platform type; here the server does it.",
    fix: "Ask servicedesk to move the redirect URI to platform type Web.",
    owner: "servicedesk",
    ticket: "web-platform",
  },
  {
    codes: [700084],
    title: "The session is limited to 24 hours by its platform type",
    cause:
      "The redirect URI is registered as a single-page application, whose refresh tokens end after a day.",
    fix: "Sign in again. To end it for good, ask servicedesk to move the redirect URI to platform type Web.",
    owner: "servicedesk",
    ticket: "web-platform",
  },

  // The app registration: which one, and whether it may be used.
  {
    codes: [700016],
    title: "Entra does not know this client ID in this tenant",
    cause:
      "The stored client ID is wrong, often the tenant or object ID, or values.yaml names another tenant.",
    fix: "Compare the stored client ID with the Application (client) ID from servicedesk, and remove provider.tenantId and provider.url from values.yaml unless they are meant.",
    owner: "app-team",
  },
  {
    codes: [700011],
    title: "The app registration is gone",
    cause: "It existed once and has been deleted from the directory.",
    fix: "Order a new one from servicedesk, then store its client ID and client secret.",
    owner: "servicedesk",
    ticket: "new-registration",
  },
  {
    codes: [7000112, 70001],
    title: "The app registration is disabled",
    cause: "An administrator has switched sign-in off for this application.",
    fix: "Ask servicedesk why, and to enable it again.",
    owner: "servicedesk",
    ticket: "enable",
  },
  {
    codes: [1000031],
    title: "The application cannot be accessed at this time",
    cause: "Entra holds the application back, most often because an administrator or Microsoft disabled it.",
    fix: "Ask servicedesk why, and to enable it again.",
    owner: "servicedesk",
    ticket: "enable",
  },
  {
    codes: [50105],
    title: "You are not assigned to this application",
    cause:
      "The app registration requires assignment, and neither the user nor a group that the user is a direct member of is assigned. Groups inside groups do not count.",
    fix: "Ask servicedesk to assign the user, or a group with the user as direct member.",
    owner: "servicedesk",
    ticket: "assignment",
  },
  {
    codes: [50194],
    title: "The app registration is for one tenant only",
    cause: "The login was sent to the common address instead of the tenant's own.",
    fix: "Remove provider.url from values.yaml, or put the tenant's ID (a GUID) in it instead of common.",
    owner: "app-team",
  },

  // The client secret.
  {
    codes: [7000215, 70002],
    title: "The client secret is wrong",
    cause:
      "The stored value is not the secret's value: often the secret ID (a GUID), a cut-off value, or one with a newline at its end.",
    fix: "Store the Value, not the Secret ID: idp-oidc rotate --secret client does it. If nobody has it any more, the same command prints the ticket for a new one: Entra shows it once.",
    owner: "app-team",
  },
  {
    codes: [7000222],
    title: "The client secret has expired",
    cause:
      "Every client secret has an end date, 24 months away at most. Nobody can log in until it is replaced.",
    fix: "Ask servicedesk for a new client secret; idp-oidc rotate --secret client then stores it and makes it live.",
    owner: "servicedesk",
    ticket: "client-secret",
  },
  {
    codes: [7000218],
    title: "No client secret was sent",
    cause: "The stored client secret is empty, or it is stored under a name that values.yaml does not use.",
    fix: "Check externalSecret.separateSecrets.clientSecret in values.yaml against the stored name: idp-oidc doctor.",
    owner: "app-team",
  },
  {
    codes: [900144, 90014],
    title: "The request lacks a required parameter",
    cause: "Most often the client ID is empty, because its secret is missing or mapped to the wrong name.",
    fix: "Check externalSecret.separateSecrets in values.yaml against the stored names: idp-oidc doctor.",
    owner: "app-team",
  },

  // Consent and permissions.
  {
    codes: [65001, 90008, 9002341],
    title: "Nobody has consented to what the app asks for",
    cause:
      "The permissions in provider.scopes have not been granted, neither by the user nor for the company.",
    fix: "Ask servicedesk for admin consent to the app registration's permissions.",
    owner: "servicedesk",
    ticket: "consent",
  },
  {
    codes: [90094, 90095],
    title: "An administrator must consent first",
    cause: "The company does not let users consent by themselves.",
    fix: "Ask servicedesk for admin consent to the app registration's permissions.",
    owner: "servicedesk",
    ticket: "consent",
  },
  {
    codes: [65004],
    title: "Consent was declined",
    cause: "Somebody pressed Cancel where Microsoft asked whether the app may read the profile.",
    fix: "Open the app again and accept.",
    owner: "user",
  },
  {
    codes: [65005],
    title: "The app asks for access that its registration does not list",
    cause: "provider.scopes in values.yaml goes beyond the registered permissions.",
    fix: "Trim provider.scopes to openid, profile, email and offline_access.",
    owner: "app-team",
  },
  {
    codes: [650052],
    title: "The company has no subscription to a service that the app asks for",
    cause: "provider.scopes in values.yaml names an API that does not exist in the tenant.",
    fix: "Remove that scope from provider.scopes.",
    owner: "app-team",
  },
  {
    codes: [650054],
    title: "The app registration lists a permission to something that no longer exists",
    cause: "The API behind one of its permissions has been removed from the tenant.",
    fix: "Ask servicedesk to remove the stale permission.",
    owner: "servicedesk",
    ticket: "stale-permission",
  },
  {
    codes: [650056],
    title: "The app registration is not set up for sign-in",
    cause: "It lists no permission to read the user's profile, or an administrator has not consented to it.",
    fix: "Ask servicedesk to add the delegated permission User.Read and to grant admin consent.",
    owner: "servicedesk",
    ticket: "consent",
  },
  {
    codes: [650057, 500011, 50001],
    title: "The app asks for a resource that Entra does not know",
    cause:
      "requestedResources or provider.scopes in values.yaml names an API that is absent from the tenant.",
    fix: "Remove it, or correct its name.",
    owner: "app-team",
  },
  {
    codes: [901002],
    title: "The resource parameter is not supported",
    cause: "requestedResources in values.yaml belongs to Entra's old v1.0 endpoints; the login uses v2.0.",
    fix: "Remove requestedResources, and name the API in provider.scopes instead.",
    owner: "app-team",
  },
  {
    codes: [70011, 700022, 700023],
    title: "A scope is not valid",
    cause: "provider.scopes in values.yaml has a typing error, or mixes scopes of two APIs.",
    fix: "Use openid, profile, email and offline_access, and at most one further API.",
    owner: "app-team",
  },
  {
    codes: [501461, 50146],
    title: "The app registration needs a signing key of its own",
    cause: "It has a claims mapping policy, and Entra signs mapped claims only with a key of the app's own.",
    fix: "Ask servicedesk to use optional claims instead of the mapping policy, or to give the app a signing key.",
    owner: "servicedesk",
    ticket: "claims-mapping",
  },

  // The account.
  {
    codes: [50020, 16000, 16003, 50014, 51004, 90072],
    title: "The account is not known in the company's directory",
    cause: "The browser is signed in with a private account or one of another company.",
    fix: "Sign out of that account, or use a private window, and sign in with the company account. A guest must be invited first.",
    owner: "user",
  },
  {
    codes: [500208],
    title: "A private Microsoft account cannot be used here",
    cause: "The login takes work accounts of the company only.",
    fix: "Sign in with the company account.",
    owner: "user",
  },
  {
    codes: [50034],
    title: "There is no such account",
    cause: "The user name is misspelt, or it belongs to another company.",
    fix: "Sign in with the company account, spelt in full.",
    owner: "user",
  },
  {
    codes: [50126, 50056],
    title: "The user name or password is wrong",
    cause: "A typing error, or the password has been changed.",
    fix: "Try again, or reset the password.",
    owner: "user",
  },
  {
    codes: [50053],
    title: "The account is locked for now",
    cause: "There were too many wrong passwords, or the network address is known for attacks.",
    fix: "Wait a little and try again from a known network. If it stays locked, call servicedesk.",
    owner: "user",
  },
  {
    codes: [50055, 50144, 50125, 50135],
    title: "The password must be changed",
    cause: "It has expired or been reset, or the account is at risk.",
    fix: "Choose a new password where Microsoft asks for it, then open the app again.",
    owner: "user",
  },
  {
    codes: [50057],
    title: "The account is disabled",
    cause: "An administrator has closed it.",
    fix: "Call servicedesk if it should be open.",
    owner: "user",
  },
  {
    codes: [50072, 50079, 53004, 53010],
    title: "A second factor must be set up first",
    cause: "The company requires multifactor authentication and this account has none yet.",
    fix: "Set it up where Microsoft asks for it, from the company's network or a managed device if it insists.",
    owner: "user",
  },
  {
    codes: [50074, 50076, 50078],
    title: "A second factor is needed",
    cause: "The company asks for multifactor authentication, for the first time or again.",
    fix: "Open the app again and approve the sign-in.",
    owner: "user",
  },
  {
    codes: [50158],
    title: "A further security check was not finished",
    cause: "The company sends sign-ins through another provider's check.",
    fix: "Open the app again and finish the check.",
    owner: "user",
  },
  {
    codes: [50097, 50155, 50187],
    title: "The device could not be recognised",
    cause: "The company lets only its own devices in, and the browser did not present one.",
    fix: "Use a managed device, in a browser that is signed in with the company account.",
    owner: "user",
  },
  {
    codes: [53000, 53001, 53002],
    title: "The device does not meet the company's rules",
    cause: "The device is not managed, not up to date, or the browser is not an approved one.",
    fix: "Use a managed device; the company's device portal tells what it lacks.",
    owner: "user",
  },
  {
    codes: [53003, 50131, 50005],
    title: "The company's access rules block this sign-in",
    cause: "A Conditional Access policy refuses the place, the device, the platform or the risk of it.",
    fix: "Try from the company's network on a managed device. If it stays blocked, give servicedesk the correlation ID.",
    owner: "user",
  },
  {
    codes: [53011],
    title: "The account is blocked as risky",
    cause: "Entra suspects that somebody else has used it.",
    fix: "Call servicedesk, and expect to change the password.",
    owner: "user",
  },
  {
    codes: [530032, 530034, 530035],
    title: "The company's security policy blocks this sign-in",
    cause: "A policy for the whole tenant refuses it, whatever the app.",
    fix: "Give servicedesk the correlation ID and the time.",
    owner: "user",
  },
  {
    codes: [500212, 500213],
    title: "The two companies do not allow this guest",
    cause: "The cross-tenant policy of this company or of the guest's own refuses the account.",
    fix: "Ask servicedesk to allow the guest's company, or use an account of this company.",
    owner: "servicedesk",
    ticket: "guest-access",
  },
  {
    codes: [500021, 500022, 50002],
    title: "The network does not allow this tenant",
    cause: "A proxy adds a tenant restriction to the sign-in, and this tenant is not on its list.",
    fix: "Ask the network team to add the tenant to the proxy's allow list, or use another network.",
    owner: "network",
  },

  // A session that ended; the next login repairs it.
  {
    codes: [70043],
    title: "The company asks for a new sign-in",
    cause: "The sign-in frequency of its access rules has been reached.",
    fix: "Open the app again and sign in.",
    owner: "user",
  },
  {
    codes: [50173, 50132, 50133],
    title: "The sign-in has been revoked",
    cause: "The password was changed, or an administrator ended the user's sessions.",
    fix: "Open the app again and sign in.",
    owner: "user",
  },
  {
    codes: [700082],
    title: "The sign-in is too old",
    cause: "The app has not been used for so long, 90 days by default, that its refresh token has ended.",
    fix: "Open the app again and sign in.",
    owner: "user",
  },
  {
    codes: [50089],
    title: "The sign-in page was left open for too long",
    cause: "Microsoft's page is only good for a while.",
    fix: "Open the app again from its own address.",
    owner: "user",
  },
  {
    codes: [165000],
    title: "Microsoft has lost track of this sign-in",
    cause: "A bookmarked or old sign-in page, or a browser that blocks its cookies.",
    fix: "Open the app from its own address. If it comes back, clear the cookies of login.microsoftonline.com.",
    owner: "user",
  },
  {
    codes: [900561],
    title: "The sign-in page was opened in the wrong way",
    cause: "The Back button went to a page that cannot be shown again.",
    fix: "Open the app again from its own address.",
    owner: "user",
  },
  {
    codes: [50058, 700020],
    title: "A sign-in without questions was not possible",
    cause:
      "prompt=none asks for a login without showing a page, and the browser has no session at Microsoft.",
    fix: "Sign in as usual. From a probe with prompt=none it is the good answer: client ID and redirect URI are known.",
    owner: "app-team",
  },
  {
    codes: [160021],
    title: "The session that the app asked for does not exist",
    cause: "The login named a session or an account hint that Microsoft no longer knows.",
    fix: "Open the app again from its own address; remove a login_hint or sid from links to it.",
    owner: "app-team",
  },

  // Messages between the server and Entra.
  {
    codes: [50059, 50128, 90019],
    title: "Entra cannot tell which tenant is meant",
    cause: "provider.url in values.yaml has no tenant in it, or is misspelt.",
    fix: "Remove provider.url, or use https://login.microsoftonline.com/ followed by the tenant's ID and /v2.0.",
    owner: "app-team",
  },
  {
    codes: [90002],
    title: "There is no such tenant",
    cause: "provider.tenantId or provider.url in values.yaml is misspelt.",
    fix: "Remove it; the chart's default is the company's tenant.",
    owner: "app-team",
  },
  {
    codes: [700005],
    title: "The code belongs to another tenant",
    cause: "The two halves of the login went to different tenants.",
    fix: "Name one tenant, by its ID, in provider.url or provider.tenantId, or remove both.",
    owner: "app-team",
  },
  {
    codes: [54005],
    title: "The login code has been used before",
    cause:
      "The callback was loaded twice: a reload, the Back button, a prefetching browser or a retrying proxy.",
    fix: "Open the app again from its own address. If it happens to many, look for a proxy that repeats requests.",
    owner: "app-team",
  },
  {
    codes: [70008],
    title: "The login code or refresh token has expired",
    cause:
      "The sign-in took longer than ten minutes, the session was idle for too long, or a clock is wrong.",
    fix: "Open the app again. If every login fails so, check the clock of the cluster's nodes.",
    owner: "app-team",
  },
  {
    codes: [70000],
    title: "The login code or refresh token is not valid",
    cause: "It was cut off, belongs to another app registration, or was revoked.",
    fix: "Open the app again. After a change of client ID that is expected, once for each user.",
    owner: "app-team",
  },
  {
    codes: [501481],
    title: "The two halves of the login do not belong together",
    cause: "The browser held the proof of another login, as with several tabs on middleware 0.3.x.",
    fix: "Close the other tabs and open the app again; chart 1.x keeps each login apart.",
    owner: "app-team",
  },
  {
    codes: [50147, 501491],
    title: "The login's PKCE challenge has the wrong size",
    cause:
      "The request was altered on its way, or its client is not this server: ours always has 43 characters.",
    fix: "Open the app again from its own address, not from a saved sign-in page.",
    owner: "app-team",
  },
  {
    codes: [9002313, 90023],
    title: "Entra cannot read the request",
    cause:
      "A parameter is missing or broken. In a probe with a made-up code it means that the secret is right.",
    fix: "Check provider.url and provider.scopes in values.yaml: idp-oidc doctor.",
    owner: "app-team",
  },
  {
    codes: [90015],
    title: "The sign-in address is too long",
    cause: "The page that was asked for has a very long query, and the middleware put it all into state.",
    fix: "Open the app's front page first; chart 1.x keeps the address in a cookie instead.",
    owner: "app-team",
  },
  {
    codes: [700054, 70005],
    title: "The app registration does not allow this response type",
    cause: "The request asked for an ID token without a code. This login always uses the code flow.",
    fix: "Check that nothing but the middleware logs in with this client ID; the code flow needs no ID tokens box ticked.",
    owner: "app-team",
  },
  {
    codes: [50196],
    title: "Entra has stopped a login loop",
    cause:
      "The browser does not keep the session cookie, so every answer starts the next login: http instead of https, sessionCookie.Domain of another host, or SameSite strict.",
    fix: "Look at sessionCookie in values.yaml; idp-oidc doctor --symptom loop finds the cause.",
    owner: "app-team",
  },
  {
    codes: [90055],
    title: "Entra is slowing this app down",
    cause: "There are too many sign-ins at once, from a script, a health check or a loop.",
    fix: "Wait a minute, then look for the client that repeats logins; a health check belongs in bypassPaths.",
    owner: "app-team",
  },
  {
    codes: [90006, 90012, 90024, 90033, 90090, 50033],
    title: "Microsoft has a passing problem",
    cause: "Its directory or sign-in service did not answer in time.",
    fix: "Try again in a minute. If it lasts, status.cloud.microsoft tells more.",
    owner: "nobody",
  },
  {
    codes: [50140, 50199],
    title: "Microsoft asked the user a question",
    cause: "Stay signed in, or the confirmation of an app, shows in sign-in logs as an interruption.",
    fix: "Nothing to do.",
    owner: "nobody",
  },
]
