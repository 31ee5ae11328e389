/** Sends a browser to the provider, remembering in a sealed cookie what it went for. */
import { describeProblem, firstProblem } from "../../core/oidc/problem.ts"
import { originOf } from "../../core/policy/forwarded-request.ts"
import { resolveTarget, returnAddress } from "../../core/policy/redirects.ts"
import { nonceBytes } from "../../core/session/codec.ts"
import { renderCookie, renderExpiry } from "../../core/session/cookie.ts"
import {
  finishedCookieName,
  isLoop,
  type LoginState,
  loginCookieName,
  loginsToDrop,
  sealLoginState,
} from "../../core/session/login-state.ts"
import { type RouteInput, randomText, readCookies, secondsNow } from "../app.ts"
import { deny, providerDenial } from "../denials.ts"
import { type Reply, redirect } from "../reply.ts"

/** 256 bits each, twice what anyone could guess. Source: RFC 6749, section 10.10; RFC 7636, section 4.1. */
const secretBytes = 32

/** `returnTo`: an absolute address on a host of this app. */
export async function startLogin(input: RouteInput, returnTo: string, prompt?: string): Promise<Reply> {
  const { app, tools, forwarded, requestId } = input
  const { names, login: attributes } = app.config.cookies
  const jar = readCookies(input)
  if (isLoop(jar, names)) return loopDenial(input)

  const login: LoginState = {
    state: randomText(tools, secretBytes),
    nonce: randomText(tools, secretBytes),
    codeVerifier: randomText(tools, secretBytes),
    returnTo,
    createdAt: secondsNow(tools),
  }
  const address = await app.provider.authorizationUrl({
    redirectUri: app.config.redirectUri(forwarded),
    state: login.state,
    nonce: login.nonce,
    codeVerifier: login.codeVerifier,
    ...(prompt === undefined ? {} : { prompt }),
  })
  if (!address.ok) {
    const problem = firstProblem(address.problems)
    tools.log.error({ app: app.config.app, requestId, detail: describeProblem(problem) }, "login not started")
    return providerDenial(input, problem, returnTo)
  }
  const sealed = sealLoginState(app.config.keysFor(forwarded.host), login, tools.random(nonceBytes))
  return redirect(address.value, [
    ...loginsToDrop(jar, names).map((name) => renderExpiry(name, attributes)),
    renderCookie(loginCookieName(names, login), sealed, attributes),
  ])
}

/** Where a login leads: `postLoginRedirectUri` where it is set, otherwise back to the request target `uri`. */
export function landingAddress({ app, forwarded }: RouteInput, uri: string): string {
  const origin = originOf(forwarded)
  const { postLogin } = app.config.addresses
  return (postLogin && resolveTarget(postLogin, origin)) || returnAddress(origin, uri)
}

/** The browser finished logins and still has no session: another redirect would lead here again. */
function loopDenial(input: RouteInput): Reply {
  const { app, forwarded } = input
  const { names, finished } = app.config.cookies
  return deny(input, {
    status: 401,
    title: "Signing in does not work in this browser",
    paragraphs: [
      "You signed in, but the browser did not keep the session, so you would be sent to sign in over and over.",
      "Allow cookies for this site, or delete the ones it has, and try again.",
    ],
    actions: [{ label: "Try again", href: `${originOf(forwarded)}/` }],
    cookies: [renderExpiry(finishedCookieName(names), finished)],
  })
}
