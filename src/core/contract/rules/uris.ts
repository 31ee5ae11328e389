/** The paths that the middleware answers itself, and the addresses that it sends users to. */
import { isLoopback, servedHosts } from "../../policy/hosts.ts"
import { resolveTarget } from "../../policy/redirects.ts"
import { oddityOf } from "../../rule/canonical-path.ts"
import type { Runtime } from "../chart-version.ts"
import { callbackPath, logoutPath } from "../names.ts"
import type { KeyPath, ValuesProblem } from "../problem.ts"
import type { Values } from "../values.ts"
import { error, unsafe, type ValuesRule, warning, when } from "./rule.ts"

export const checkUris: ValuesRule = (values, runtime) => {
  const { callbackUri, loginUri, logoutUri, errorPages } = values
  return [
    ...(callbackUri === undefined ? [] : checkCallback(callbackUri, values, runtime)),
    ...(logoutUri === undefined ? [] : checkOwnPath(["logoutUri"], logoutUri)),
    // An empty `loginUri` means none. Source: its description in the published schema.
    ...(loginUri ? checkOwnPath(["loginUri"], loginUri) : []),
    ...checkCollisions(values),
    ...(["postLoginRedirectUri", "postLogoutRedirectUri"] as const).flatMap((key) => [
      ...checkTarget([key], values[key]),
      ...checkPlain([key], values[key] ?? "", runtime),
    ]),
    ...(["validPostLoginRedirectUris", "validPostLogoutRedirectUris"] as const).flatMap((key) =>
      (values[key] ?? []).flatMap((uri, index) => checkAllowed([key, index], uri, runtime)),
    ),
    ...(["unauthenticated", "unauthorized"] as const).flatMap((page) => {
      const { filePath, redirectTo } = errorPages?.[page] ?? {}
      return [
        ...checkTarget(["errorPages", page, "redirectTo"], redirectTo),
        ...when(
          Boolean(filePath && redirectTo),
          warning(["errorPages", page, "filePath"], "is not used beside redirectTo", "one of the two"),
        ),
      ]
    }),
  ]
}

/** A path that is never the app's: an empty or a lone slash would take every page from it. */
function checkOwnPath(path: KeyPath, uri: string): readonly ValuesProblem[] {
  const expected = "a path of its own, such as /oauth2/callback"
  if (uri === "") return [error(path, "is empty, which every path starts with", expected)]
  if (uri === "/") return [error(path, "is the start page of the app", expected)]
  const oddity = oddityOf(uri)
  return oddity === undefined ? [] : [error(path, oddity, expected)]
}

function checkCallback(
  uri: string,
  { domain, forwardAuth }: Values,
  runtime: Runtime,
): readonly ValuesProblem[] {
  if (!/^[a-z][a-z0-9+.-]*:/i.test(uri)) return checkOwnPath(["callbackUri"], uri)
  if (!isAddress(uri)) return [error(["callbackUri"], "is not an address", "a path, or https://host/path")]
  const { protocol, host, pathname, search, hash } = new URL(uri)
  return [
    ...when(
      protocol !== "https:" && !isLoopback(host),
      error(["callbackUri"], "is not https", "https, since the provider accepts nothing else"),
    ),
    ...when(
      search !== "" || hash !== "",
      error(["callbackUri"], "has a query", "the address up to its path"),
    ),
    ...when(
      runtime === "forward-auth" && !servedHosts(domain, forwardAuth?.hosts).has(host),
      error(
        ["callbackUri"],
        "is on a host that this app does not serve",
        `a path, or an address on ${domain}`,
      ),
    ),
    ...checkOwnPath(["callbackUri"], pathname),
  ]
}

/** The defaults count too: a login path may not take the default callback. */
function checkCollisions(values: Values): readonly ValuesProblem[] {
  const { callbackUri = callbackPath, loginUri = "", logoutUri = logoutPath } = values
  const own = Object.entries({ callbackUri, loginUri, logoutUri }).filter(([, uri]) => uri !== "")
  return own.flatMap(([key, uri], index) => {
    const [other] = own.slice(0, index).find(([, earlier]) => earlier === uri) ?? []
    return other === undefined ? [] : [error([key], `is the same path as ${other}`, "a path of its own")]
  })
}

/** Empty means unset. */
const checkTarget = (path: KeyPath, uri: string | undefined): readonly ValuesProblem[] =>
  uri ? checkAddress(path, uri) : []

const checkAddress = (path: KeyPath, uri: string): readonly ValuesProblem[] =>
  when(!isAddress(uri), error(path, "is neither a path nor an address", "/path or https://host/path"))

/** Our server sends nobody from an encrypted page to one that is not. */
const checkPlain = (path: KeyPath, uri: string, runtime: Runtime): readonly ValuesProblem[] =>
  when(
    runtime === "forward-auth" && /^http:/i.test(uri) && isAddress(uri) && !isLoopback(new URL(uri).host),
    error(path, "is plain http", "https"),
  )

/** In these lists `*` stands for a run of letters. */
const checkAllowed = (path: KeyPath, uri: string, runtime: Runtime): readonly ValuesProblem[] =>
  /^\*+$/.test(uri)
    ? [unsafe(runtime, path, "allows every address in the world", "the addresses that are meant")]
    : checkAddress(path, uri.replaceAll("*", "x"))

/** Nothing that a browser would first have to repair, such as `//host` or `https:host`. */
const isAddress = (uri: string): boolean => resolveTarget(uri, "https://app.invalid") !== undefined
