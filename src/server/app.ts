/** One app while it is being served: its configuration and what is remembered between requests, all of it expendable. */
import type { CreateProvider, Provider } from "../adapters/oidc/provider.ts"
import type { ForwardedRequest } from "../core/policy/forwarded-request.ts"
import { type CookieJar, parseCookies } from "../core/session/cookie.ts"
import { type Bearers, createBearers } from "./bearers.ts"
import type { AppConfig } from "./config/app-config.ts"
import { createIdentityTokens, type IdentityTokens } from "./identity-token/identity-tokens.ts"
import type { Log } from "./log.ts"
import { createRenewals, type Renewals } from "./renewals.ts"
import { createSessions, type SessionCache, type Sessions } from "./sessions.ts"

/** What `core` must not reach for by itself. */
export interface Tools {
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** Unpredictable bytes. */
  readonly random: (bytes: number) => Uint8Array
  readonly log: Log
}

export interface App {
  readonly config: AppConfig
  readonly provider: Provider
  readonly sessions: Sessions
  readonly renewals: Renewals
  readonly bearers: Bearers
  readonly identityTokens: IdentityTokens
}

export function createApp(
  config: AppConfig,
  createProvider: CreateProvider,
  sessionCache: SessionCache,
  tools: Tools,
): App {
  const provider = createProvider(config.provider, { now: tools.now })
  return {
    config,
    provider,
    sessions: createSessions(config, sessionCache),
    renewals: createRenewals(config, provider, tools),
    bearers: createBearers(config, provider, tools),
    identityTokens: createIdentityTokens(config, tools),
  }
}

/** What a route works on. */
export interface RouteInput {
  readonly app: App
  readonly tools: Tools
  readonly forwarded: ForwardedRequest
  /** Names this request on pages and in the log. */
  readonly requestId: string
}

/** Seconds since 1970, as tokens and cookies count. */
export const secondsNow = ({ now }: Pick<Tools, "now">): number => Math.floor(now() / 1000)

export const randomText = ({ random }: Pick<Tools, "random">, bytes: number): string =>
  Buffer.from(random(bytes)).toString("base64url")

export const readCookies = ({ app, forwarded }: Pick<RouteInput, "app" | "forwarded">): CookieJar =>
  parseCookies(forwarded.header("cookie"), app.config.cookies.names, app.config.bearer.cookie)
