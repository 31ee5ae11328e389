import { Agent } from "node:https"
import { setTimeout as sleep } from "node:timers/promises"
import { request } from "./client.ts"
import { host } from "./start-outside.ts"

type Status = number | "no answer"

type Who = "user" | "stranger" | "open"

export interface Load {
  /** How often this was answered. */
  readonly count: (who: Who, status: Status) => number
  /** All that was answered, sorted: `[200]` where nothing went wrong. */
  readonly kinds: (who: Who) => readonly Status[]
  /** Forgets what was answered so far, and what will be to requests that are under way. */
  readonly reset: () => void
  /** Resolves when the last answers are in. */
  readonly stop: () => Promise<void>
}

export interface LoadOptions {
  readonly port: number
  /** The `Cookie` of someone who is logged in. */
  readonly cookie: string
  /** A path that needs no login. */
  readonly open: string
}

/** Requests without a pause over kept connections, as of many browsers: with a session, with a forged one, with none. */
export function startLoad({ port, cookie, open }: LoadOptions): Load {
  const agent = new Agent({ keepAlive: true })
  const nothing = () => ({ user: new Map(), stranger: new Map(), open: new Map() })
  let seen: Readonly<Record<Who, Map<Status, number>>> = nothing()
  const forged = cookie.replace(/(?<=\.Session=[^;]+)[^;]{4}(?=;|$)/, "AAAA")
  if (forged === cookie) throw new Error(`no session in ${cookie.length} characters of cookies`)
  let stopped = false
  const ask = async (who: Who, target: string, cookieHeader?: string): Promise<void> => {
    const statuses = seen[who]
    const headers = cookieHeader === undefined ? [] : [["Cookie", cookieHeader] as const]
    const answer = await request({ port, host, target, headers, agent }).catch(() => undefined)
    const status = answer?.status ?? "no answer"
    statuses.set(status, (statuses.get(status) ?? 0) + 1)
  }
  const worker = async (): Promise<void> => {
    while (!stopped) {
      await ask("user", "/page", cookie)
      await ask("stranger", "/stranger", forged)
      await ask("open", open)
      await sleep(2)
    }
  }
  const workers = Array.from({ length: 8 }, worker)
  return {
    count: (who, status) => seen[who].get(status) ?? 0,
    kinds: (who) => [...seen[who].keys()].sort(),
    reset: () => {
      seen = nothing()
    },
    stop: async () => {
      stopped = true
      await Promise.all(workers)
      agent.destroy()
    },
  }
}
