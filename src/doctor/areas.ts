/** Which check explains which objection to `values.yaml`. */
import type { LocatedProblem } from "../core/contract/problem.ts"
import type { CheckId } from "./check.ts"

export interface Area {
  readonly id: CheckId
  readonly title: string
  readonly hint: string
  readonly owns: (problem: LocatedProblem) => boolean
}

const under =
  (...keys: readonly string[]) =>
  ({ path }: LocatedProblem): boolean =>
    keys.some((key) => path.join(".") === key || path.join(".").startsWith(`${key}.`))

/** In the order in which they are asked whether a problem is theirs. */
export const areas: readonly Area[] = [
  {
    id: "OIDC105",
    title: "domain is a bare host",
    hint: "domain is the host as the ingress has it: no scheme, port, path, capitals or wildcard.",
    owns: under("domain", "forwardAuth.hosts"),
  },
  {
    id: "OIDC108",
    title: "Callback, login and logout keep to paths of their own",
    hint: "Leave callbackUri out: /oauth2/callback is what the redirect URI in Entra was ordered with.",
    owns: under(
      "callbackUri",
      "loginUri",
      "logoutUri",
      "postLoginRedirectUri",
      "postLogoutRedirectUri",
      "validPostLoginRedirectUris",
      "validPostLogoutRedirectUris",
    ),
  },
  {
    id: "OIDC111",
    title: "Each secret's path stands under its own key",
    hint: "The path that ends in -client-id belongs under clientId, and so on.",
    owns: (problem) =>
      under("externalSecret.separateSecrets")(problem) && problem.what.startsWith("is the path of"),
  },
  {
    id: "OIDC110",
    title: "The secrets' paths are full paths below customer/NAMESPACE/",
    hint: "A namespace may read below customer/NAMESPACE/ only.",
    owns: (problem) =>
      under("externalSecret.separateSecrets")(problem) && !/is missing|is the same/.test(problem.what),
  },
  {
    id: "OIDC109",
    title: "The three secrets are named, each once",
    hint: "clientId, clientSecret and sessionSecret are needed together.",
    owns: under("externalSecret"),
  },
  {
    id: "OIDC115",
    title: "bypassPaths and bypassAuthenticationRule do not compete",
    hint: "The rule wins where both are set, so write everything into one of them.",
    owns: (problem) => under("bypassAuthenticationRule")(problem) || problem.path.join(".") === "bypassPaths",
  },
  {
    id: "OIDC114",
    title: "Only what is meant to be public is open",
    hint: "Everyone reaches a bypassed path, and 0.3.x passes identity headers of the client on to it.",
    owns: (problem) =>
      under("bypassPaths")(problem) && /start page|by the middleware itself/.test(problem.what),
  },
  {
    id: "OIDC113",
    title: "Every bypass path is one exact path",
    hint: "Each entry is compared with the whole path: write /x and /x/ where both are asked for.",
    owns: under("bypassPaths"),
  },
  {
    id: "OIDC116",
    title: "assertClaims can be met, and not by everyone",
    hint: "Quote a claim's name as ['a:b'] where it has a dot, a colon or a slash.",
    owns: under("authorization"),
  },
  {
    id: "OIDC119",
    title: "Tokens and certificates are verified",
    hint: "Leave the key out; its default verifies.",
    owns: under("provider.insecureSkipVerify", "provider.validateIssuer", "provider.validateAudience"),
  },
  {
    id: "OIDC120",
    title: "The provider is the company's Entra, as it works with this chart",
    hint: "Leave provider out: the chart knows the company's tenant.",
    owns: under("provider", "requestedResources"),
  },
  {
    id: "OIDC112",
    title: "cookieNamePrefix suits this app alone",
    hint: "Cookies whose name starts with the prefix never reach the app.",
    owns: under("cookieNamePrefix"),
  },
  {
    id: "OIDC121",
    title: "Browsers keep the session cookie",
    hint: "Leave sessionCookie out: Secure, SameSite lax and no Domain are right behind an ingress.",
    owns: under("sessionCookie", "authorizationCookie"),
  },
]
