/**
 * Whether a 2xx was deserved, told without the server's own code: by a good session that is there letter by letter, or
 * by a path that every reader of paths takes for an open one.
 */
import { posix } from "node:path"
import type { Headers } from "./make-request.ts"

export interface Truth {
  readonly host: string
  /** Name of the first session cookie, and the sealed text of the good session. */
  readonly name: string
  readonly sealed: string
  readonly token: string
}

/** `/open`, `/files` and what is below it. */
const isOpen = (path: string): boolean => path === "/open" || path === "/files" || path.startsWith("/files/")

export function deserves(headers: Headers, { host, name, sealed, token }: Truth): boolean {
  const own = headers["x-forwarded-host"]?.toLowerCase().replace(/:(?:443|80)$/, "")
  if (own !== host || !/^[A-Za-z-]+$/.test(headers["x-forwarded-method"] ?? "")) return false
  // Whoever presents a token is judged by it alone.
  const presented = /(?:^|,)\s*bearer\s+(.+)$/i.exec(headers.authorization ?? "")?.[1]
  if (presented === token) return true
  if (presented === undefined && holdsSession(headers.cookie ?? "", name, sealed)) return true
  return everyoneReads(headers["x-forwarded-uri"] ?? "").every(isOpen)
}

/** The sealed text may be spread over one, two or three cookies, however often each of them is there. */
function holdsSession(cookie: string, name: string, sealed: string): boolean {
  const valuesOf = (wanted: string) =>
    cookie
      .split(";")
      .map((pair) => pair.match(/^[ \t]*([^=]*?)[ \t]*=[ \t]*(.*?)[ \t]*$/s))
      .flatMap((found) => (found?.[1] === wanted ? [found[2] ?? ""] : []))
  const [heads, seconds, thirds] = [name, `${name}.2`, `${name}.3`].map(valuesOf) as [
    string[],
    string[],
    string[],
  ]
  return heads.some((head) => {
    const rest = head.slice(1)
    if (head[0] === "1") return rest === sealed
    if (head[0] === "2") return seconds.some((second) => rest + second === sealed)
    if (head[0] !== "3") return false
    return seconds.some((second) => thirds.some((third) => rest + second + third === sealed))
  })
}

/** The path as different servers, frameworks and file systems would read it: decoded or not, cleaned or not, and so on. */
function everyoneReads(uri: string): readonly string[] {
  const [raw = ""] = uri.split("?")
  const parsed = URL.canParse(raw, "https://app.invalid") ? new URL(raw, "https://app.invalid") : undefined
  if (parsed?.host !== "app.invalid" || uri.includes("#")) return ["unreadable"]
  const once = decoded(raw)
  return [decoded(parsed.pathname), once, decoded(once)]
    .flatMap((path) => [path, path.replaceAll("\\", "/"), withoutParameters(path)])
    .flatMap((path) => [path, posix.normalize(path.normalize("NFKC"))])
    .map((path) => path.replace(/(?<=.)\/$/, ""))
}

const withoutParameters = (path: string): string =>
  path
    .split("/")
    .map((segment) => segment.split(";")[0])
    .join("/")

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return "unreadable"
  }
}
