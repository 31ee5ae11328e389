/**
 * Where the wizard is. Until something is applied nothing is undone on the way back, because nothing was done on the way
 * forth; what has been applied is sealed, and no way leads back behind it.
 */
import type { AppError } from "../core/errors.ts"
import type { Origins } from "../core/plan/answers.ts"
import type { Edit, ProposedFile } from "../core/plan/edits.ts"
import type { Given } from "../core/plan/given.ts"
import type { PlanOptions } from "../core/plan/make-plan.ts"
import type { Missing } from "../core/plan/missing.ts"
import type { InitPlan } from "../core/plan/plan.ts"
import type { Line } from "../core/plan/preview.ts"
import type { DestinationKind } from "../core/plan/snapshot.ts"
import type { SavedState } from "../core/state/saved-state.ts"
import type { Secret } from "../ui/secret.ts"
import type { Board } from "./board.ts"
import type { Verdict } from "./verdict.ts"

/** What a plan is made from: the same as flags give, so that both ways lead to the same plan. */
export interface Decisions {
  readonly given: Given
  /** How an answer was given, where that was not by its flag. */
  readonly said: Origins
  /** Undefined until somebody has chosen: then what suits the repository. */
  readonly destination: DestinationKind | undefined
  readonly wire: PlanOptions["wire"]
  /** True takes the reference to the middleware out again. */
  readonly revert: boolean
  readonly secrets: SecretsDecision
  /** What was made by hand of the release's files. */
  readonly edits: readonly Edit[]
  /** What was typed or pasted here; a plan never holds them. */
  readonly values: SecretValues
  /** What earlier starts left behind. */
  readonly memory: Memory
}

export interface SecretsDecision {
  /** Undefined while nobody has the values yet; then the plan tells a human what to do with them. */
  readonly via: "workflow" | "aws" | "skip" | undefined
  /** True stores what is there already once more. */
  readonly overwrite: boolean
  /** Which workflow, where the user has said so: a path, a file name, or its name in the Actions tab. */
  readonly workflow?: string
  /** Branch whose version of the workflow runs; default: the repository's default branch. */
  readonly ref?: string
}

export interface SecretValues {
  readonly clientId?: Secret
  readonly clientSecret?: Secret
}

/** The part of a saved state that no answer is in. */
export type Memory = Pick<SavedState, "ticket" | "secretEnds" | "runs" | "derived" | "doneAt">

export type Planned =
  | { readonly kind: "planned"; readonly plan: InitPlan }
  | { readonly kind: "missing"; readonly missing: readonly Missing[] }

/** Reads the repository and plans. @throws AppError where the answers and the files cannot be brought together */
export type MakePlan = (decisions: Decisions) => Promise<Planned>

export interface WizardState extends Decisions {
  readonly phase: Phase
  /** The screen that Escape leads back to. */
  readonly before: WizardState | undefined
  /** What is known of the tools around, once that has been looked at. */
  readonly preflight: Verdict | undefined
  /** Of which app the saved state has been read, as `namespace/app`: once is enough. */
  readonly recalled: string | undefined
  /** What has happened and stays on the screen; it only grows. */
  readonly log: readonly Line[]
}

/** Which screen a plan is made for. */
export type Stop = "access" | "ticket" | "secrets" | "files" | "whatever-is-next"

export type Look = "preflight" | "values" | "evidence" | "login"

export type Phase =
  /** Work: no question, and something is under way. */
  | { readonly kind: "planning"; readonly towards: Stop }
  | { readonly kind: "looking"; readonly at: Look; readonly plan: InitPlan; readonly looks: number }
  | { readonly kind: "editing"; readonly plan: InitPlan; readonly file: ProposedFile }
  | { readonly kind: "applying"; readonly plan: InitPlan; readonly board: Board }
  /** Screens. */
  | { readonly kind: "resume"; readonly saved: readonly SavedState[] }
  | { readonly kind: "missing"; readonly missing: Missing; readonly towards: Stop }
  | { readonly kind: "secret-ends"; readonly towards: Stop }
  | { readonly kind: "access"; readonly plan: InitPlan }
  | { readonly kind: "edit"; readonly plan: InitPlan; readonly name: EditableAnswer }
  | { readonly kind: "ticket"; readonly plan: InitPlan }
  | { readonly kind: "answered"; readonly plan: InitPlan }
  | { readonly kind: "secrets"; readonly plan: InitPlan; readonly trial?: Verdict }
  | { readonly kind: "files"; readonly plan: InitPlan; readonly error?: AppError }
  | { readonly kind: "which-file"; readonly plan: InitPlan }
  | { readonly kind: "confirm"; readonly plan: InitPlan }
  | { readonly kind: "stopped"; readonly plan: InitPlan; readonly board: Board; readonly error: AppError }
  | { readonly kind: "merge"; readonly plan: InitPlan; readonly url: string }
  | { readonly kind: "gate"; readonly plan: InitPlan; readonly verdict: Verdict }
  | { readonly kind: "by-hand"; readonly plan: InitPlan }
  | { readonly kind: "verify"; readonly plan: InitPlan; readonly verdict: Verdict; readonly looks: number }
  | { readonly kind: "failed"; readonly error: AppError }
  | { readonly kind: "ended"; readonly ending: WizardEnding }

const works = ["planning", "looking", "editing", "applying"] as const

export type WorkPhase = Extract<Phase, { kind: (typeof works)[number] }>

export const isWork = (phase: Phase): phase is WorkPhase => works.some((kind) => kind === phase.kind)

export type EditableAnswer =
  | "hosts"
  | "ingress"
  | "bypass"
  | "groups"
  | "runtime"
  | "displayName"
  | "ticketLanguage"

export type WizardEnding =
  /** Everything that this computer can do is done; the plan says what comes next. */
  | { readonly kind: "applied"; readonly plan: InitPlan }
  /** The app asks for login, and it was seen to work. */
  | { readonly kind: "live"; readonly plan: InitPlan }
  /** Somebody else has to act first; the state is kept. */
  | { readonly kind: "waiting"; readonly why: string }
  | { readonly kind: "left" }
  | { readonly kind: "failed"; readonly error: AppError }

export const begin = (
  decisions: Decisions,
  { saved = [] }: { readonly saved?: readonly SavedState[] } = {},
): WizardState => ({
  ...decisions,
  phase: saved.length > 0 ? { kind: "resume", saved } : { kind: "planning", towards: "access" },
  before: undefined,
  preflight: undefined,
  recalled: undefined,
  log: [],
})

/** The next phase, from which Escape leads back here. */
export const go = (state: WizardState, phase: Phase, decided: Partial<Decisions> = {}): WizardState => ({
  ...state,
  ...decided,
  phase,
  before: state,
})

/** The screen before. An edit is more work than an answer, so it stays until it is taken back by name. */
export const back = ({ before, edits }: WizardState): WizardState | undefined =>
  before && { ...before, edits }

/** The next phase after something has been done: no way leads back. */
export const seal = (state: WizardState, phase: Phase, decided: Partial<WizardState> = {}): WizardState => ({
  ...state,
  ...decided,
  phase,
  before: undefined,
})

export const end = (state: WizardState, ending: WizardEnding): WizardState =>
  seal(state, { kind: "ended", ending })
