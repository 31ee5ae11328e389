/** A wizard's tools as plain functions: change what a test is about, and leave the rest. */
import { makePlan } from "../../src/core/plan/make-plan.ts"
import type { InitPlan } from "../../src/core/plan/plan.ts"
import type { Snapshot } from "../../src/core/plan/snapshot.ts"
import type { Answer } from "../../src/ui/question.ts"
import type { WizardTools } from "../../src/wizard/advance.ts"
import { startJourney } from "../../src/wizard/journey.ts"
import { screenOf } from "../../src/wizard/screens/screen-of.ts"
import type { Verdict } from "../../src/wizard/verdict.ts"
import {
  back,
  begin,
  type Decisions,
  type MakePlan,
  type WizardState,
} from "../../src/wizard/wizard-state.ts"
import { fakeAnswers, fakeOrigins, fakeSnapshot } from "./snapshot.ts"

export const fakeDecisions = (changes: Partial<Decisions> = {}): Decisions => ({
  given: {},
  said: {},
  destination: undefined,
  wire: "no",
  revert: false,
  secrets: { via: undefined, overwrite: false },
  edits: [],
  values: {},
  memory: { runs: [] },
  ...changes,
})

/** Plans what is decided on top of a snapshot, once the app is given. */
export const plansOn =
  (snapshot: Partial<Snapshot> = {}): MakePlan =>
  async ({ given, wire, secrets, edits }) => {
    if (given.app === undefined)
      return {
        kind: "missing",
        missing: [{ flag: "--app", why: "there are several", choices: ["web", "api"] }],
      }
    const route = { kind: "aws" } as const
    const stored = {
      "client-id": "unknown",
      "client-secret": "unknown",
      "session-secret": "unknown",
    } as const
    const facts = { route, stored, overwrite: secrets.overwrite, notes: [] }
    return {
      kind: "planned",
      plan: makePlan(
        fakeAnswers(given.groups ? { groups: given.groups } : {}),
        fakeOrigins,
        fakeSnapshot(snapshot),
        {
          wire,
          ticketOut: undefined,
          edits,
          here: { repo: undefined, path: String },
          ...(secrets.via === undefined ? {} : { secrets: secrets.via === "skip" ? "skip" : facts }),
        },
      ),
    }
  }

export const good: Verdict = { outcome: "good", findings: [] }

export const fakeTools = (changes: Partial<WizardTools> = {}): WizardTools => ({
  makePlan: plansOn(),
  apply: async ({ effects, onStart, onOutcome }) => {
    for (const effect of effects) {
      onStart(effect)
      onOutcome({ effect })
    }
  },
  look: async (at) => (at === "preflight" ? { outcome: "unknown", findings: [] } : good),
  edit: async ({ text }) => text,
  saved: async () => undefined,
  save: async () => undefined,
  now: () => Date.UTC(2026, 10, 25),
  ...changes,
})

/** Answers screen after screen; `back` is Escape. */
export async function walk(
  answers: readonly (Answer | "back")[],
  { decisions = {}, tools = {} }: { decisions?: Partial<Decisions>; tools?: Partial<WizardTools> } = {},
): Promise<WizardState> {
  const all = fakeTools(tools)
  const journey = startJourney(begin(fakeDecisions(decisions)), all, { watches: false })
  journey.ended.catch(() => undefined)
  for (const answer of answers) {
    await journey.settled()
    const state = journey.state()
    const next = answer === "back" ? back(state) : screenOf(state)?.next(answer, all.now())
    if (!next) throw new Error(`${state.phase.kind} takes no ${String(answer)}`)
    journey.enter(next)
  }
  await journey.settled()
  return journey.state()
}

/** The plan of a phase that has one. */
export function planOf({ phase }: WizardState): InitPlan {
  if (!("plan" in phase)) throw new Error(`${phase.kind} has no plan`)
  return phase.plan
}
