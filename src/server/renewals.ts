/**
 * Renewals of sessions by refresh token.
 *
 * Requests come in crowds: when a session is due, one token call is made and every request shares its outcome, those
 * too that were on their way with the old cookie when it ended. A failed renewal is not tried again at once.
 */
import { LRUCache } from "lru-cache"
import type { Provider } from "../adapters/oidc/provider.ts"
import { describeProblem } from "../core/oidc/problem.ts"
import type { CookieJar } from "../core/session/cookie.ts"
import type { Session } from "../core/session/session.ts"
import type { Tools } from "./app.ts"
import type { AppConfig } from "./config/app-config.ts"
import { makeSession, sealIntoCookies } from "./session-cookies.ts"
import { type VerifiedSession, verifySession } from "./sessions.ts"

export interface Renewal {
  readonly verified: VerifiedSession
  readonly cookies: readonly string[]
}

export interface Renewals {
  /** The renewed session, or `undefined` where the provider gave none. */
  readonly renew: (due: {
    readonly session: Session
    readonly refreshToken: string
    readonly host: string
    readonly jar: CookieJar
  }) => Promise<Renewal | undefined>
}

/** Milliseconds that an outcome is shared. Longer than requests with the old cookie are under way. */
const sharedMs = 30_000

const maxRenewals = 10_000

export function createRenewals(config: AppConfig, provider: Provider, tools: Tools): Renewals {
  const shared = new LRUCache<
    string,
    { readonly at: number; readonly outcome: Promise<Renewal | undefined> }
  >({
    max: maxRenewals,
  })
  const renewNow: Renewals["renew"] = async ({ session, refreshToken, host, jar }) => {
    const answer = await provider.refresh(refreshToken)
    if (!answer.ok) {
      const [problem] = answer.problems
      tools.log.warn(
        { app: config.app, problem: problem?.kind, detail: problem && describeProblem(problem) },
        "session not renewed",
      )
      return undefined
    }
    const tokens = { ...answer.value, refreshToken: answer.value.refreshToken ?? refreshToken }
    const claims = tokens.claims ?? session.claims
    if (claims.sub !== session.claims.sub) {
      tools.log.warn({ app: config.app }, "session not renewed: the provider answered for another user")
      return undefined
    }
    const renewed = makeSession(config, session, tokens, claims, Math.floor(tools.now() / 1000))
    const cookies = sealIntoCookies(config, host, renewed, tokens.refreshToken, jar, tools)
    return cookies && { verified: verifySession(config, renewed), cookies }
  }
  return {
    renew: (due) => {
      // The whole id and the very cookie: a key that two sessions could share would make one user another.
      const key = JSON.stringify([due.session.id, due.session.issuedAt, due.host])
      const now = tools.now()
      const known = shared.get(key)
      if (known !== undefined && now < known.at + sharedMs) return known.outcome
      const outcome = renewNow(due)
      shared.set(key, { at: now, outcome })
      return outcome
    },
  }
}
