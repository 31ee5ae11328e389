/** `sessionCookie` and the names of cookies. Source: RFC 6265bis, sections 4.1 and 5.6. */
import { isLoopback } from "../../policy/hosts.ts"
import type { Runtime } from "../chart-version.ts"
import type { ValuesProblem } from "../problem.ts"
import { hostObjection, isToken } from "../text-kinds.ts"
import type { Values } from "../values.ts"
import { error, unsafe, type ValuesRule, warning, when } from "./rule.ts"

export const checkCookies: ValuesRule = (values, runtime) => {
  const { sessionCookie = {}, domain, authorizationCookie } = values
  const { Secure = true, HttpOnly = true, SameSite, Path, Domain } = sessionCookie
  const path = (key: string) => ["sessionCookie", key]
  return [
    ...checkPrefix(values, runtime),
    ...when(
      Boolean(authorizationCookie?.name) && !isToken(authorizationCookie?.name ?? ""),
      error(["authorizationCookie", "name"], "is not the name of a cookie", "letters, digits, - and _"),
    ),
    ...when(
      !Secure && !isLoopback(domain),
      unsafe(runtime, path("Secure"), "is off, so the session can be read on the way", "true"),
    ),
    ...when(
      !HttpOnly,
      warning(path("HttpOnly"), "is off, so scripts of the page can read the session", "true"),
    ),
    ...when(
      SameSite === "strict",
      warning(path("SameSite"), "is strict, which hides the cookie after login and so loops", "lax"),
    ),
    ...when(
      SameSite === "none" && !Secure,
      error(path("SameSite"), "is none, which browsers take with Secure only", "lax, or Secure: true"),
    ),
    ...when(
      Path !== undefined && !isCookiePath(Path),
      error(path("Path"), "is not a path", "a path that starts with /"),
    ),
    ...(Domain ? checkDomain(Domain, domain) : []),
  ]
}

/** Characters: of the 4,096 that browsers keep of a cookie, the server leaves room for so many. */
export const maxPrefixLength = 100

/** The middleware drops every cookie whose name starts with the prefix before the app sees the request. */
function checkPrefix({ cookieNamePrefix: prefix }: Values, runtime: Runtime): readonly ValuesProblem[] {
  const path = ["cookieNamePrefix"]
  if (prefix === undefined) return []
  if (prefix === "")
    return [error(path, "is empty, which hides every cookie from the app", "a name such as _MyApp_")]
  if (!isToken(prefix))
    return [error(path, "has a character that no cookie's name may have", "a name such as _MyApp_")]
  return [
    ...when(
      prefix.includes("."),
      unsafe(runtime, path, "has a dot, which ends the prefix in chart 1.x", "a name such as _MyApp_"),
    ),
    ...when(
      runtime === "forward-auth" && prefix.length > maxPrefixLength,
      error(path, `has ${prefix.length} characters`, `at most ${maxPrefixLength}`),
    ),
    ...when(
      prefix.length < 3,
      warning(path, "is so short that cookies of the app may start with it", "a name such as _MyApp_"),
    ),
  ]
}

const isCookiePath = (path: string): boolean => /^\/[\x21-\x3a\x3c-\x7e]*$/.test(path)

/** A browser drops a cookie for a domain that the host is not part of, and the login starts over. */
function checkDomain(shared: string, domain: string): readonly ValuesProblem[] {
  const path = ["sessionCookie", "Domain"]
  const parent = shared.replace(/^\./, "").toLowerCase()
  const what = hostObjection(parent)
  if (what !== undefined) return [error(path, what, "a parent of domain")]
  const holds = parent.includes(".") && `.${domain.toLowerCase()}`.endsWith(`.${parent}`)
  return [
    ...when(!holds, error(path, "does not contain the app's domain", `a parent of ${domain}`)),
    ...when(holds, warning(path, "shares the session cookie with every other host below it", "none")),
  ]
}
