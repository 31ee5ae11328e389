/**
 * `serve --workers N`: one process looks after N that serve. They share the address of the ingress; each has an admin
 * address of its own on loopback, and the one that operators know answers for all.
 */
import cluster, { type Worker } from "node:cluster"
import { once } from "node:events"
import { AppError } from "../../core/errors.ts"
import type { Log } from "../../server/log.ts"
import type { ListenAddress } from "../../server/server.ts"
import { pause } from "./pause.ts"
import { startSharedAdmin } from "./shared-admin.ts"
import { type Started, stopMessage } from "./worker.ts"

export interface WorkersOptions {
  readonly count: number
  readonly adminListen: ListenAddress
  /** Stops all of them. */
  readonly signal: AbortSignal
  readonly log: Pick<Log, "error">
  /** Called once, when all of them serve. */
  readonly announce: (started: Started) => void
}

/** Milliseconds before a worker is replaced that did not live for `steadyMs`, from the second time on; then doubled. */
const shortestPauseMs = 1_000
const longestPauseMs = 30_000
const steadyMs = 60_000

interface Member extends Started {
  readonly worker: Worker
  readonly ended: Promise<unknown>
}

/**
 * Ends when all workers have ended after `signal`.
 *
 * @throws AppError `serve/worker-ended` where one never served; Error of Node where `adminListen` is taken.
 */
export async function superviseWorkers(options: WorkersOptions): Promise<void> {
  const { count, adminListen, signal, log, announce } = options
  const members = new Set<Member>()
  const admin = await startSharedAdmin(adminListen, {
    isStopping: () => signal.aborted,
    adminUrls: () => [...members].map(({ adminUrl }) => adminUrl),
  })
  const giveUp = new AbortController()
  const stop = AbortSignal.any([signal, giveUp.signal])
  try {
    // The first one alone, so that what stops every worker is said once.
    const first = await startWorker(stop)
    const places = [keepPlace(stop, members, first, log)]
    while (places.length < count) places.push(keepPlace(stop, members, await startWorker(stop), log))
    announce({ url: first.url, adminUrl: admin.url })
    await Promise.all(places)
  } finally {
    giveUp.abort()
    await admin.close()
  }
}

async function startWorker(stop: AbortSignal): Promise<Member> {
  const worker = cluster.fork()
  const tell = () => {
    // One that ends at this very moment needs not be told.
    if (worker.isConnected()) worker.send(stopMessage, () => undefined)
  }
  stop.addEventListener("abort", tell)
  const ended = once(worker, "exit").finally(() => stop.removeEventListener("abort", tell))
  const started = await Promise.race([
    once(worker, "message").then(([message]) => message as Started),
    ended.then(() => undefined),
  ])
  if (started === undefined)
    throw new AppError("serve/worker-ended", "A worker ended before it served anything.", {
      hint: "What it said is printed above.",
    })
  // While it started there was nobody to hear it.
  if (stop.aborted) tell()
  return { ...started, worker, ended }
}

/** Keeps the place of one worker taken: when it ends before `stop`, another one follows. */
async function keepPlace(
  stop: AbortSignal,
  members: Set<Member>,
  first: Member,
  log: Pick<Log, "error">,
): Promise<void> {
  let member: Member | undefined = first
  let startedAt = performance.now()
  let pauseMs = 0
  while (true) {
    if (member !== undefined) {
      members.add(member)
      await member.ended
      members.delete(member)
    }
    if (stop.aborted) return
    if (performance.now() - startedAt > steadyMs) pauseMs = 0
    log.error({ exitCode: member?.worker.process.exitCode ?? undefined, pauseMs }, "worker ended")
    await pause(pauseMs, stop)
    if (stop.aborted) return
    pauseMs = Math.min(Math.max(pauseMs * 2, shortestPauseMs), longestPauseMs)
    startedAt = performance.now()
    member = await startWorker(stop).catch(() => undefined)
  }
}
