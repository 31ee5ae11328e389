/**
 * `Cookie` and `Set-Cookie` text.
 *
 * A session is one sealed text spread over up to three cookies of fixed names. The first character of the first cookie
 * is how many there are, so a chunk left over from a larger session is never read. The count needs no protection of its
 * own: the text is authenticated as a whole.
 */
import { type CookieNames, maxCookieBytes } from "../contract/cookies.ts"

/** Room for the attributes and the name, generously. */
const maxValueBytes = maxCookieBytes - 360

/** An attacker who can plant cookies must not make us try thousands of combinations. */
const maxCandidates = 8

/** What one pass over a `Cookie` header found. Repeated names keep every value, in order. */
export interface CookieJar {
  readonly chunks: readonly (readonly string[])[]
  readonly refresh: readonly string[]
  /** Login cookies by full name. */
  readonly logins: ReadonlyMap<string, readonly string[]>
  /** The header for the app: everything that is not ours. `undefined` where nothing is left. */
  readonly upstream: string | undefined
  /**
   * The value of the cookie of that other name, where one was asked for. Of several, or under names that some apps take for it, all
   * values that differ, joined by a comma: the app may read any of them.
   */
  readonly extra: string | undefined
}

/** Reads `header` once. Source: RFC 6265, section 5.4, lenient about missing spaces as servers must be. */
export function parseCookies(header: string | undefined, names: CookieNames, extraName?: string): CookieJar {
  // Most of a jar is nearly always empty, and this is done for every request.
  let chunks: string[][] | undefined
  let refresh: string[] | undefined
  let logins: Map<string, string[]> | undefined
  let upstream: string | undefined
  let extra: string | undefined
  const text = header ?? ""
  for (let start = 0, end = 0; start < text.length; start = end + 1) {
    end = text.indexOf(";", start)
    if (end < 0) end = text.length
    const pair = trimmed(text, start, end)
    if (pair === "") continue
    const equals = pair.indexOf("=")
    const name = equals < 0 ? "" : trimmed(pair, 0, equals)
    const value = trimmed(pair, equals + 1, pair.length)
    const chunk = names.session.indexOf(name)
    if (chunk >= 0) {
      chunks ??= [[], [], []]
      chunks[chunk]?.push(value)
    } else if (name === names.refresh) {
      refresh ??= []
      refresh.push(value)
    } else if (name.startsWith(names.loginPrefix)) {
      logins ??= new Map()
      appendTo(logins, name, value)
    } else {
      if (extraName !== undefined && isSameName(name, extraName)) extra = joined(extra, value)
      upstream = upstream === undefined ? pair : `${upstream}; ${pair}`
    }
  }
  return {
    chunks: chunks ?? noCookies.chunks,
    refresh: refresh ?? noCookies.refresh,
    logins: logins ?? noCookies.logins,
    upstream,
    extra,
  }
}

/** PHP reads `api.token` as `api_token`. Source: PHP manual, "Variables From External Sources". */
const isSameName = (name: string, wanted: string): boolean =>
  name === wanted || (name.length === wanted.length && underscored(name) === underscored(wanted))

