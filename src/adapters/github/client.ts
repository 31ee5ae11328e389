import { setTimeout as wait } from "node:timers/promises"
import { Octokit } from "@octokit/core"
import { AppError } from "../../core/errors.ts"
import { explainRefusal, rateLimitWait, readRefusal, refusalOf } from "./refusal.ts"

export interface ClientOptions {
  readonly owner: string
  readonly name: string
  readonly host: { readonly name: string; readonly apiUrl: string }
  readonly token: string
  readonly tokenSource: string
  /** As `idp-oidc/1.0.0`; GitHub refuses requests without one. */
  readonly userAgent: string
  readonly clock?: Clock
  /** Milliseconds for one answer; half a minute unless given. */
  readonly timeoutMs?: number
  /** False where a question is asked once only, because somebody waits for many answers at once. */
  readonly repeats?: boolean
}

export interface Clock {
  /** Milliseconds since the epoch. */
  readonly now: () => number
  readonly sleep: (ms: number) => Promise<unknown>
}

/** What the parts of this adapter share. */
export interface Client {
  /** Throws nothing but AppErrors `github/*`, and bugs. */
  readonly request: Octokit["request"]
  readonly owner: string
  readonly repo: string
  readonly clock: Clock
  readonly repeats: boolean
}

/** Source: GitHub docs, "API versions": the default version until 2028, and the only one that every supported server knows. */
const apiVersion = "2022-11-28"

const defaultTimeoutMs = 30_000

/** Milliseconds before a question is asked once more. */
const retryDelaysMs = [500, 2000]

/** A longer pause than this is the user's to decide on. */
const longestWaitMs = 60_000

/**
 * Octokit with the version of the API, a time limit, errors that say what to do, and repeated questions. A command is never
 * repeated: a lost answer does not say whether it was carried out.
 */
export function createClient(options: ClientOptions): Client {
  const { owner, name, host, token, tokenSource, userAgent } = options
  const { timeoutMs = defaultTimeoutMs, repeats = true } = options
  const clock = options.clock ?? { now: Date.now, sleep: (ms) => wait(ms) }
  const silent = () => undefined
  const octokit = new Octokit({
    auth: token,
    baseUrl: host.apiUrl,
    userAgent,
    request: {
      fetch: (url: string, init: RequestInit) =>
        fetch(url, { ...init, signal: AbortSignal.timeout(timeoutMs) }),
    },
    // Deprecation notices would land in the middle of a screen.
    log: { debug: silent, info: silent, warn: silent, error: silent },
  })
  octokit.hook.wrap("request", async (send, request) => {
    const attempt = async () => {
      try {
        return await send(request)
      } catch (error) {
        const operation = `${request.method} ${request.url}`
        const repository = `${owner}/${name}`
        const context = { host: host.name, repository, tokenSource, operation, now: clock.now() }
        throw explainRefusal(readRefusal(error), context)
      }
    }
    return repeats && request.method === "GET" ? repeat(attempt, clock) : attempt()
  })
  const request = octokit.request.defaults({ headers: { "x-github-api-version": apiVersion } })
  return { request, owner, repo: name, clock, repeats }
}

async function repeat<Value>(attempt: () => Promise<Value>, clock: Clock): Promise<Value> {
  for (const delayMs of retryDelaysMs) {
    try {
      return await attempt()
    } catch (error) {
      const pause = pauseAfter(error, delayMs, clock.now())
      if (pause === undefined) throw error
      await clock.sleep(pause)
    }
  }
  return attempt()
}

function pauseAfter(error: unknown, delayMs: number, now: number): number | undefined {
  const refusal = refusalOf(error)
  if (refusal === undefined) return undefined
  if (refusal.status === undefined || refusal.status >= 500) return delayMs
  const limit = rateLimitWait(refusal, now)
  return limit !== undefined && limit <= longestWaitMs ? limit : undefined
}

/** GitHub's largest page. */
const pageSize = 100

/** All items of a list, page by page; at most a thousand, which is where GitHub ends filtered lists. */
export async function readPages<Item>(
  readPage: (page: { per_page: number; page: number }) => Promise<readonly Item[]>,
) {
  const items: Item[] = []
  for (let page = 1; page <= 10; page++) {
    const found = await readPage({ per_page: pageSize, page })
    items.push(...found)
    if (found.length < pageSize) break
  }
  return items
}

/** The value, or undefined where GitHub shows nothing there. */
export async function orUndefined<Value>(reading: Promise<Value>): Promise<Value | undefined> {
  try {
    return await reading
  } catch (error) {
    if (error instanceof AppError && error.code === "github/not-found") return undefined
    throw error
  }
}
