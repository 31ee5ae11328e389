/** Applying a plan, row by row. */
import { AppError } from "../core/errors.ts"
import type { InitPlan } from "../core/plan/plan.ts"
import type { Line } from "../core/plan/preview.ts"
import { withRun } from "../core/state/saved-state.ts"
import type { Progress, WizardTools } from "./advance.ts"
import type { Outcome } from "./apply-plan.ts"
import {
  type Board,
  broken,
  finished,
  labelOf,
  outcomeWords,
  progressed,
  remaining,
  started,
} from "./board.ts"
import { seal, type WizardState } from "./wizard-state.ts"

/** Rows are told one by one as they are done, so that a process that is killed has forgotten none of them. */
export async function applyBoard(
  state: WizardState,
  { plan, board: initial }: { readonly plan: InitPlan; readonly board: Board },
  tools: WizardTools,
  { show, save, signal }: Progress,
): Promise<WizardState> {
  let current = state
  let board = initial
  const draw = (next: Board) => {
    board = next
    current = { ...current, phase: { kind: "applying", plan, board } }
    show(current)
  }
  try {
    await tools.apply(
      {
        plan,
        effects: remaining(board),
        values: state.values,
        earlier: state.memory.runs,
        onStart: (effect) => draw(started(board, effect, tools.now())),
        onProgress: (effect, progress) => draw(progressed(board, effect, progress)),
        onOutcome: (outcome) => {
          current = { ...current, log: [...current.log, ...doneLines(outcome)] }
          draw(finished(board, outcome, tools.now()))
        },
        onRun: async (run) => {
          current = { ...current, memory: { ...current.memory, runs: withRun(current.memory.runs, run) } }
          await save(current)
        },
      },
      signal,
    )
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return seal(current, { kind: "stopped", plan, board: broken(board, error.message, tools.now()), error })
  }
  return afterApplying(current, plan)
}

/** The client secret has been stored, and the edits are written, so nothing here holds them any longer. */
function afterApplying(applied: WizardState, plan: InitPlan): WizardState {
  const state = { ...applied, log: [...applied.log, []] }
  const { clientSecret, ...values } = state.values
  const stored = plan.effects.some(({ kind }) => kind === "store-secret")
  const secrets = stored ? ({ ...state.secrets, via: "skip", overwrite: false } as const) : state.secrets
  return state.destination === "pull-request"
    ? seal(state, { kind: "planning", towards: "whatever-is-next" }, { values, secrets, edits: [] })
    : seal(state, { kind: "ended", ending: { kind: "applied", plan } }, { values, secrets, edits: [] })
}

/** What stays on the screen of an effect; what humans do is told elsewhere. */
function doneLines(outcome: Outcome): readonly Line[] {
  const { effect, stored } = outcome
  const label = effect.kind === "store-secret" ? effect.path : labelOf(effect)
  if (label === undefined) return []
  const log = stored?.kind === "run" ? `: ${stored.url}` : ""
  return [
    [
      { tone: "added", text: "✔ " },
      { tone: "plain", text: label },
      { tone: "faint", text: `  ${outcomeWords(outcome)}${log}` },
    ],
  ]
}
