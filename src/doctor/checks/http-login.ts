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
  const what = pageFaults.find(([faulty]) => faulty === status)?.[1]
  return what === undefined
    ? unknown(`${host} answers with ${status}`, { found, expected })
    : fail(`${host} ${what}`, { found, expected })
}

const pageFaults: readonly (readonly [status: number, what: string])[] = [
  [401, "answers 401 instead: unauthorizedBehavior is not Auto"],
  [404, "answers 404 to everyone: the ingress refers to a middleware that is not there"],
  [500, "fails before the login: the middleware cannot reach the provider, or is not running"],
  [502, "fails before the login: nothing answers behind the ingress"],
  [503, "fails before the login: no pod is ready"],
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
            hint: "The secrets are swapped, or one holds its own path.",
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
  const { host } = new URL(target)
  return served.has(host)
    ? []
    : [
        fail(`logging out of ${site.host} ends on ${host}, which the app does not serve`, {
          found: target,
          expected: `a page of ${site.host}`,
        }),
      ]
}

export const httpLoginChecks: readonly Check[] = [loginRedirect, redirectParameters, loginLoop, logout]
