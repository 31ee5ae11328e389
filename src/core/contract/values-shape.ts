/**
 * Every key of the chart's `values.yaml`, in the order of the documentation, and the chart version that brought it.
 *
 * Source: the published schemas of idp-oidc-middleware v0.3.0 to v0.3.3. The descriptions are ours.
 */
import {
  type ChartVersion,
  compareChartVersions,
  newestKnownPlatformVersion,
  parseChartVersion,
  runtimeOf,
} from "./chart-version.ts"
import { forwardAuth } from "./forward-auth-shape.ts"
import {
  closed,
  flag,
  flagOrText,
  integer,
  listOf,
  numberOrText,
  type ObjectShape,
  oneOf,
  opened,
  text,
  texts,
} from "./shape.ts"

const provider = closed(
  {
    tenantId: text(
      "Directory (tenant) id of the organisation in Entra ID; the provider's URL is made from it.",
    ),
    url: text("Full URL of the provider, used instead of the one made from `tenantId`."),
    usePkce: flag("Binds the authorization code to this login with PKCE (S256)."),
    tokenValidation: oneOf(
      ["IdToken", "AccessToken", "Introspection"],
      "Which token is verified and gives the claims.",
    ),
    scopes: texts("Scopes to ask the provider for; `openid` must be among them."),
    tokenRenewalThreshold: numberOrText("Share of a token's lifetime after which it is renewed, 0.5 to 1.0."),
    validateIssuer: flagOrText("Whether the token's `iss` must equal `validIssuer`."),
    validIssuer: text("The issuer to require; by default the one that the provider publishes."),
    validateAudience: flagOrText("Whether the token's `aud` must contain `validAudience`."),
    validAudience: text("The audience to require; by default the client id."),
    insecureSkipVerify: flagOrText(
      "Talk to the provider without verifying its TLS certificate; for tests only.",
    ),
    useClaimsFromUserInfo: flagOrText(
      "Adds the claims of the provider's userinfo endpoint to those of the token.",
    ),
  },
  "Who authenticates the users, and how its tokens are verified.",
)

const sessionCookie = closed(
  {
    Secure: flag("Sends the cookie over https only."),
    HttpOnly: flag("Hides the cookie from scripts in the page."),
    SameSite: oneOf(
      ["default", "lax", "strict", "none"],
      "When a browser sends the cookie along from another site.",
    ),
    Path: text("The paths below which the browser sends the cookie."),
    MaxAge: integer("Seconds that the browser keeps the cookie; 0 keeps it until the browser closes.", {
      minimum: 0,
    }),
    Domain: text(
      "Shares the cookie with every host below this domain; unset, only the app's own host gets it.",
    ),
  },
  "Attributes of the session cookie. Source: RFC 6265.",
)

const errorPage = (when: string) =>
  closed(
    {
      filePath: text("An HTML file to show instead of the built-in page."),
      redirectTo: text("A URL to redirect to instead of showing a page; wins over `filePath`."),
    },
    `What to show ${when}.`,
  )

const secretTriple = (about: string, each: string) =>
  closed(
    {
      clientId: text(`${each} of the client id.`),
      clientSecret: text(`${each} of the client secret.`),
      sessionSecret: text(`${each} of the session secret.`),
    },
    about,
  )

const externalSecret = closed(
  {
    enabled: flag("Whether the chart creates the ExternalSecret; without it the Secret must exist already."),
    remoteSecretName: text("Name of the one AWS secret that holds all three values as JSON (mode 1)."),
    remoteSecretPath: text("Full path of that one AWS secret; wins over `remoteSecretName` (mode 1)."),
    refreshInterval: text("How often AWS is read again, as a duration such as `1h`."),
    keys: secretTriple("Names of the properties inside the one AWS secret (mode 1).", "Property"),
    separateSecrets: secretTriple(
      "Three AWS secrets, one per value, as the guide sets them up (mode 2); all three or none.",
      "Full AWS path",
    ),
  },
  "Where the client id, the client secret and the session secret come from.",
)

const headers = listOf(
  closed(
    {
      name: text("Name of the header."),
      value: text("Its value: a Go template over the claims."),
    },
    "One header.",
    ["name", "value"],
  ),
  "Headers that tell the app who the user is; a list here replaces the default one.",
)

const authorization = closed(
  {
    checkOnEveryRequest: flag("Whether the claims are checked on every request and not at login only."),
    assertClaims: listOf(
      closed(
        {
          name: text("The claim, as a JSONPath below the token's claims."),
          anyOf: texts("The user must have at least one of these values."),
          allOf: texts("The user must have every one of these values."),
        },
        "One rule.",
        ["name"],
      ),
      "Who may use the app: every rule must hold; without rules every user who can log in may.",
    ),
  },
  "Who may use the app.",
)

