/** Where the app is, and the paths and addresses around a login. */
import { callbackPath, logoutPath } from "../../core/contract/names.ts"
import type { ValuesProblem } from "../../core/contract/problem.ts"
import type { Values } from "../../core/contract/values.ts"
import { isHost, isLoopback, servedHosts } from "../../core/policy/hosts.ts"
import { compileRedirects, type RedirectList } from "../../core/policy/redirects.ts"
import type { Result } from "../../core/result.ts"
import { oddityOf } from "../../core/rule/canonical-path.ts"
import { problem } from "./problem.ts"

export interface Addresses {
  readonly hosts: ReadonlySet<string>
  /** Who signs identity tokens, and whom they are for: the app's own address. */
  readonly identityIssuer: string
  readonly callbackPath: string
  /** Fixed by an absolute `callbackUri`; otherwise the callback is on the host that the user came in on. */
  readonly callbackUrl: string | undefined
  readonly loginPath: string | undefined
  readonly logoutPath: string
  readonly postLogin: string | undefined
  readonly postLogout: string
  readonly validPostLogin: RedirectList
  readonly validPostLogout: RedirectList
}

export function compileAddresses(values: Values): Result<Addresses, ValuesProblem> {
  const { domain, callbackUri = callbackPath, loginUri, logoutUri = logoutPath } = values
  const more = values.forwardAuth?.hosts ?? []
  const hosts = servedHosts(domain, more)
  const absolute = parseAbsolute(callbackUri)
  const callback = absolute?.pathname ?? callbackUri
  const problems: ValuesProblem[] = [
    ...(isHost(domain.toLowerCase()) ? [] : [problem(["domain"], "is no host name", "myapp.example.com")]),
    ...more.flatMap((host, index) =>
      isHost(host.toLowerCase())
        ? []
        : [problem(["forwardAuth", "hosts", index], "is no host name", "myapp.example.com")],
    ),
    ...pathProblems("callbackUri", callback),
    ...pathProblems("logoutUri", logoutUri),
    ...(!loginUri ? [] : pathProblems("loginUri", loginUri)),
  ]
  if (absolute && !hosts.has(absolute.host))
    problems.push(
      problem(["callbackUri"], "is on a host that this app does not serve", [...hosts].join(", ")),
    )
  for (const [key, value] of [
    ["postLoginRedirectUri", values.postLoginRedirectUri],
    ["postLogoutRedirectUri", values.postLogoutRedirectUri],
  ] as const)
    if (value && !isTarget(value))
      problems.push(problem([key], "is neither a path nor an address", "/path or https://…"))
  const validPostLogin = compileRedirects(values.validPostLoginRedirectUris ?? [])
  const validPostLogout = compileRedirects(values.validPostLogoutRedirectUris ?? [])
  const listProblems = (key: string, list: typeof validPostLogin) =>
    list.ok ? [] : list.problems.map(({ index, what, expected }) => problem([key, index], what, expected))
  problems.push(
    ...listProblems("validPostLoginRedirectUris", validPostLogin),
    ...listProblems("validPostLogoutRedirectUris", validPostLogout),
  )
  if (problems.length > 0 || !validPostLogin.ok || !validPostLogout.ok) return { ok: false, problems }
  return {
    ok: true,
    value: {
      hosts,
      identityIssuer: `https://${domain.toLowerCase()}`,
      callbackPath: callback,
      callbackUrl: absolute?.href,
      loginPath: loginUri || undefined,
      logoutPath: logoutUri,
      postLogin: values.postLoginRedirectUri || undefined,
      // Source: the chart's schema, `postLogoutRedirectUri`.
      postLogout:
        values.postLogoutRedirectUri || `${isLoopback(domain) ? "http" : "https"}://${domain}/login`,
      validPostLogin: validPostLogin.value,
      validPostLogout: validPostLogout.value,
    },
  }
}

function pathProblems(key: string, path: string): ValuesProblem[] {
  const why = oddityOf(path)
  if (why === undefined && path !== "/") return []
  return [
    problem(
      [key],
      path === "/" ? "is the whole app" : (why ?? ""),
      "a path of its own, such as /oauth2/callback",
    ),
  ]
}

function parseAbsolute(text: string): URL | undefined {
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return undefined
  const url = new URL(text)
  return url.protocol === "https:" || isLoopback(url.host) ? url : undefined
}

const isTarget = (text: string): boolean => /^\/(?![/\\])/.test(text) || parseAbsolute(text) !== undefined
