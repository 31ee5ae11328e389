import type { InitPlan } from "../../core/plan/plan.ts"
import { renderEffects, renderRemarks } from "../../core/plan/preview.ts"
import type { ChoiceQuestion } from "../../ui/question.ts"
import { afterSecrets } from "../order.ts"
import type { Verdict } from "../verdict.ts"
import { go, type SecretsDecision, type WizardState } from "../wizard-state.ts"
import type { Screen } from "./screen.ts"

/** What is stored where, and by which way. */
export function secretsScreen(
  state: WizardState,
  { plan, trial }: { readonly plan: InitPlan; readonly trial?: Verdict },
): Screen<ChoiceQuestion> {
  const effects = plan.effects.filter(({ kind }) => kind === "store-secret")
  const { via, overwrite } = state.secrets
  return {
    step: "Secrets",
    // What may have been sent already must not be overlooked below three runs.
    body: [
      ...renderRemarks(plan),
      // Who has just asked Entra reads its answer; below all that is to be stored it would be out of sight.
      ...(trial === undefined ? renderEffects(effects, { ticketText: false }) : []),
    ],
    findings: trial?.findings ?? [],
    question: {
      kind: "choice",
      id: "secrets",
      title: "Store them this way?",
      help: "The session secret is made here and shown to nobody. Nothing is sent before the last question; then the client ID goes first, and the log of each run is searched for the value.",
      options: [
        { value: "continue", label: "Yes, continue" },
        ...(plan.tenant === undefined
          ? []
          : [{ value: "try", label: "Ask Entra first whether it knows the two values" }]),
        ...(effects.length < 3 && !overwrite
          ? [{ value: "overwrite", label: "Replace those that are there already as well" }]
          : []),
        via === "aws"
          ? { value: "workflow", label: "Let the repository's workflow store them instead" }
          : { value: "aws", label: "Store them by my own sign-in to AWS instead" },
        { value: "skip", label: "I store them myself" },
      ],
      initial: "continue",
    },
    next: (value) => {
      if (value === "try") return { ...state, phase: { kind: "looking", at: "values", plan, looks: 0 } }
      const change = changes[value]
      return change
        ? go(
            state,
            { kind: "planning", towards: value === "skip" ? "files" : "secrets" },
            { secrets: { ...state.secrets, ...change } },
          )
        : go(state, afterSecrets(state, plan))
    },
  }
}

const changes: Readonly<Record<string, Partial<SecretsDecision>>> = {
  overwrite: { overwrite: true },
  aws: { via: "aws" },
  workflow: { via: "workflow" },
  skip: { via: "skip" },
}
