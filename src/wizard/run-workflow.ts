import type { DispatchedRun, DispatchRequest } from "../adapters/github/dispatch.ts"
import type { GitHub } from "../adapters/github/github.ts"
import type { Job, RunState } from "../adapters/github/runs.ts"
import { AppError } from "../core/errors.ts"
import { findSecret, type LogFile, type SecretSighting } from "../core/workflow/find-secret.ts"

export interface RunTools {
  readonly github: Pick<GitHub, "dispatch" | "run" | "jobs" | "logs">
  /** Milliseconds since the epoch. */
  readonly now: () => number
  /** Rejects when the user has cancelled. */
  readonly sleep: (ms: number) => Promise<void>
}

export interface RunProgress {
  readonly url: string
  readonly status: RunState["status"] | "searching-log"
  /** The one that runs. */
  readonly step?: string
}

export interface RunListeners {
  readonly onProgress: (progress: RunProgress) => void
  /** Which run it is; it is watched once this is done. */
  readonly onDispatched: (run: DispatchedRun) => Promise<void>
}

export interface EndedRun {
  readonly id: number
  readonly url: string
  /** GitHub's word, such as `success` or `failure`. */
  readonly conclusion: string
  /** Where the secret can be read. */
  readonly sightings: readonly SecretSighting[]
  /** `gone` where there is no log to search: deleted, or never written. */
  readonly log: "clean" | "gone"
  /** The step that failed, and what it said of it; lines with the secret are left out. */
  readonly step: string | undefined
  readonly complaints: readonly string[]
}

/** Milliseconds between two looks: soon at first, for somebody is watching, then seldom, for GitHub counts requests. */
const firstPollMs = 250
const longestPollMs = 3_000
const pollGrowth = 1.5

/** Milliseconds. */
const patienceMs = 10 * 60_000

/**
 * Dispatches a run, watches it to its end and searches its log for the secret, in memory.
 *
 * @throws AppError `secrets/run-unfinished`, `github/run-unknown` and others of `github/*`; then nothing more may be dispatched
 */
export async function runWorkflow(
  request: DispatchRequest,
  tools: RunTools,
  { onProgress, onDispatched }: RunListeners,
): Promise<EndedRun> {
  const { github } = tools
  const { id, url } = await github.dispatch(request)
  await onDispatched({ id, url })
  onProgress({ url, status: "queued" })
  const { conclusion = "unknown" } = await watch(id, url, tools, onProgress)
  onProgress({ url, status: "searching-log" })
  const logs = await github.logs(id)
  const secret = request.inputs[request.secretInput] ?? ""
  const files = logs.kind === "read" ? logs.files : []
  const sightings = findSecret(files, secret)
  if (logs.kind === "read" && logs.unread.length > 0 && sightings.length === 0)
    throw unsearched(url, logs.unread)
  return {
    id,
    url,
    conclusion,
    sightings,
    log: logs.kind === "read" ? "clean" : "gone",
    step: conclusion === "success" ? undefined : failedStep(await github.jobs(id)),
    complaints: conclusion === "success" ? [] : complaintsIn(files, secret),
  }
}

async function watch(
  id: number,
  url: string,
  { github, now, sleep }: RunTools,
  onProgress: (progress: RunProgress) => void,
): Promise<RunState> {
  const until = now() + patienceMs
  for (let pollMs = firstPollMs; ; pollMs = Math.min(pollMs * pollGrowth, longestPollMs)) {
    await sleep(pollMs)
    const run = await github.run(id)
    if (run.status === "completed") return run
    const step = run.status === "in_progress" ? runningStep(await github.jobs(id)) : undefined
    onProgress({ url, status: run.status, ...(step === undefined ? {} : { step }) })
    if (now() > until) throw unfinished(url, run)
  }
}

const unfinished = (url: string, { status }: RunState): AppError =>
  new AppError(
    "secrets/run-unfinished",
    status === "waiting"
      ? `The run waits for somebody's approval: ${url}`
      : `The run has not ended after ${patienceMs / 60_000} minutes: ${url}`,
    { hint: "Nothing more was dispatched. When it has ended, run the same command again." },
  )

const unsearched = (url: string, files: readonly string[]): AppError =>
  new AppError("secrets/run-failed", `The run's log is too large to be searched for the secret: ${url}`, {
    details: files,
    hint: "Look yourself whether it shows the value before anything else is stored.",
  })

const steps = (jobs: readonly Job[]) => jobs.flatMap((job) => job.steps)

const runningStep = (jobs: readonly Job[]): string | undefined =>
  steps(jobs).find(({ status }) => status === "in_progress")?.name

const failedStep = (jobs: readonly Job[]): string | undefined =>
  steps(jobs).find(({ conclusion }) => conclusion === "failure")?.name

/** Lines of the log that say what went wrong, each once. Source: GitHub docs, "Workflow commands": `##[error]` marks them. */
function complaintsIn(files: readonly LogFile[], secret: string): readonly string[] {
  const lines = files.flatMap(({ text }) => text.split("\n")).map((line) => line.replace(/^\S+Z /, ""))
  const complaints = lines.filter((line) => /^An error occurred|^##\[error\]/.test(line))
  const safe = [...new Set(complaints)].filter(
    (line) => findSecret([{ name: "", text: line }], secret).length === 0,
  )
  return safe.slice(0, 3)
}
