/**
 * Renewals of sessions by refresh token.
 *
 * Requests come in crowds: when a session is due, one token call is made and every request shares its outcome, those
 * too that were on their way with the old cookie when it ended. A failed renewal is not tried again at once.
 */
import { LRUCache } from "lru-cache"
import type { Provider } from "../adapters/oidc/provider.ts"
import { describeProblem, type ProviderProblem } from "../core/oidc/problem.ts"
import type { CookieJar } from "../core/session/cookie.ts"
import type { Session } from "../core/session/session.ts"
import type { Tools } from "./app.ts"
import { completeClaims } from "./complete-claims.ts"
import type { AppConfig } from "./config/app-config.ts"
import { makeSession, sealLoginCookies } from "./session-cookies.ts"
import { type VerifiedSession, verifySession } from "./sessions.ts"

export interface Renewal {
  readonly verified: VerifiedSession
  readonly cookies: readonly string[]
}

/** `another-user`: the provider answered for somebody else, so nothing of this session may be believed any longer. */
export type RenewalOutcome = Renewal | "another-user" | undefined

export interface Renewals {
  /** The renewed session, or `undefined` where the provider gave none. */
  readonly renew: (due: {
    readonly session: Session
    readonly refreshToken: string
    readonly host: string
    readonly jar: CookieJar
  }) => Promise<RenewalOutcome>
}

/** Milliseconds that an outcome is shared. Longer than requests with the old cookie are under way. */
const sharedMs = 30_000

/** Outcomes kept per app, of up to 35 kB each. One that is pushed out early costs one more token call. */
const maxRenewals = 1_000

export function createRenewals(config: AppConfig, provider: Provider, tools: Tools): Renewals {
  const shared = new LRUCache<string, { readonly at: number; readonly outcome: Promise<RenewalOutcome> }>({
    max: maxRenewals,
  })
  const refuse = ([problem]: readonly ProviderProblem[]): undefined => {
    const detail = problem && describeProblem(problem)
    tools.log.warn({ app: config.app, problem: problem?.kind, detail }, "session not renewed")
  }
  const renewNow: Renewals["renew"] = async ({ session, refreshToken, host, jar }) => {
    const answer = await provider.refresh(refreshToken)
    if (!answer.ok) return refuse(answer.problems)
    const tokens = { ...answer.value, refreshToken: answer.value.refreshToken ?? refreshToken }
    const completed = await completeClaims(config, provider, tokens, tokens.claims ?? session.claims)
    if (!completed.ok) return refuse(completed.problems)
    const claims = completed.value
    if (claims.sub !== session.claims.sub) {
      tools.log.warn({ app: config.app }, "session ended: the provider answered its renewal for another user")
      return "another-user"
    }
    const renewed = makeSession(config, session, tokens, claims, Math.floor(tools.now() / 1000))
    const cookies = sealLoginCookies(config, host, renewed, tokens.refreshToken, jar, tools)
    return cookies && { verified: verifySession(config, renewed), cookies }
  }
  return {
    renew: (due) => {
      // The whole id and the very cookie: a key that two sessions could share would make one user another.
      const key = JSON.stringify([due.session.id, due.session.renewAfter, due.host])
      const now = tools.now()
      const known = shared.get(key)
      if (known !== undefined && now < known.at + sharedMs) return known.outcome
      const outcome = renewNow(due)
      shared.set(key, { at: now, outcome })
      return outcome
    },
  }
}
