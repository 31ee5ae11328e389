/**
 * Every request for the app itself: may it pass, and who is asking?
 *
 * A session that is good and young needs no `await` and no cryptography. Only a renewal and a login talk to the provider.
 */
import { firstProblem } from "../../core/oidc/problem.ts"
import { decide, isBypassed } from "../../core/policy/decide.ts"
import { type CookieJar, filterCookies, renderSignOut, sessionCandidates } from "../../core/session/cookie.ts"
import { mustSlide, openRefreshToken, type SessionState, sessionState } from "../../core/session/session.ts"
import { type RouteInput, readCookies, secondsNow } from "../app.ts"
import { readBearer } from "../bearers.ts"
import { bearerDenial, forbidden, unauthorized } from "../denials.ts"
import type { PreparedHead } from "../prepared-head.ts"
import { type Admission, admissionHead, type Reply } from "../reply.ts"
import { sealSessionCookies } from "../session-cookies.ts"
import type { VerifiedSession } from "../sessions.ts"
import { landingAddress, startLogin } from "./start-login.ts"

export function authorize(input: RouteInput): Reply | Promise<Reply> {
  const { app, tools, forwarded } = input
  const { config } = app
  if (isBypassed(config.policy, forwarded))
    return admission(nobody, filterCookies(forwarded.header("cookie"), config.cookies.names), [])

  const jar = readCookies(input)
  const token = readBearer(config, forwarded, jar.extra)
  if (token !== undefined) return answerBearer(input, jar, token)
  const verified = app.sessions.open(sessionCandidates(jar), forwarded.host)
  if (verified === undefined) return answer(input, jar, undefined, [])
  const state = sessionState(verified.session, secondsNow(tools), config.limits)
  if (state === "valid") return answer(input, jar, verified, slide(input, jar, verified))
  if (state === "ended") return answer(input, jar, undefined, [])
  return renewThenAnswer(input, jar, verified, state)
}

/** Whoever presents a token is judged by it alone: a bad one is never made up for by a session. */
function answerBearer(input: RouteInput, jar: CookieJar, token: string): Reply | Promise<Reply> {
  const verification = input.app.bearers.verify(token)
  const conclude = (known: Awaited<typeof verification>): Reply | Promise<Reply> =>
    known.ok ? answer(input, jar, known.value, []) : bearerDenial(input, firstProblem(known.problems))
  return verification instanceof Promise ? verification.then(conclude) : conclude(verification)
}

/** New cookies for a session that ends when nobody uses it, now and then, so that it counts from this request. */
function slide(input: RouteInput, jar: CookieJar, { session }: VerifiedSession): readonly string[] {
  const { app, tools, forwarded } = input
  const { limits } = app.config
  if (limits.idleTimeout === undefined) return []
  const now = secondsNow(tools)
  if (!mustSlide(session, now, limits)) return []
  return sealSessionCookies(app.config, forwarded.host, { ...session, issuedAt: now }, jar, tools) ?? []
}

/** A renewal that fails costs a session nothing that is still good. */
async function renewThenAnswer(
  input: RouteInput,
  jar: CookieJar,
  verified: VerifiedSession,
  state: SessionState,
): Promise<Reply> {
  const { app, forwarded } = input
  const fallback = state === "renewable" ? verified : undefined
  // The answer to a WebSocket handshake carries no cookie to the browser, so a renewal would be lost.
  const canRenew = fallback === undefined || forwarded.header("sec-websocket-key") === undefined
  const { session } = verified
  const refreshToken = canRenew
    ? openRefreshToken(app.config.keysFor(forwarded.host), session, jar.refresh)
    : undefined
  const renewal =
    refreshToken === undefined
      ? undefined
      : await app.renewals.renew({ session, refreshToken, host: forwarded.host, jar })
  if (renewal === "another-user") return signedOut(input, await answer(input, jar, undefined, []))
  if (renewal !== undefined) return answer(input, jar, renewal.verified, renewal.cookies)
  return answer(input, jar, fallback, fallback === undefined ? [] : slide(input, jar, fallback))
}

/** The answer, and an end to the session in the browser: what cannot be believed any longer is not to be sent again. */
function signedOut({ app }: RouteInput, reply: Reply): Reply {
  const { names, session } = app.config.cookies
  return { ...reply, cookies: [...renderSignOut(names, session), ...reply.cookies] }
}

function answer(
  input: RouteInput,
  jar: CookieJar,
  verified: VerifiedSession | undefined,
  cookies: readonly string[],
): Reply | Promise<Reply> {
  const { app, forwarded } = input
  const decision = decide(app.config.policy, forwarded, verified?.session)
  switch (decision.kind) {
    case "allow":
      return admission(
        verified === undefined ? nobody : app.identityTokens.head(verified),
        jar.upstream,
        cookies,
      )
    case "login":
      return startLogin(input, landingAddress(input, forwarded.uri))
    case "unauthorized":
      return unauthorized(input)
    case "forbidden":
      return { ...forbidden(input, decision.reason), cookies }
  }
}

/** What the app is told of someone without a session. */
const nobody = admissionHead([])

/** Headers for the app. `Cookie` is always among what Traefik replaces, so leaving it out leaves the app without any. */
const admission = (
  head: PreparedHead,
  upstreamCookies: string | undefined,
  cookies: readonly string[],
): Admission => ({ kind: "admit", head, upstreamCookies, cookies })
