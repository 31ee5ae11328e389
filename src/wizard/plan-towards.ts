/** Planning for a screen, with what other days have left behind. */
import { AppError } from "../core/errors.ts"
import type { InitPlan } from "../core/plan/plan.ts"
import type { Line } from "../core/plan/preview.ts"
import type { DestinationKind } from "../core/plan/snapshot.ts"
import type { SavedState } from "../core/state/saved-state.ts"
import type { WizardTools } from "./advance.ts"
import { appName, recall, renderDifferences } from "./memory.ts"
import { phaseFor } from "./order.ts"
import type { Verdict } from "./verdict.ts"
import type { Stop, WizardState } from "./wizard-state.ts"

/** @throws AppError where the answers and the files cannot be brought together */
export async function planTowards(
  state: WizardState,
  towards: Stop,
  tools: WizardTools,
): Promise<WizardState> {
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
  if (saved === undefined) return arrive(marked, plan, towards)
  return saved.doneAt === undefined
    ? resume(marked, saved, towards, tools)
    : arrive(withHistory(marked, saved, plan), plan, towards)
}

/** A journey that has ended is not continued, but what was stored, and until when it holds, is still so. */
function withHistory(state: WizardState, saved: SavedState, plan: InitPlan): WizardState {
  const { values, memory } = recall(state, saved)
  const { doneAt, ...history } = memory
  const isOver = plan.effects.length === 0 && doneAt !== undefined
  return { ...state, values, memory: isOver ? { ...history, doneAt } : history }
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