/** The members that chart 1.x accepts, which are all there are. */
export const valuesShape = closed(
  {
    domain: text("The host that users open in their browser, the same as in the ingress.", { minLength: 1 }),
    nameOverride: text("Replaces the chart's part of the names of the objects."),
    fullnameOverride: text("Replaces the whole name of the objects, the middleware's included."),
    provider,
    sessionCookie,
    callbackUri: text("The path that the provider sends users back to after login."),
    loginUri: text("A path that starts a login, whether or not there is a session."),
    postLoginRedirectUri: text("Where every login ends, instead of the page that was asked for."),
    validPostLoginRedirectUris: texts("What `redirect_uri` may be on the login path."),
    logoutUri: text("The path that ends the session, here and at the provider."),
    postLogoutRedirectUri: text("Where a logout ends."),
    validPostLogoutRedirectUris: texts("What `redirect_uri` may be on the logout path."),
    unauthorizedBehavior: oneOf(
      ["", "Auto", "Redirect", "Unauthorized", "Forbidden"],
      "What a request without a session is answered with.",
    ),
    headers,
    authorizationHeader: closed(
      { name: text("Name of the header; empty turns this off.") },
      "A request header that may carry a token instead of a session, for callers without a browser.",
    ),
    authorizationCookie: closed(
      { name: text("Name of the cookie; empty turns this off.") },
      "A cookie, not ours, that may carry a token instead of a session.",
    ),
    authorization,
    errorPages: closed(
      {
        unauthenticated: errorPage("to users who are not logged in"),
        unauthorized: errorPage("to users who are logged in and may not use the app"),
      },
      "Pages of your own for refused users.",
    ),
    bypassPaths: texts("Paths that anyone may reach without login, each compared exactly."),
    bypassAuthenticationRule: text("A rule that says which requests need no login; wins over `bypassPaths`."),
    logLevel: oneOf(
      ["DEBUG", "INFO", "WARN", "ERROR", "debug", "info", "warn", "error"],
      "The least severe messages to log.",
    ),
    cookieNamePrefix: text("What the names of our cookies start with; unique to this app."),
    requestedResources: texts("Resources to ask tokens for (RFC 8707)."),
    forceSync: text("Any new text here makes the secrets be read from AWS again."),
    externalSecret,
    global: opened({}, "What Helm hands to a subchart; ignored."),
    idp_oidc_provider_url: text(
      "Set by ArgoCD for every chart of the platform; ignored. Not the login provider.",
    ),
    idp_aws_account: {
      kind: "scalar",
      types: ["string", "number"],
      about: "Set by ArgoCD for every chart of the platform; ignored.",
    },
    forwardAuth,
  },
  "The chart's `values.yaml`.",
  ["domain"],
)

/** The first chart version that knows a key; the keys not listed are as old as the schema. */
const memberSince = {
  global: "0.3.2",
  idp_oidc_provider_url: "0.3.3",
  idp_aws_account: "0.3.3",
  forwardAuth: "1.0.0",
} as const

/** Before this version the schema let unknown keys pass at the root. */
const closedSince = "0.3.2"

/** What the chart of this version accepts. A version that cannot be read counts as the newest one of its runtime. */
export function valuesShapeOf(chartVersion: string): ObjectShape {
  const version = parseChartVersion(chartVersion) ?? newestOf(chartVersion)
  const later = Object.entries(memberSince).filter(([, since]) => compareReleases(version, since) < 0)
  const unknown = new Set(later.map(([key]) => key))
  return {
    ...valuesShape,
    members: Object.fromEntries(Object.entries(valuesShape.members).filter(([key]) => !unknown.has(key))),
    later: Object.fromEntries(later),
    open: compareReleases(version, closedSince) < 0,
  }
}

/** A release candidate has the keys of its release. */
const compareReleases = (version: ChartVersion, since: string): number =>
  compareChartVersions({ ...version, prerelease: "" }, readVersion(since))

const newestOf = (chartVersion: string): ChartVersion =>
  readVersion(
    runtimeOf(chartVersion) === "forward-auth" ? memberSince.forwardAuth : newestKnownPlatformVersion,
  )

function readVersion(text: string): ChartVersion {
  const version = parseChartVersion(text)
  if (version === undefined) throw new Error(`${text} is not a version`)
  return version
}
