/** The rows of what is being applied: one for each effect that this computer performs, in order. Pure. */
import type { Effect } from "../core/plan/effect.ts"
import type { BoardRow, BoardState } from "../ui/views/board.ts"
import type { Outcome } from "./apply-plan.ts"
import type { RunProgress } from "./run-workflow.ts"

export interface Board {
  readonly rows: readonly Row[]
}

export interface Row extends BoardRow {
  readonly effect: Effect
}

export const makeBoard = (effects: readonly Effect[]): Board => ({
  rows: effects.flatMap((effect): readonly Row[] => {
    const label = labelOf(effect)
    return label === undefined ? [] : [{ effect, id: label, label, state: { kind: "waiting" } }]
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
  change(board, effect, () => ({ state: { kind: "running", sinceMs: now } }))

export const progressed = (board: Board, effect: Effect, { url, status, step }: RunProgress): Board =>
  change(board, effect, (row) => ({
    state: { kind: "running", sinceMs: sinceOf(row) ?? 0, step: step ?? progressWords[status] },
    link: linkTo(url),
  }))

export const finished = (board: Board, outcome: Outcome, now: number): Board => {
  const url = outcome.url ?? (outcome.stored?.kind === "run" ? outcome.stored.url : undefined)
  return change(board, outcome.effect, (row) => ({
    state: { kind: "done", ...tookOf(row, now), note: outcomeWords(outcome) },
    ...(url === undefined ? {} : { link: linkTo(url) }),
  }))
}

/** The row that was running has failed; those after it wait for another attempt. */
export const broken = ({ rows }: Board, reason: string, now: number): Board => ({
  rows: rows.map((row) =>
    row.state.kind === "running" ? { ...row, state: { kind: "failed", ...tookOf(row, now), reason } } : row,
  ),
})

/** What another attempt has to do. */
export const remaining = ({ rows }: Board): readonly Effect[] =>
  rows.filter(({ state }) => state.kind !== "done").map(({ effect }) => effect)

/** The same board, ready for another attempt. */
export const again = (board: Board): Board => {
  const fresh = makeBoard(remaining(board))
  return { rows: [...board.rows.filter(({ state }) => state.kind === "done"), ...fresh.rows] }
}

const change = ({ rows }: Board, effect: Effect, changes: (row: Row) => Partial<Row>): Board => ({
  rows: rows.map((row) => (row.effect === effect ? { ...row, ...changes(row) } : row)),
})

const sinceOf = ({ state }: Row): number | undefined => ("sinceMs" in state ? state.sinceMs : undefined)

function tookOf(row: Row, now: number): Pick<Extract<BoardState, { kind: "done" }>, "tookMs"> {
  const since = sinceOf(row)
  return since === undefined ? {} : { tookMs: now - since }
}

/** `runs/812` says which one it is, where a terminal hides the address behind its label. */
const linkTo = (url: string): Required<BoardRow>["link"] => ({
  label: url.split("/").slice(-2).join("/"),
  url,
})

const progressWords: Readonly<Record<RunProgress["status"], string>> = {
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
