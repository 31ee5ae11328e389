/** The addresses that live checks look at, and the few questions that they ask there. */
import type { Answer, Answered, Http, Question } from "../adapters/http/http.ts"
import { callbackPath, logoutPath } from "../core/contract/names.ts"
import { isLoopback } from "../core/policy/hosts.ts"
import type { IngressKind } from "../core/repo/app.ts"
import { bypassPathsOf, type Login, type Release, usesRule } from "./login.ts"

/** One host of an app that has a release in front of it. */
export interface Site {
  readonly host: string
  readonly kind: IngressKind
  readonly origin: string
  readonly release: Release
  /** The answers, each asked for when it is first wanted. */
  readonly callback: () => Promise<Answer>
  /** The callback with a state that no login had. */
  readonly strangeCallback: () => Promise<Answer>
  /** The start page, as a browser opens it. */
  readonly page: () => Promise<Answer>
  /** The start page, as a program asks for it. */
  readonly data: () => Promise<Answer>
  /** The same with headers that only the ingress may set. */
  readonly forged: () => Promise<Answer>
  readonly logoutUrl: string
  /** The logout, by a browser without a session. */
  readonly logout: () => Promise<Answer>
  readonly bypassed: () => Promise<readonly (readonly [path: string, answer: Answer])[]>
}

/** Looking at more would be a burden to others, and nobody reads that much. */
export const maxSites = 10
const maxBypassProbes = 5

export function makeSites(logins: readonly Login[], ask: Http["ask"]): readonly Site[] {
  const places = logins.flatMap(({ app, release }) => {
    if (release === undefined || !app?.facts.ok) return []
    return Object.values(app.facts.value.ingresses)
      .filter(({ enabled }) => enabled)
      .flatMap(({ kind, hosts }) => hosts.map(({ value }) => ({ host: value, kind, release })))
  })
  const byHost = new Map(places.map((place) => [place.host, place]))
  return [...byHost.values()].map((place) => makeSite(place, ask))
}

function makeSite({ host, kind, release }: Pick<Site, "host" | "kind" | "release">, ask: Http["ask"]): Site {
  const origin = `${isLoopback(host) ? "http" : "https"}://${host}`
  const [callback, logout] = [
    pathOf(release, "callbackUri", callbackPath),
    pathOf(release, "logoutUri", logoutPath),
  ]
  const bypass = usesRule(release) ? [] : bypassPathsOf(release).slice(0, maxBypassProbes)
  const question = (path: string, headers: Question["headers"] = {}): Question => ({
    url: `${origin}${path}`,
    headers,
  })
  return {
    host,
    kind,
    origin,
    release,
    callback: () => ask(question(callback, browser)),
    strangeCallback: () => ask(question(`${callback}?state=idp-oidc-doctor`, browser)),
    logoutUrl: `${origin}${logout}`,
    logout: () => ask(question(logout, browser)),
    page: () => ask(question("/", browser)),
    data: () => ask(question("/", program)),
    forged: () => ask(question("/", { ...program, ...forgedHeaders(bypass[0] ?? "/favicon.ico") })),
    bypassed: () =>
      Promise.all(bypass.map(async (path) => [path, await ask(question(path, program))] as const)),
  }
}

/** Source: W3C Fetch Metadata; chart 0.3.x looks at `Accept` alone. */
export const browser = {
  accept: "text/html,application/xhtml+xml",
  "sec-fetch-mode": "navigate",
  "sec-fetch-dest": "document",
}
const program = { accept: "application/json" }

/** What an attacker would send: another path than is asked for, and somebody else's name. */
const forgedHeaders = (openPath: string) => ({
  "x-forwarded-uri": openPath,
  x_forwarded_uri: openPath,
  "x-forwarded-method": "OPTIONS",
  "x-forwarded-user": "idp-oidc-doctor",
  x_forwarded_user: "idp-oidc-doctor",
})

function pathOf({ values }: Release, key: "callbackUri" | "logoutUri", usual: string): string {
  const uri = values.ok ? (values.value[key] ?? usual) : usual
  return URL.canParse(uri) ? new URL(uri).pathname : uri
}

export const isOpen = ({ release }: Site, path: string): boolean =>
  release.values.ok && (release.values.value.bypassPaths ?? []).includes(path)

/** The address that a login goes to; undefined where this is no redirect, or one to the site itself. */
export function loginAddress(site: Site, answer: Answer): URL | undefined {
  if (answer.kind !== "answered" || answer.status < 300 || answer.status > 399) return undefined
  const location = answer.headers.location ?? ""
  if (!URL.canParse(location, site.origin)) return undefined
  const url = new URL(location, site.origin)
  // A host may say anything; nothing is asked in the clear because of it.
  const isSafe = url.protocol === "https:" || (url.protocol === "http:" && isLoopback(url.host))
  return isSafe && url.searchParams.has("client_id") ? url : undefined
}

/** Who answers the callback: the platform's middleware, our server, or something that knows of no login. */
export type Guard = "platform" | "forward-auth" | "none"

/** Source: the texts of chart 0.3.x; our own server sends its pages with a request id. */
export const guardOf = (answer: Answered, strange: Answer): Guard => {
  if (answer.status === 500 && /state is (?:missing|invalid)/i.test(answer.body)) return "platform"
  return strange.kind === "answered" &&
    strange.status === 400 &&
    /this sign-in cannot be finished/i.test(strange.body)
    ? "forward-auth"
    : "none"
}
