import type { InitPlan } from "../../core/plan/plan.ts"
import type { ChoiceQuestion, TypedQuestion } from "../../ui/question.ts"
import { leave } from "../leave.ts"
import type { Verdict } from "../verdict.ts"
import { go, seal, type WizardState } from "../wizard-state.ts"
import type { Screen } from "./screen.ts"

/** Milliseconds between two looks: ArgoCD and External Secrets take minutes. */
const everyMs = 15_000

/** Before the ingress is touched: is the middleware really there? A reference to one that is not takes the app offline. */
export const gateScreen = (state: WizardState, plan: InitPlan, verdict: Verdict): Screen<ChoiceQuestion> => {
  const good = verdict.outcome === "good"
  return {
    step: "Wire",
    body: [[{ tone: "strong", text: headings[verdict.outcome] }]],
    findings: verdict.findings,
    ...(good
      ? {}
      : {
          watch: {
            afterMs: everyMs,
            phase: { kind: "looking", at: "evidence", plan, looks: 0 },
            isNews: () => true,
          },
        }),
    question: {
      kind: "choice",
      id: `gate-${verdict.outcome}`,
      title: good ? "Turn login on?" : "What now?",
      help: "The ingress answers 404 for the whole app while it references a middleware that is not there. Therefore the evidence comes first.",
      options: good
        ? [
            { value: "wire", label: "Yes, show the change of the ingress" },
            { value: "quit", label: "Not now: save and quit" },
          ]
        : [
            { value: "look", label: "Look again" },
            { value: "by-hand", label: "I have seen in ArgoCD that it is healthy" },
            { value: "quit", label: "Save and quit" },
          ],
      initial: good ? "wire" : "look",
    },
    next: (value) => {
      switch (value) {
        case "wire":
          return go(state, { kind: "planning", towards: "files" }, { wire: "with-evidence" })
        case "by-hand":
          return go(state, { kind: "by-hand", plan })
        case "look":
          return seal(state, { kind: "looking", at: "evidence", plan, looks: 0 })
        default:
          return leave(state)
      }
    },
  }
}

const headings: Readonly<Record<Verdict["outcome"], string>> = {
  good: "The middleware is deployed and has its secrets.",
  bad: "The middleware is not ready yet.",
  unknown: "Whether the middleware is ready cannot be seen from here.",
}

/** A person's word instead of evidence. */
export const byHandScreen = (state: WizardState, plan: InitPlan): Screen<TypedQuestion> => ({
  step: "Wire",
  body: [],
  question: {
    kind: "typed",
    id: "by-hand",
    title: `In ArgoCD ${plan.answers.release} is Synced and Healthy, and its ExternalSecret is ready. Type ${plan.answers.release} if you have seen that.`,
    help: "If it is not so, the whole app answers 404 as soon as the ingress references it.",
    expected: plan.answers.release,
  },
  next: () => go(state, { kind: "planning", towards: "files" }, { wire: "with-evidence" }),
})
