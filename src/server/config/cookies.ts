/** `sessionCookie.*` and `cookieNamePrefix` of the values. */
import { type CookieNames, cookieNames } from "../../core/contract/cookies.ts"
import type { ValuesProblem } from "../../core/contract/problem.ts"
import { maxPrefixLength } from "../../core/contract/rules/cookies.ts"
import type { Values } from "../../core/contract/values.ts"
import { isLoopback, servedHosts } from "../../core/policy/hosts.ts"
import type { Result } from "../../core/result.ts"
import type { CookieAttributes } from "../../core/session/cookie.ts"
import { loginLifetime, loopWindow } from "../../core/session/login-state.ts"
import { problem } from "./problem.ts"

export interface CookieSettings {
  readonly names: CookieNames
  readonly session: CookieAttributes
  readonly login: CookieAttributes
  readonly finished: CookieAttributes
}

/** A name of RFC 6265, section 4.1.1, less the dot that separates ours. */
const prefixPattern = /^[A-Za-z0-9_!#$%&'*+^`|~-]+$/

export function compileCookies(
  { sessionCookie = {}, cookieNamePrefix, domain, forwardAuth }: Values,
  app: string,
): Result<CookieSettings, ValuesProblem> {
  const {
    Secure = true,
    HttpOnly = true,
    SameSite = "default",
    Path = "/",
    MaxAge = 0,
    Domain,
  } = sessionCookie
  const prefix = cookieNamePrefix || `_${app.replace(/[^A-Za-z0-9-]+/g, "-")}_`
  const problems: ValuesProblem[] = []
  if (!prefixPattern.test(prefix) || prefix.length > maxPrefixLength)
    problems.push(problem(["cookieNamePrefix"], "is no name for a cookie", "letters, digits, - and _"))
  if (!Secure && ![...servedHosts(domain, forwardAuth?.hosts)].every(isLoopback))
    problems.push(
      problem(["sessionCookie", "Secure"], "is off, so the session could be read on the way", "true"),
    )
  if (SameSite === "none" && !Secure)
    problems.push(
      problem(["sessionCookie", "SameSite"], "is none, which browsers only take with Secure", "lax"),
    )
  if (!/^\/[\x21-\x3a\x3c-\x7e]*$/.test(Path))
    problems.push(problem(["sessionCookie", "Path"], "is no path", "a path that starts with /"))
  if (Domain && !isParentOf(Domain, domain))
    problems.push(
      problem(["sessionCookie", "Domain"], "does not contain the app's domain", `${domain} or a parent`),
    )
  if (problems.length > 0) return { ok: false, problems }

  const scope = { Secure, Path, ...(Domain ? { Domain } : {}) }
  const login = {
    ...scope,
    Path: "/",
    HttpOnly: true,
    SameSite: SameSite === "none" ? "none" : "lax",
  } as const
  return {
    ok: true,
    value: {
      names: cookieNames(prefix, scope),
      session: {
        ...scope,
        HttpOnly,
        MaxAge,
        // Said out loud, because not every browser assumes Lax; and Strict would hide the cookie from the very
        // navigation that comes back from the provider, which is a login loop.
        SameSite: SameSite === "none" ? "none" : "lax",
      },
      login: { ...login, MaxAge: loginLifetime },
      finished: { ...login, MaxAge: loopWindow },
    },
  }
}

const isParentOf = (parent: string, domain: string): boolean => {
  const suffix = parent.replace(/^\./, "").toLowerCase()
  return suffix.includes(".") && `.${domain.toLowerCase()}`.endsWith(`.${suffix}`)
}
