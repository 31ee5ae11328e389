/** The login as a browser meets it: the way to Entra, its parameters, its cookies, and the way out. */
import type { Answer, Answered } from "../../adapters/http/http.ts"
import { callbackPath } from "../../core/contract/names.ts"
import { isUuid } from "../../core/contract/text-kinds.ts"
import { cookieName, cookieObjection, followAsBrowser } from "../browser-rules.ts"
import { type Access, type Check, type Finding, fail, unknown, warn } from "../check.ts"
import { eachSite, judge } from "../each-site.ts"
import { guardOf, isOpen, loginAddress, type Site } from "../sites.ts"

const needs: readonly Access[] = ["https"]

export const loginRedirect: Check = {
  id: "OIDC704",
  group: "http",
  title: "A browser without a session is sent to the login",
  needs,
  after: ["OIDC701"],
  hint: "Ask again with curl -i -H 'Accept: text/html' and idp-oidc explain for what it says.",
  run: eachSite(
    judge(
      (site) => site.page(),
      (answer, site) => (loginAddress(site, answer) || isOpen(site, "/") ? [] : [judgePage(answer, site)]),
    ),
  ),
}

function judgePage({ status }: Answered, { host }: Site): Finding {
  const found = `status ${status}`
  const expected = "302 to the login"
  if (status < 300) return fail(`${host} lets everyone in`, { found, expected })
  if (status < 400) return warn(`${host} redirects somewhere else than to a login`, { found, expected })
  const fault = pageFaults.find(({ statuses }) => statuses.includes(status))
  return fault === undefined
    ? unknown(`${host} answers with ${status}`, { found, expected })
    : fail(`${host} ${fault.what}`, { found, expected, hint: fault.hint })
}

const pageFaults: readonly {
  readonly statuses: readonly number[]
  readonly what: string
  readonly hint: string
}[] = [
  {
    statuses: [401],
    what: "answers 401 instead of sending browsers to the login",
    hint: "Leave unauthorizedBehavior out of the values; if it is not there, the release is not synced yet.",
  },
  {
    statuses: [404],
    what: "answers 404 to everyone: the ingress refers to a middleware that is not there",
    hint: "Take the reference out of the app's values, and the app is back; add it again when the release is healthy in ArgoCD.",
  },
  {
    statuses: [500],
    what: "fails before the login: the middleware cannot reach the provider, or is not running",
    hint: "Copy what the page says to idp-oidc explain, and look at the release in ArgoCD.",
  },
  {
    statuses: [502, 503, 504],
    what: "fails before the login: nothing answers behind the ingress",
    hint: "Look in ArgoCD whether the app's pods are healthy.",
  },
]

export const redirectParameters: Check = {
  id: "OIDC705",
  group: "http",
  title: "The login is asked for with the right parameters",
  needs,
  after: ["OIDC704"],
  hint: "client_id comes from the first secret, redirect_uri from the host that was opened.",
  run: eachSite(async (site) => {
    const login = loginAddress(site, await site.page())
    return login && judgeParameters(login.searchParams, site)
  }),
}

function judgeParameters(parameters: URLSearchParams, { origin, host }: Site): readonly Finding[] {
  const clientId = parameters.get("client_id") ?? ""
  const redirect = parameters.get("redirect_uri") ?? ""
  const scopes = (parameters.get("scope") ?? "").split(" ")
  return [
    // Never shown: where ids and secrets were swapped, this is the secret.
    ...(isUuid(clientId)
      ? []
      : [
          fail(`client_id on ${host} is not a client ID`, {
            expected: "a UUID",
            hint: "The secrets are swapped, or one holds its own path: store client ID and client secret again, each under its own name.",
          }),
        ]),
    ...(redirect.startsWith(`${origin}/`)
      ? []
      : [
          fail(`redirect_uri on ${host} leads somewhere else`, {
            found: redirect,
            expected: `${origin}${callbackPath}`,
          }),
        ]),
    ...(scopes.includes("openid")
      ? []
      : [fail(`scope on ${host} lacks openid`, { found: scopes.join(" ") })]),
  ]
}

export const loginLoop: Check = {
  id: "OIDC709",
  group: "http",
  title: "The way to the login has an end, and browsers keep its cookies",
  needs,
  after: ["OIDC704"],
  hint: "Leave sessionCookie out of the values: Secure, SameSite lax and no Domain are right behind an ingress.",
  run: eachSite(async (site, { ask }) => {
    const way = await followAsBrowser(site, ask)
    const [first] = way.answers
    if (first === undefined || first.kind === "unanswered") return undefined
    const cookies = way.answers.flatMap((answer) => (answer.kind === "answered" ? answer.cookies : []))
    const refused = new Map(
      cookies.flatMap((cookie) => {
        const objection = cookieObjection(cookie, site)
        return objection === undefined ? [] : [[cookieName(cookie), objection] as const]
      }),
    )
    return [
      ...(way.isLoop
        ? [
            fail(`${site.host} sends browsers in circles before they reach the login`, {
              found: way.urls.join(" → "),
            }),
          ]
        : []),
      // Values of cookies are never shown.
      ...[...refused].map(([name, { severity, why }]) =>
        (severity === "fail" ? fail : warn)(`the cookie ${name} of ${site.host} ${why}`),
      ),
    ]
  }),
}

export const logout: Check = {
  id: "OIDC710",
  group: "http",
  title: "Logging out ends on a host of the app",
  needs,
  after: ["OIDC703"],
  hint: "domain decides where a logout ends: it must be a host that the app serves.",
  run: eachSite(async (site, facts) => {
    const callback = await site.callback()
    if (callback.kind === "unanswered" || guardOf(callback, await site.strangeCallback()) === "none")
      return undefined
    const sites = await facts.sites()
    return judgeLogout(await site.logout(), site, new Set(sites.map(({ host }) => host)))
  }),
}

/** What the files say decides nothing before it is deployed. */
function adviceOn(end: URL, { release }: Site): string {
  const values = release.values.ok ? release.values.value : undefined
  const named = values?.postLogoutRedirectUri ?? values?.domain ?? ""
  return named.includes(end.host)
    ? "Correct domain, or postLogoutRedirectUri where it is set: a logout ends there."
    : `The files do not say ${end.host}, so the release is not synced: look at it in ArgoCD.`
}

function judgeLogout(
  answer: Answer,
  site: Site,
  served: ReadonlySet<string>,
): readonly Finding[] | undefined {
  if (answer.kind === "unanswered") return undefined
  const details = { found: `status ${answer.status} at ${site.logoutUrl}`, expected: "302 to the provider" }
  if (answer.status < 300) return [fail(`the app itself answers the logout of ${site.host}`, details)]
  if (answer.status === 404) return [fail(`nobody answers the logout of ${site.host}`, details)]
  const location = answer.headers.location ?? ""
  if (!URL.canParse(location, site.origin)) return []
  const target = new URL(location, site.origin).searchParams.get("post_logout_redirect_uri")
  if (target === null || !URL.canParse(target)) return []
  const end = new URL(target)
  const { host } = end
  return served.has(host)
    ? []
    : [
        fail(`logging out of ${site.host} ends on ${host}, which the app does not serve`, {
          found: target,
          expected: `a page of ${site.host}`,
          hint: adviceOn(end, site),
        }),
      ]
}

export const httpLoginChecks: readonly Check[] = [loginRedirect, redirectParameters, loginLoop, logout]
