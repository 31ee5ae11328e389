import type { InitPlan } from "../../core/plan/plan.ts"
import { renderAnswers, renderRemarks } from "../../core/plan/preview.ts"
import type { ChoiceQuestion } from "../../ui/question.ts"
import { afterAccess } from "../order.ts"
import { type EditableAnswer, go, type WizardState } from "../wizard-state.ts"
import type { Screen } from "./screen.ts"

/** What was found out, each with its place, before anything is planned further. */
export const accessScreen = (state: WizardState, plan: InitPlan): Screen<ChoiceQuestion> => ({
  step: "Ticket",
  body: [...renderAnswers(plan.answers, plan.origins), ...renderRemarks(plan)],
  findings: state.preflight?.findings.filter(({ status }) => status !== "pass") ?? [],
  ...(state.preflight
    ? {}
    : {
        watch: {
          afterMs: 0,
          phase: { kind: "looking", at: "preflight", plan, looks: 0 },
          isNews: ({ preflight }) => preflight !== undefined,
        },
      }),
  question: {
    kind: "choice",
    id: "access",
    title: "Is this right?",
    help: "Beside each answer stands where it was found. Nothing is written before you have seen the files.",
    options: [
      { value: "continue", label: "Yes, continue" },
      ...changes.map(([value, label]) => ({ value, label })),
    ],
    initial: "continue",
  },
  next: (value) => {
    const change = changes.find(([name]) => name === value)
    return go(state, change ? { kind: "edit", name: change[0], plan } : afterAccess(state, plan))
  },
})

const changes: readonly (readonly [EditableAnswer, string])[] = [
  ["groups", "Change who may enter"],
  ["bypass", "Change which paths are open without login"],
  ["hosts", "Change the hosts"],
  ["ingress", "Change the ingress"],
  ["runtime", "Change what runs the login"],
]
