/**
 * What is remembered between the redirect to the provider and its answer. Each login under way has its own cookie, named
 * after its `state`, so that many tabs can log in at once and an answer is good only in the browser that asked.
 */
import type { CookieNames } from "../contract/cookies.ts"
import { type BoundKeys, open, seal } from "./codec.ts"
import type { CookieJar } from "./cookie.ts"

/** Seconds. Entra's authorization codes live about ten minutes as well. */
export const loginLifetime = 600

/** More logins under way than this in one browser drop the oldest, so that cookies cannot grow without end. */
export const maxLogins = 5

/** This many finished logins within `loopWindow` seconds that led to no session are a loop. */
export const loopLimit = 2
export const loopWindow = 60

export interface LoginState {
  readonly state: string
  readonly nonce: string
  readonly codeVerifier: string
  /** Absolute URL on a host of the app. */
  readonly returnTo: string
  /** Seconds since 1970. */
  readonly createdAt: number
}

/** Creation time first, so that the oldest can be told by name; then enough of the `state` to tell logins apart. */
export const loginCookieName = (
  { loginPrefix }: CookieNames,
  login: Pick<LoginState, "state" | "createdAt">,
) => `${loginPrefix}${login.createdAt.toString(36)}.${login.state.slice(0, 16)}`

export const sealLoginState = (
  keys: BoundKeys,
  { state, nonce, codeVerifier, returnTo, createdAt }: LoginState,
  sealingNonce: Uint8Array,
): string => seal(keys.login, JSON.stringify([state, nonce, codeVerifier, returnTo, createdAt]), sealingNonce)

/** The login that this `state` belongs to, if this browser began it within the last ten minutes. */
export function openLoginState(
  keys: BoundKeys,
  jar: CookieJar,
  state: string,
  now: number,
): { readonly name: string; readonly login: LoginState } | undefined {
  const suffix = `.${state.slice(0, 16)}`
  for (const [name, values] of jar.logins) {
    if (!name.endsWith(suffix)) continue
    for (const value of values.slice(0, 4)) {
      const login = openOne(keys, value)
      if (login?.state === state && isCurrent(login, now)) return { name, login }
    }
  }
  return undefined
}

function openOne(keys: BoundKeys, value: string): LoginState | undefined {
  const text = open(keys.login, value)?.toString()
  if (text === undefined || !text.startsWith("[")) return undefined
  const [state, nonce, codeVerifier, returnTo, createdAt] = JSON.parse(text) as [
    string,
    string,
    string,
    string,
    number,
  ]
  return { state, nonce, codeVerifier, returnTo, createdAt }
}

const isCurrent = ({ createdAt }: LoginState, now: number): boolean =>
  now < createdAt + loginLifetime && createdAt <= now + 60

/** Names of login cookies to expire before one more is set, oldest first. */
export function loginsToDrop(jar: CookieJar, names: CookieNames): readonly string[] {
  const others = [finishedCookieName(names), logoutCookieName(names)]
  const logins = [...jar.logins.keys()].filter((name) => !others.includes(name))
  logins.sort((one, other) => createdAt(one) - createdAt(other))
  return logins.slice(0, Math.max(0, logins.length - (maxLogins - 1)))
}

const createdAt = (name: string): number => Number.parseInt(name.split(".").at(-2) ?? "", 36) || 0

/**
 * Where a logout leads once the provider is done with it. Providers send browsers to registered addresses only, so the
 * browser comes back to the callback and is sent on from there.
 */
export const logoutCookieName = ({ loginPrefix }: CookieNames): string => `${loginPrefix}logout`

export const sealLogoutTarget = (keys: BoundKeys, target: string, nonce: Uint8Array): string =>
  seal(keys.login, JSON.stringify({ logoutTo: target }), nonce)

export function openLogoutTarget(keys: BoundKeys, jar: CookieJar, names: CookieNames): string | undefined {
  for (const value of (jar.logins.get(logoutCookieName(names)) ?? []).slice(0, 4)) {
    const text = open(keys.login, value)?.toString()
    const target: unknown = text === undefined ? undefined : JSON.parse(text).logoutTo
    if (typeof target === "string") return target
  }
  return undefined
}

/**
 * Counts the logins that this browser finished within the last minute. Whoever finished some and comes back without a
 * session is in a loop: the browser refused the session cookie. The count is not sealed; it only chooses between a
 * redirect and a page that says so.
 */
export const finishedCookieName = ({ loginPrefix }: CookieNames): string => `${loginPrefix}finished`

export function finishedLogins(jar: CookieJar, names: CookieNames): number {
  const count = Number(jar.logins.get(finishedCookieName(names))?.[0])
  return Number.isInteger(count) && count > 0 ? Math.min(count, 99) : 0
}

export const isLoop = (jar: CookieJar, names: CookieNames): boolean => finishedLogins(jar, names) >= loopLimit
