/** `logoutUri`: forgets the session here first, then at the provider. Works without a session too. */
import { describeProblem, firstProblem } from "../../core/oidc/problem.ts"
import { originOf } from "../../core/policy/forwarded-request.ts"
import { requestedRedirect } from "../../core/policy/redirects.ts"
import { nonceBytes } from "../../core/session/codec.ts"
import { renderCookie, renderExpiry, renderSignOut, sessionCandidates } from "../../core/session/cookie.ts"
import {
  finishedCookieName,
  logoutCookieName,
  openLogoutTarget,
  sealLogoutTarget,
} from "../../core/session/login-state.ts"
import { type RouteInput, readCookies } from "../app.ts"
import { deny, redirectDenial } from "../denials.ts"
import { type Reply, redirect } from "../reply.ts"

export async function logout(input: RouteInput): Promise<Reply> {
  const { app, tools, forwarded, requestId } = input
  const { addresses, cookies, redirectUri } = app.config
  if (isForeign(forwarded.header("sec-fetch-site"))) return askFirst(input)
  const allowed = requestedRedirect(
    forwarded.query,
    ["redirect_uri", "post_logout_redirect_uri"],
    addresses.validPostLogout,
    originOf(forwarded),
  )
  if (!allowed.ok) return redirectDenial(input, "validPostLogoutRedirectUris")

  const session = app.sessions.open(sessionCandidates(readCookies(input)), forwarded.host)?.session
  const logoutHint = session?.claims.login_hint
  const answer = await app.provider.endSessionUrl({
    // Registered by every app, because logins end there too; from there the browser is sent on.
    postLogoutRedirectUri: redirectUri(forwarded),
    logoutHint: typeof logoutHint === "string" ? logoutHint : undefined,
  })
  const signedOut = [
    ...renderSignOut(cookies.names, cookies.session),
    renderExpiry(finishedCookieName(cookies.names), cookies.finished),
  ]
  if (answer.ok && answer.value !== undefined)
    return redirect(answer.value, [...signedOut, ...rememberTarget(input, allowed.value)])
  if (!answer.ok)
    tools.log.warn(
      { app: app.config.app, requestId, detail: describeProblem(firstProblem(answer.problems)) },
      "logged out here only",
    )
  return redirect(allowed.value ?? postLogoutAddress(input), signedOut)
}

function rememberTarget(
  { app, tools, forwarded }: RouteInput,
  target: string | undefined,
): readonly string[] {
  const { keysFor, cookies } = app.config
  if (target === undefined) return []
  const sealed = sealLogoutTarget(keysFor(forwarded.host), target, tools.random(nonceBytes))
  return [renderCookie(logoutCookieName(cookies.names), sealed, cookies.login)]
}

/** The provider sent the browser back from a logout: on to where it was meant to end. */
export function finishLogout(input: RouteInput): Reply {
  const { keysFor, cookies } = input.app.config
  const target = openLogoutTarget(keysFor(input.forwarded.host), readCookies(input), cookies.names)
  if (target === undefined) return redirect(postLogoutAddress(input))
  return redirect(target, [renderExpiry(logoutCookieName(cookies.names), cookies.login)])
}

/** Where the browser ends up after a logout that named no other place. */
function postLogoutAddress({ app, forwarded }: RouteInput): string {
  const { postLogout } = app.config.addresses
  return postLogout.startsWith("/") ? originOf(forwarded) + postLogout : postLogout
}

/** Another site must not sign people out with an image or a link. Source: W3C Fetch Metadata, section 2.2. */
const isForeign = (site: string | undefined): boolean => site === "cross-site"

const askFirst = (input: RouteInput): Reply =>
  deny(input, {
    status: 403,
    title: "Do you want to sign out?",
    paragraphs: ["Another site sent you here to sign you out of this app."],
    actions: [
      { label: "Sign out", href: originOf(input.forwarded) + input.app.config.addresses.logoutPath },
      { label: "Stay signed in", href: `${originOf(input.forwarded)}/` },
    ],
  })
