/** The rows of what is being applied: one for each effect that this computer performs, in order. Pure. */
import type { Effect } from "../core/plan/effect.ts"
import type { Outcome } from "./apply-plan.ts"
import type { RunProgress } from "./run-workflow.ts"

export interface Board {
  readonly rows: readonly Row[]
}

export interface Row {
  readonly effect: Effect
  readonly label: string
  readonly state: "queued" | "running" | "done" | "failed"
  /** What it is doing, how it ended, or why it failed. */
  readonly message?: string
  readonly url?: string
  /** Milliseconds since the epoch. */
  readonly startedAt?: number
  readonly endedAt?: number
}

export const makeBoard = (effects: readonly Effect[]): Board => ({
  rows: effects.flatMap((effect) => {
    const label = labelOf(effect)
    return label === undefined ? [] : [{ effect, label, state: "queued" }]
  }),
})

/** What a row is called; nothing for what humans do. */
export function labelOf(effect: Effect): string | undefined {
  switch (effect.kind) {
    case "store-secret":
      return effect.name
    case "create-file":
    case "edit-file":
    case "delete-file":
      return effect.path
    case "commit":
      return `commit on ${effect.branch}`
    case "pull-request":
      return `pull request to ${effect.base}`
    case "ticket":
      return effect.file?.path
    case "instruct":
      return undefined
  }
}

export const started = (board: Board, effect: Effect, now: number): Board =>
  change(board, effect, { state: "running", startedAt: now })

export const progressed = (board: Board, effect: Effect, { url, status, step }: RunProgress): Board =>
  change(board, effect, { url, message: step ?? progressWords[status] })

export const finished = (board: Board, outcome: Outcome, now: number): Board => {
  const url = outcome.url ?? (outcome.stored?.kind === "run" ? outcome.stored.url : undefined)
  return change(board, outcome.effect, {
    state: "done",
    endedAt: now,
    message: outcomeWords(outcome),
    ...(url === undefined ? {} : { url }),
  })
}

/** The row that was running has failed; those after it wait for another attempt. */
export const broken = (board: Board, why: string, now: number): Board => ({
  rows: board.rows.map((row) =>
    row.state === "running" ? { ...row, state: "failed", message: why, endedAt: now } : row,
  ),
})

/** What another attempt has to do. */
export const remaining = ({ rows }: Board): readonly Effect[] =>
  rows.filter(({ state }) => state !== "done").map(({ effect }) => effect)

/** The same board, ready for another attempt. */
export const again = ({ rows }: Board): Board => ({
  rows: rows.map((row) =>
    row.state === "done" ? row : { effect: row.effect, label: row.label, state: "queued" },
  ),
})

const change = ({ rows }: Board, effect: Effect, changes: Partial<Row>): Board => ({
  rows: rows.map((row) => (row.effect === effect ? { ...row, ...changes } : row)),
})

export const progressWords: Readonly<Record<RunProgress["status"], string>> = {
  queued: "waits for a runner",
  waiting: "waits for somebody's approval",
  in_progress: "runs",
  completed: "has ended",
  "searching-log": "its log is searched for the value",
}

export function outcomeWords({ effect, commit, stored, url }: Outcome): string {
  switch (effect.kind) {
    case "commit":
      return commit?.slice(0, 10) ?? "made"
    case "pull-request":
      return url ?? "opened"
    case "store-secret":
      if (stored === undefined) return "stored"
      if (stored.kind === "aws") return stored.what
      return stored.log === "clean" ? "stored, log clean" : "stored, there is no log to search"
    case "delete-file":
      return "deleted"
    default:
      return "written"
  }
}
