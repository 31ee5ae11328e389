/** Where the wizard is. Pure: nothing is undone on the way back, because nothing was done on the way forth. */
import { AppError } from "../core/errors.ts"
import type { Given } from "../core/plan/given.ts"
import type { Missing } from "../core/plan/missing.ts"
import type { Plan } from "../core/plan/plan.ts"
import type { Secret } from "../ui/secret.ts"

/** What a plan is made from: the same as flags give, so that both ways lead to the same plan. */
export interface Decisions {
  readonly given: Given
  /** True for commits on branches of their own, false for files in the working tree. */
  readonly toBranch: boolean
  /** What was typed or pasted here; a plan never holds them. */
  readonly values: SecretValues
}

export interface SecretValues {
  readonly clientId?: Secret
  readonly clientSecret?: Secret
}

export type Planned =
  | { readonly kind: "planned"; readonly plan: Plan }
  | { readonly kind: "missing"; readonly missing: readonly Missing[] }

/** Reads the repository and plans. @throws AppError where the answers and the files cannot be brought together */
export type MakePlan = (decisions: Decisions) => Promise<Planned>

export interface WizardState extends Decisions {
  readonly phase: Phase
  /** The screen that Escape leads back to. */
  readonly before: WizardState | undefined
}

export type Phase =
  | { readonly kind: "planning"; readonly towards: "access" | "ticket" | "files" }
  | { readonly kind: "missing"; readonly missing: Missing }
  | { readonly kind: "access"; readonly plan: Plan }
  | { readonly kind: "edit"; readonly plan: Plan; readonly name: EditableAnswer }
  | { readonly kind: "ticket"; readonly plan: Plan; readonly copied: boolean }
  | { readonly kind: "files"; readonly plan: Plan }
  | { readonly kind: "confirm"; readonly plan: Plan }
  | { readonly kind: "failed"; readonly error: AppError }
  | { readonly kind: "ended"; readonly ending: WizardEnding }

export type EditableAnswer =
  | "hosts"
  | "ingress"
  | "bypass"
  | "groups"
  | "runtime"
  | "displayName"
  | "ticketLanguage"

export type WizardEnding =
  | { readonly kind: "approved"; readonly plan: Plan; readonly values: SecretValues }
  | { readonly kind: "left" }
  | { readonly kind: "failed"; readonly error: AppError }

export const begin = (decisions: Decisions): WizardState => ({
  ...decisions,
  phase: { kind: "planning", towards: "access" },
  before: undefined,
})

/** The next phase, from which Escape leads back here. */
export const go = (state: WizardState, phase: Phase, decided: Partial<Decisions> = {}): WizardState => ({
  ...state,
  ...decided,
  phase,
  before: state,
})

/** The state once the plan is there. Errors that the user can act on are a screen; any other is thrown on. */
export async function advance(
  state: WizardState,
  towards: "access" | "ticket" | "files",
  makePlan: MakePlan,
): Promise<WizardState> {
  try {
    return { ...state, phase: phaseAfter(await makePlan(state), towards, state) }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return {
      ...state,
      phase: state.before ? { kind: "failed", error } : { kind: "ended", ending: { kind: "failed", error } },
    }
  }
}

function phaseAfter(
  planned: Planned,
  towards: "access" | "ticket" | "files",
  { values }: Pick<Decisions, "values">,
): Phase {
  if (planned.kind === "planned") {
    const { plan } = planned
    return plan.status === "nothing-to-do"
      ? { kind: "ended", ending: { kind: "approved", plan, values } }
      : { kind: towards, plan, copied: false }
  }
  const [missing] = planned.missing
  if (!missing) throw new Error("An incomplete plan lacks nothing.")
  return { kind: "missing", missing }
}
