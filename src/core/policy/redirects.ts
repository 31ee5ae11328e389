/**
 * Where a `redirect_uri` parameter may lead: `validPostLoginRedirectUris` and `validPostLogoutRedirectUris`.
 *
 * An entry is compared as text, and `*` in it stands for letters, digits, `-` and `_`, so never for a dot, a slash or an
 * `@` that would turn one host into another. A lone `*` would allow every address in the world and is refused.
 */
import { RE2JS } from "re2js"
import { failure, type Result, success } from "../result.ts"

/** Characters. The address travels in a cookie, and a cookie holds 4,096 bytes, everything included. */
const maxTargetLength = 2048

export interface RedirectList {
  /** The address to go to, absolute, or `undefined` where it is not on the list. */
  readonly resolve: (target: string, origin: string) => string | undefined
}

export interface RedirectProblem {
  readonly index: number
  readonly what: string
  readonly expected: string
}

export function compileRedirects(entries: readonly string[]): Result<RedirectList, RedirectProblem> {
  const problems = entries.flatMap((entry, index) => {
    if (/^\*+$/.test(entry))
      return [{ index, what: "allows every address in the world", expected: "the addresses that are meant" }]
    return resolveTarget(entry.replaceAll("*", "x"), "https://app.invalid") === undefined
      ? [{ index, what: "is neither a path nor an address", expected: "/path or https://host/path" }]
      : []
  })
  if (problems.length > 0) return failure(...problems)
  // In linear time: whoever asks chooses the target, without a session.
  const patterns = entries.map((entry) =>
    RE2JS.compile(entry.split("*").map(RE2JS.quote).join("[A-Za-z0-9_-]+")),
  )
  return success({
    resolve: (target, origin) =>
      target.length <= maxTargetLength && patterns.some((pattern) => pattern.matches(target))
        ? resolveTarget(target, origin)
        : undefined,
  })
}

/** The address that a query asks for by one of these names, none, or a refusal: two answers to one question are none. */
export function requestedRedirect(
  query: string,
  names: readonly string[],
  { resolve }: RedirectList,
  origin: string,
): Result<string | undefined> {
  const parameters = new URLSearchParams(query)
  const [wanted, ...more] = names.flatMap((name) => parameters.getAll(name))
  if (wanted === undefined) return success(undefined)
  const address = more.length > 0 ? undefined : resolve(wanted, origin)
  return address === undefined ? failure("The address is not on this app's list.") : success(address)
}

/**
 * `target` as an absolute address as browsers read it. Only a path of this origin or a full http(s) address; anything that
 * browsers would repair into one, such as `/\host`, a tab or `https:host`, is refused.
 */
export function resolveTarget(target: string, origin: string): string | undefined {
  if (/[^\x21-\x7e]|\\/.test(target)) return undefined
  if (target.startsWith("/")) return target.startsWith("//") ? undefined : new URL(origin + target).href
  if (!/^https?:\/\/[^/@]+(?:[/?#]|$)/i.test(target) || !URL.canParse(target)) return undefined
  const url = new URL(target)
  return url.username === "" && url.password === "" ? url.href : undefined
}

/**
 * Back to where a login began: always on `origin`, whatever the request target looks like. A query that is too long for a
 * cookie is left out.
 */
export function returnAddress(origin: string, uri: string): string {
  const address = origin + uri
  if (!uri.startsWith("/") || /[^\x21-\x7e]|\\/.test(uri) || !URL.canParse(address)) return `${origin}/`
  const url = new URL(address)
  if (url.origin !== origin) return `${origin}/`
  return [url.href, origin + url.pathname].find(({ length }) => length <= maxTargetLength) ?? `${origin}/`
}
