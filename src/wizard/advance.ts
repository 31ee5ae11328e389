/** The work between two screens: planning, looking and applying, by way of the tools alone. */
import { AppError } from "../core/errors.ts"
import type { Effect } from "../core/plan/effect.ts"
import type { InitPlan } from "../core/plan/plan.ts"
import type { Line } from "../core/plan/preview.ts"
import type { DestinationKind } from "../core/plan/snapshot.ts"
import { type SavedRun, type SavedState, withRun } from "../core/state/saved-state.ts"
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
import { appName, recall, renderDifferences } from "./memory.ts"
import { phaseFor } from "./order.ts"
import type { RunProgress } from "./run-workflow.ts"
import type { Verdict } from "./verdict.ts"
import {
  type Decisions,
  end,
  isWork,
  type Look,
  type MakePlan,
  type SecretValues,
  type Stop,
  seal,
  type WizardState,
} from "./wizard-state.ts"

export interface WizardTools {
  readonly makePlan: MakePlan
  /** Performs the effects. @throws AppError; what was done before that stays done */
  readonly apply: (request: ApplyRequest, signal: AbortSignal) => Promise<void>
  readonly look: (at: Look, plan: InitPlan, decisions: Decisions) => Promise<Verdict>
  readonly saved: (namespace: string, app: string) => Promise<SavedState | undefined>
  readonly save: (state: SavedState) => Promise<void>
  /** Milliseconds since the epoch. */
  readonly now: () => number
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

async function planTowards(state: WizardState, towards: Stop, tools: WizardTools): Promise<WizardState> {
  const planned = await tools.makePlan(decisionsFor(state, towards))
  if (planned.kind === "missing") {
    const [missing] = planned.missing
    if (!missing) throw new Error("An incomplete plan lacks nothing.")
    return { ...state, phase: { kind: "missing", missing, towards } }
  }
  const { plan } = planned
  if (!isEarly(towards) && state.destination === undefined) {
    const preflight = state.preflight ?? (await tools.look("preflight", plan, state))
    return planTowards({ ...state, preflight, destination: destinationBy(preflight) }, towards, tools)
  }
  const { namespace, app } = plan.answers
  const name = appName(plan.answers)
  if (state.recalled === name) return arrive(state, plan, towards)
  const saved = await tools.saved(namespace, app)
  const marked = { ...state, recalled: name }
  return saved && saved.doneAt === undefined
    ? resume(marked, saved, towards, tools)
    : arrive(marked, plan, towards)
}

/** The values are asked for when it is their turn: neither who may enter nor the ticket depends on them. */
function decisionsFor(state: WizardState, towards: Stop): WizardState {
  const later = state.secrets.via === "workflow" || state.secrets.via === "aws"
  return isEarly(towards) && later ? { ...state, secrets: { ...state.secrets, via: undefined } } : state
}

const isEarly = (towards: Stop): boolean => towards === "access" || towards === "ticket"

/** Unless somebody has chosen, a pull request, where GitHub was seen to take one: it is reviewed, and waited for. */
const destinationBy = ({ outcome }: Verdict): DestinationKind =>
  outcome === "good" ? "pull-request" : "working-tree"

function arrive(state: WizardState, plan: InitPlan, towards: Stop): WizardState {
  const known = { ...state, memory: { ...state.memory, derived: plan.answers } }
  return { ...known, phase: phaseFor(known, plan, towards) }
}

/** Plans again with what was saved; where the repository has moved on so far that it does not fit, without its answers. */
async function resume(
  state: WizardState,
  saved: SavedState,
  towards: Stop,
  tools: WizardTools,
): Promise<WizardState> {
  const day = saved.savedAt.slice(0, 10)
  const recalled = recall(state, saved)
  const begun = note("Continues", `what was begun on ${day}; idp-oidc init --forget begins anew`)
  const planned = await planOrError({ ...recalled }, towards, tools)
  if (planned instanceof AppError) {
    const { given, said } = state
    const lost = note("Forgotten", `the answers of ${day}, which do not fit any more: ${planned.message}`)
    return planTowards({ ...recalled, given, said, log: [...state.log, lost] }, towards, tools)
  }
  if (planned.kind === "missing") return planTowards(recalled, towards, tools)
  const { plan } = planned
  const changes = saved.derived ? renderDifferences(saved.derived, plan.answers) : []
  return arrive(
    { ...recalled, log: [...state.log, begun, ...changes] },
    plan,
    saved.ticket && towards === "access" ? "whatever-is-next" : towards,
  )
}

async function planOrError(state: WizardState, towards: Stop, { makePlan }: WizardTools) {
  try {
    return await makePlan(decisionsFor(state, towards))
  } catch (error) {
    if (error instanceof AppError) return error
    throw error
  }
}

const note = (label: string, text: string): Line => [
  { tone: "strong", text: `${label}  ` },
  { tone: "plain", text },
]

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

/** Rows are told one by one as they are done, so that a process that is killed has forgotten none of them. */
async function applyBoard(
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

/** The client secret has been stored, so nothing here holds it any longer. */
function afterApplying(applied: WizardState, plan: InitPlan): WizardState {
  const state = { ...applied, log: [...applied.log, []] }
  const { clientSecret, ...values } = state.values
  const stored = plan.effects.some(({ kind }) => kind === "store-secret")
  const secrets = stored ? ({ ...state.secrets, via: "skip", overwrite: false } as const) : state.secrets
  return state.destination === "pull-request"
    ? seal(state, { kind: "planning", towards: "whatever-is-next" }, { values, secrets })
    : seal(state, { kind: "ended", ending: { kind: "applied", plan } }, { values, secrets })
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
