/** The work between two screens: planning, looking and applying, by way of the tools alone. */
import { AppError } from "../core/errors.ts"
import type { Effect } from "../core/plan/effect.ts"
import type { InitPlan } from "../core/plan/plan.ts"
import type { SavedRun, SavedState } from "../core/state/saved-state.ts"
import type { Lend } from "../ui/lend.ts"
import { applyBoard } from "./apply-board.ts"
import type { Outcome } from "./apply-plan.ts"
import { editFile } from "./edit-file.ts"
import { planTowards } from "./plan-towards.ts"
import type { RunProgress } from "./run-workflow.ts"
import type { Verdict } from "./verdict.ts"
import {
  type Decisions,
  end,
  isWork,
  type Look,
  type MakePlan,
  type SecretValues,
  type WizardState,
} from "./wizard-state.ts"

export interface WizardTools {
  readonly makePlan: MakePlan
  /** Performs the effects. @throws AppError; what was done before that stays done */
  readonly apply: (request: ApplyRequest, signal: AbortSignal) => Promise<void>
  /** A text as somebody leaves it in their editor. @throws AppError `editor/*`, `repo/*` */
  readonly edit: (file: EditedFile) => Promise<string>
  readonly look: (at: Look, plan: InitPlan, decisions: Decisions) => Promise<Verdict>
  readonly saved: (namespace: string, app: string) => Promise<SavedState | undefined>
  readonly save: (state: SavedState) => Promise<void>
  /** Milliseconds since the epoch. */
  readonly now: () => number
}

/** The tools, where those that need the terminal for themselves are lent it. */
export const withTerminal = (tools: WizardTools, lend: Lend): WizardTools => ({
  ...tools,
  edit: (file) => lend(() => tools.edit(file)),
})

export interface EditedFile {
  readonly path: string
  readonly text: string
}

export interface ApplyRequest {
  readonly plan: InitPlan
  readonly effects: readonly Effect[]
  readonly values: SecretValues
  readonly earlier: readonly SavedRun[]
  readonly onStart: (effect: Effect) => void
  readonly onProgress: (effect: Effect, progress: RunProgress) => void
  readonly onOutcome: (outcome: Outcome) => void
  /** Nothing is sent before this has been saved. */
  readonly onRun: (run: SavedRun) => Promise<void>
}

/** What work may do on its way: show how far it is, and save. */
export interface Progress {
  readonly show: (state: WizardState) => void
  readonly save: (state: WizardState) => Promise<void>
  readonly signal: AbortSignal
}

/** The state after the work of its phase. Errors that the user can act on become a screen; any other is thrown on. */
export async function advance(
  state: WizardState,
  tools: WizardTools,
  progress: Progress,
): Promise<WizardState> {
  const { phase } = state
  if (!isWork(phase)) throw new Error(`The phase ${phase.kind} is no work.`)
  try {
    switch (phase.kind) {
      case "planning":
        return await planTowards(state, phase.towards, tools)
      case "looking":
        return afterLook(state, phase, await tools.look(phase.at, phase.plan, state))
      case "editing":
        return await editFile(state, phase, tools)
      case "applying":
        return await applyBoard(state, phase, tools, progress)
    }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return state.before
      ? { ...state, phase: { kind: "failed", error } }
      : end(state, { kind: "failed", error })
  }
}

function afterLook(
  state: WizardState,
  { at, plan, looks }: { readonly at: Look; readonly plan: InitPlan; readonly looks: number },
  verdict: Verdict,
): WizardState {
  switch (at) {
    case "preflight":
      return { ...state, preflight: verdict, phase: { kind: "access", plan } }
    case "values":
      return { ...state, phase: { kind: "secrets", plan, trial: verdict } }
    case "evidence":
      return { ...state, phase: { kind: "gate", plan, verdict } }
    case "login":
      return { ...state, phase: { kind: "verify", plan, verdict, looks: looks + 1 } }
  }
}