const underscored = (name: string): string => name.replace(/[ .[]/g, "_")

const joined = (values: string | undefined, value: string): string =>
  values === undefined || values === value ? value : `${values}, ${value}`

const noCookies: Pick<CookieJar, "chunks" | "refresh" | "logins"> = {
  chunks: [[], [], []],
  refresh: [],
  logins: new Map(),
}

/**
 * Without spaces and tabs around it. `trim` would take the byte A0 too: a name that begins with it is no `__Host-` name to a
 * browser, so any sibling domain could plant one that we read as ours; and of the app's UTF-8 it is the end of an `à`.
 */
function trimmed(text: string, start: number, end: number): string {
  let from = start
  let to = end
  while (from < to && isBlank(text.charCodeAt(from))) from++
  while (to > from && isBlank(text.charCodeAt(to - 1))) to--
  return text.slice(from, to)
}

const isBlank = (code: number): boolean => code === 0x20 || code === 0x09

function appendTo(lists: Map<string, string[]>, name: string, value: string): void {
  const list = lists.get(name)
  if (list === undefined) lists.set(name, [value])
  else list.push(value)
}

/** The `Cookie` header for the app. Cheaper than `parseCookies` where no session is needed. */
export const filterCookies = (header: string | undefined, names: CookieNames): string | undefined =>
  parseCookies(header, names).upstream

/**
 * Every sealed text that the session cookies may stand for. A sibling domain can plant a second cookie of our name where
 * the `__Host-` prefix is off, so each one gets its chance; too many combinations are none at all.
 */
export function sessionCandidates({ chunks }: CookieJar): readonly string[] {
  const [heads = [], ...more] = chunks
  // Nearly every request has each cookie once; what follows costs as much as the rest of reading them.
  if (chunks.every((values) => values.length <= 1)) return onlyText(chunks)
  const spellings = heads.flatMap((head) => {
    const count = chunkCount(head)
    return count >= 1 && count <= chunks.length ? [[[head.slice(1)], ...more.slice(0, count - 1)]] : []
  })
  // Counted before any is put together: a header of 50 kB can stand for ten million combinations.
  const combinations = spellings.reduce(
    (sum, parts) => sum + parts.reduce((product, values) => product * values.length, 1),
    0,
  )
  return combinations <= maxCandidates ? spellings.flatMap(combine) : []
}

/** How many chunks the first of them says that there are; not a number where it says nothing. */
const chunkCount = (head: string): number => Number(head[0])

function onlyText(chunks: CookieJar["chunks"]): readonly string[] {
  const head = chunks[0]?.[0] ?? ""
  const count = chunkCount(head)
  if (!(count >= 1 && count <= chunks.length)) return []
  let text = head.slice(1)
  for (let index = 1; index < count; index++) {
    const part = chunks[index]?.[0]
    if (part === undefined) return []
    text += part
  }
  return [text]
}

const combine = (parts: readonly (readonly string[])[]): readonly string[] =>
  parts.reduce((texts, values) => texts.flatMap((text) => values.map((value) => text + value)))

export interface CookieAttributes {
  readonly Secure: boolean
  readonly HttpOnly: boolean
  readonly SameSite: "default" | "lax" | "strict" | "none"
  readonly Path: string
  readonly Domain?: string
  /** Seconds; 0 ends with the browser. */
  readonly MaxAge: number
}

/** One `Set-Cookie` value. Source: RFC 6265, section 4.1. */
export function renderCookie(name: string, value: string, attributes: CookieAttributes): string {
  const { Secure, HttpOnly, SameSite, Path, Domain, MaxAge } = attributes
  return [
    `${name}=${value}`,
    `Path=${Path}`,
    ...(Domain === undefined ? [] : [`Domain=${Domain}`]),
    ...(MaxAge > 0 ? [`Max-Age=${MaxAge}`] : []),
    ...(Secure ? ["Secure"] : []),
    ...(HttpOnly ? ["HttpOnly"] : []),
    ...(SameSite === "default" ? [] : [`SameSite=${capitalise(SameSite)}`]),
  ].join("; ")
}

/** Tells the browser to forget a cookie; the attributes must be those it was set with. */
export const renderExpiry = (name: string, attributes: CookieAttributes): string =>
  `${renderCookie(name, "", { ...attributes, MaxAge: 0 })}; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT`

/**
 * `Set-Cookie` values for a sealed session, expiring the chunks that it does not use and the browser still has.
 * `undefined` where it fits no three cookies.
 */
export function renderSession(
  sealed: string,
  names: CookieNames,
  attributes: CookieAttributes,
  jar: CookieJar,
): readonly string[] | undefined {
  const count = Math.ceil((sealed.length + 1) / maxValueBytes)
  if (count > names.session.length) return undefined
  const text = `${count}${sealed}`
  return names.session.flatMap((name, index) => {
    if (index < count)
      return [renderCookie(name, text.slice(index * maxValueBytes, (index + 1) * maxValueBytes), attributes)]
    return (jar.chunks[index]?.length ?? 0) > 0 ? [renderExpiry(name, attributes)] : []
  })
}

/** A sealed refresh token as `Set-Cookie`, or `undefined` where no browser would keep it. */
export const renderRefresh = (
  sealed: string,
  names: CookieNames,
  attributes: CookieAttributes,
): string | undefined =>
  sealed.length > maxValueBytes ? undefined : renderCookie(names.refresh, sealed, attributes)

/** Forgets the session and the refresh token. All names, whether sent or not: a logout must not depend on what we saw. */
export const renderSignOut = (names: CookieNames, attributes: CookieAttributes): readonly string[] =>
  [...names.session, names.refresh].map((name) => renderExpiry(name, attributes))

const capitalise = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1)
