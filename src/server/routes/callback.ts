/** The provider's answer: a code for a session, or a reason for a page. */
import { parseAuthorizationResponse } from "../../core/oidc/authorization-response.ts"
import { describeProblem, firstProblem, type ProviderProblem } from "../../core/oidc/problem.ts"
import { originOf } from "../../core/policy/forwarded-request.ts"
import { renderCookie, renderExpiry } from "../../core/session/cookie.ts"
import { finishedCookieName, finishedLogins, openLoginState } from "../../core/session/login-state.ts"
import { type RouteInput, randomText, readCookies, secondsNow } from "../app.ts"
import { completeClaims } from "../complete-claims.ts"
import { deny, providerDenial } from "../denials.ts"
import { type Denial, type Reply, redirect } from "../reply.ts"
import { makeSession, sealLoginCookies } from "../session-cookies.ts"
import { finishLogout } from "./logout.ts"

/** Bytes of a session id. */
const sessionIdBytes = 16

export async function callback(input: RouteInput): Promise<Reply> {
  const { app, tools, forwarded } = input
  const { config } = app
  // A code is redeemed once, so nothing but a browser's own GET may spend it.
  if (forwarded.method !== "GET")
    return deny(input, {
      status: 405,
      title: "Only a sign-in ends here",
      paragraphs: ["This address takes the sign-in service's answer, which arrives by GET."],
      headers: [["Allow", "GET"]],
    })
  if (!/(?:^|&)(?:code|error|state)=/.test(forwarded.query)) return finishLogout(input)

  const parsed = parseAuthorizationResponse(forwarded.query)
  if (!parsed.ok) return badResponse(input, parsed.problems.join("; "))
  const response = parsed.value
  const jar = readCookies(input)
  const now = secondsNow(tools)
  const begun = openLoginState(config.keysFor(forwarded.host), jar, response.state, now)
  if (begun === undefined)
    return badResponse(input, "no login of this browser has this state, or it is too old")
  const { name, login } = begun
  const spent = renderExpiry(name, config.cookies.login)
  if (response.kind === "error") return failed(input, response.problem, login.returnTo, spent)

  const tokens = await app.provider.exchangeCode({
    callbackUrl: `${config.redirectUri(forwarded)}?${response.query}`,
    state: login.state,
    nonce: login.nonce,
    codeVerifier: login.codeVerifier,
  })
  if (!tokens.ok) return failed(input, firstProblem(tokens.problems), login.returnTo, spent)
  if (tokens.value.claims === undefined)
    return failed(input, { kind: "untrusted", detail: "no ID token came back" }, login.returnTo, spent)
  const completed = await completeClaims(config, app.provider, tokens.value, tokens.value.claims)
  if (!completed.ok) return failed(input, firstProblem(completed.problems), login.returnTo, spent)

  // A new id at each login: a session that was there before is not carried on.
  const session = makeSession(
    config,
    { id: randomText(tools, sessionIdBytes), loginAt: now },
    tokens.value,
    completed.value,
    now,
  )
  const cookies = sealLoginCookies(config, forwarded.host, session, tokens.value.refreshToken, jar, tools)
  if (cookies === undefined) return tooLarge(input, spent)
  const { names, finished } = config.cookies
  return redirect(login.returnTo, [
    ...cookies,
    spent,
    renderCookie(finishedCookieName(names), String(finishedLogins(jar, names) + 1), finished),
  ])
}

/** Someone's stale tab, a bookmark, or an attack: no code is redeemed, and nothing is remembered of it. */
function badResponse(input: RouteInput, detail: string): Denial {
  const { app, tools, forwarded, requestId } = input
  tools.log.info({ app: app.config.app, requestId, detail }, "callback refused")
  return deny(input, {
    status: 400,
    title: "This sign-in cannot be finished",
    paragraphs: [
      "It took longer than ten minutes, was begun in another browser, or was finished before.",
      "Open the app again; if you are still signed in you will not be asked for anything.",
    ],
    actions: [{ label: "Open the app", href: `${originOf(forwarded)}/` }],
  })
}

function failed(input: RouteInput, problem: ProviderProblem, returnTo: string, spent: string): Denial {
  const { app, tools, requestId } = input
  tools.log.warn(
    { app: app.config.app, requestId, problem: problem.kind, detail: describeProblem(problem) },
    "login failed",
  )
  return providerDenial(input, problem, returnTo, [spent])
}

function tooLarge(input: RouteInput, spent: string): Denial {
  const { app, tools, requestId } = input
  tools.log.error(
    { app: app.config.app, requestId },
    "the session does not fit into cookies: have headers use fewer claims",
  )
  return deny(input, {
    status: 500,
    title: "You are in too many groups for this app",
    paragraphs: [
      "What the app asks to know about you is more than a browser keeps. Show this to the team behind the app.",
    ],
    cookies: [spent],
  })
}
