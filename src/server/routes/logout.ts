/** `logoutUri`: forgets the session here first, then at the provider. Works without a session too. */
import { describeProblem } from "../../core/oidc/problem.ts"
import { originOf } from "../../core/policy/forwarded-request.ts"
import { requestedRedirect } from "../../core/policy/redirects.ts"
import { renderExpiry, renderSignOut, sessionCandidates } from "../../core/session/cookie.ts"
import { finishedCookieName } from "../../core/session/login-state.ts"
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

  const jar = readCookies(input)
  const session = app.sessions.open(sessionCandidates(jar), forwarded.host)?.session
  const logoutHint = session?.claims.login_hint
  // Registered by every app, because logins end there too; from there the browser is sent on.
  const postLogoutRedirectUri = allowed.value ?? redirectUri(forwarded)
  const answer = await app.provider.endSessionUrl({
    postLogoutRedirectUri,
    logoutHint: typeof logoutHint === "string" ? logoutHint : undefined,
  })
  const signedOut = [
    ...renderSignOut(cookies.names, cookies.session),
    renderExpiry(finishedCookieName(cookies.names), cookies.finished),
  ]
  const here = allowed.value ?? postLogoutAddress(input)
  if (answer.ok) return redirect(answer.value ?? here, signedOut)
  const [problem] = answer.problems
  tools.log.warn(
    { app: app.config.app, requestId, detail: problem && describeProblem(problem) },
    "logged out here only",
  )
  return redirect(here, signedOut)
}

/** Where the browser ends up after a logout. */
export function postLogoutAddress({ app, forwarded }: RouteInput): string {
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
