/**
 * `X-Forwarded-Uri` taken apart, without ever asking what a URL parser would make of it.
 *
 * Traefik, our server and the app behind them may read an unusual path in three different ways, and a bypass rule that
 * looks at another path than the app serves is an open door. So a path is either canonical, meaning that every reader
 * agrees on it, or odd, and an odd path never skips the login.
 *
 * Source: RFC 3986, sections 2 and 3.3; the encoded characters that Traefik's entry points can refuse; CVE-2025-47952,
 * CVE-2026-41059 and their kin.
 */

export type ForwardedUri =
  | {
      readonly kind: "canonical"
      /** Percent-decoded. */
      readonly path: string
      readonly rawPath: string
      /** After the first `?`, without it; as it came. */
      readonly query: string
    }
  | {
      readonly kind: "odd"
      readonly rawPath: string
      readonly query: string
      /** What makes it odd, for logs: never quotes the path. */
      readonly why: string
    }

/** Longer ones are odd: no bypassed path needs it, and it bounds what patterns are run on. In UTF-16 units. */
const maxUriLength = 8192

const structural = /[./\\%;?#]/g

/** Nearly every path is of letters and slashes, in which there is nothing to misread. */
const plainPath = /^(?:\/[A-Za-z0-9_-]+)+\/?$/

/** Splits at the first `?` and decodes the path once. */
export function parseForwardedUri(uri: string): ForwardedUri {
  const mark = uri.indexOf("?")
  const rawPath = mark === -1 ? uri : uri.slice(0, mark)
  const query = mark === -1 ? "" : uri.slice(mark + 1)
  const odd = (why: string): ForwardedUri => ({ kind: "odd", rawPath, query, why })

  if (uri.length > maxUriLength) return odd(`longer than ${maxUriLength} characters`)
  if (/[^\x21-\x7e]/.test(uri)) return odd("has characters that must be percent-encoded")
  if (uri.includes("#")) return odd("has a fragment")
  if (plainPath.test(rawPath)) return { kind: "canonical", path: rawPath, rawPath, query }
  if (rawPath.includes("%2e") || rawPath.includes("%2E")) return odd("has an encoded dot")
  if (rawPath.includes("%2f") || rawPath.includes("%2F")) return odd("has an encoded slash")
  const path = percentDecoded(rawPath)
  if (path === undefined) return odd("has bytes that are not percent-encoded UTF-8")
  const why = oddityOf(path)
  return why === undefined ? { kind: "canonical", path, rawPath, query } : odd(why)
}

/** Why no canonical path decodes to `path`, or undefined when one does. A rule that asks for it could never match. */
export function oddityOf(path: string): string | undefined {
  if (!path.startsWith("/")) return "does not start with /"
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this looks for.
  if (/[\x00-\x1f\x7f-\x9f\u2028\u2029]/.test(path)) return "has control characters"
  // HFS+ is such a reader: to it, `..` with a zero-width space in it is `..`. Source: CVE-2014-9390.
  if (/\p{Default_Ignorable_Code_Point}/u.test(path)) return "has characters that some readers ignore"
  const special = /[\\%;?#]/.exec(path)?.[0]
  if (special !== undefined) return `has ${special}, which servers read in different ways`
  if (path.includes("//")) return "has an empty segment"
  if (/\/\s*\.\.?\s*(?:\/|$)/.test(path)) return "has a . or .. segment"
  if (hasLookAlikes(path)) return "has look-alikes of dots or slashes"
  return undefined
}

/**
 * The first value of a query parameter, or undefined when it is absent. Pieces with a `;` or a broken escape do not count.
 *
 * Source: Go's `net/url`, `ParseQuery`, which the existing middleware's `Query` rule is built on.
 */
export function queryParameter(query: string, name: string): string | undefined {
  for (const piece of query.split("&")) {
    if (piece === "" || piece.includes(";")) continue
    const equals = piece.indexOf("=")
    const key = equals === -1 ? piece : piece.slice(0, equals)
    if (formDecoded(key) !== name) continue
    const value = formDecoded(equals === -1 ? "" : piece.slice(equals + 1))
    if (value !== undefined) return value
  }
  return undefined
}

const formDecoded = (text: string): string | undefined => percentDecoded(text.replaceAll("+", " "))

/** Decoded once; undefined for a `%` without two hexadecimal digits, overlong forms and other broken UTF-8. */
function percentDecoded(text: string): string | undefined {
  if (!text.includes("%")) return text
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}

/** An app that normalises Unicode would see `..` where we see U+2025, or a slash where we see a full-width one. */
const hasLookAlikes = (path: string): boolean =>
  /[^ -~]/.test(path) && countOf(path.normalize("NFKC")) !== countOf(path)

const countOf = (text: string): number => text.match(structural)?.length ?? 0
