/** What browsers do with redirects and cookies, as far as a login depends on it. */
import type { Answer, Http } from "../adapters/http/http.ts"
import { isLoopback } from "../core/policy/hosts.ts"
import { browser, type Site } from "./sites.ts"

export interface Way {
  readonly urls: readonly string[]
  readonly answers: readonly Answer[]
  /** True where an address came again although nothing had changed for the browser. */
  readonly isLoop: boolean
}

/** A login is one redirect away; a host that moves to another path first takes two. */
const maxSteps = 6

/** From the start page on, with the cookies that a browser would keep, as long as the way stays on the host. */
export async function followAsBrowser(site: Site, ask: Http["ask"]): Promise<Way> {
  const jar = new Map<string, string>()
  const urls: string[] = []
  const answers: Answer[] = []
  const seen = new Set<string>()
  let next: string | undefined = `${site.origin}/`
  while (next !== undefined && urls.length < maxSteps) {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ")
    const state = `${next} ${cookie}`
    urls.push(next)
    if (seen.has(state)) return { urls, answers, isLoop: true }
    seen.add(state)
    const answer: Answer = await ask({ url: next, headers: cookie === "" ? browser : { ...browser, cookie } })
    answers.push(answer)
    if (answer.kind === "unanswered") break
    for (const line of answer.cookies) if (cookieObjection(line, site)?.severity !== "fail") keep(jar, line)
    next = nextOnSite(answer.status, answer.headers.location, next, site)
  }
  return { urls, answers, isLoop: next !== undefined && urls.length === maxSteps }
}

function nextOnSite(
  status: number,
  location: string | undefined,
  from: string,
  { origin }: Site,
): string | undefined {
  if (status < 300 || status > 399 || location === undefined || !URL.canParse(location, from))
    return undefined
  const url = new URL(location, from)
  return url.origin === new URL(origin).origin && !url.searchParams.has("client_id") ? url.href : undefined
}

function keep(jar: Map<string, string>, line: string): void {
  const [pair = ""] = line.split(";")
  const at = pair.indexOf("=")
  if (at > 0) jar.set(pair.slice(0, at).trim(), pair.slice(at + 1).trim())
}

export const cookieName = (line: string): string => (line.split(";")[0] ?? "").split("=")[0]?.trim() ?? ""

export interface CookieObjection {
  readonly severity: "fail" | "warn"
  /** The rest of a sentence about the cookie. */
  readonly why: string
}

/** Bytes of name and value together. Source: RFC 6265bis, section 5.7. */
const longestCookie = 4096

/** Why a browser would not keep a cookie, or not send it when it is needed. Source: RFC 6265bis, sections 5.6 and 5.7. */
export function cookieObjection(line: string, { host, origin }: Site): CookieObjection | undefined {
  const [pair = "", ...parts] = line.split(";").map((part) => part.trim())
  const attributes = new Map(
    parts.map((part) => {
      const [name = "", ...value] = part.split("=")
      return [name.toLowerCase(), value.join("=")]
    }),
  )
  const hostname = new URL(origin).hostname
  const domain = attributes.get("domain")?.replace(/^\./, "").toLowerCase()
  const isSecure = attributes.has("secure")
  const sameSite = attributes.get("samesite")?.toLowerCase()
  if (domain && hostname !== domain && !hostname.endsWith(`.${domain}`))
    return { severity: "fail", why: `is for ${domain}, so browsers do not keep it` }
  if (isSecure && origin.startsWith("http:") && !isLoopback(host))
    return { severity: "fail", why: "is Secure, and the page is not, so browsers do not keep it" }
  if (sameSite === "none" && !isSecure)
    return { severity: "fail", why: "has SameSite=None without Secure, so browsers do not keep it" }
  if (Buffer.byteLength(pair) > longestCookie)
    return { severity: "fail", why: `has more than ${longestCookie} bytes, so browsers do not keep it` }
  if (sameSite === "strict")
    return {
      severity: "warn",
      why: "has SameSite=Strict, so browsers do not send it on the way back from Entra",
    }
  if (!isSecure && origin.startsWith("https:"))
    return {
      severity: "warn",
      why: "is not Secure, so it travels in the clear where a page is opened over http",
    }
  return undefined
}
