import type { InitPlan } from "../../core/plan/plan.ts"
import type { ChoiceQuestion } from "../../ui/question.ts"
import { leave } from "../leave.ts"
import { secretsStored } from "../memory.ts"
import { seal, type WizardState } from "../wizard-state.ts"
import type { Screen } from "./screen.ts"

/** Milliseconds between two looks at the pull request. */
const everyMs = 10_000

function effectOf({ revert }: WizardState, { reached }: InitPlan): string {
  if (revert) return "It turns login off. Merge it soon."
  return reached.deployed
    ? "It turns login on. Merge it when somebody can watch the app."
    : "It deploys the middleware. Nobody is asked to log in yet."
}

/** The wait for somebody who merges a pull request. */
export const mergeScreen = (state: WizardState, plan: InitPlan, url: string): Screen<ChoiceQuestion> => ({
  step: plan.reached.deployed ? "Wire" : "Deploy",
  body: [
    [
      { tone: "plain", text: "Waits to be merged: " },
      { tone: "strong", text: url },
    ],
    [
      {
        tone: "faint",
        text: effectOf(state, plan),
      },
    ],
  ],
  watch: {
    afterMs: everyMs,
    phase: { kind: "planning", towards: "whatever-is-next" },
    isNews: ({ phase }) => phase.kind !== "merge" || phase.url !== url,
  },
  question: {
    kind: "choice",
    id: "merge",
    title: "Is it merged?",
    help: "It is looked at every 10 seconds. You may also quit: init finds out by itself how far it is when it is started again.",
    options: [
      { value: "look", label: "Look now" },
      ...(plan.reached.deployed || secretsStored(state.memory) || state.secrets.via === "skip"
        ? []
        : [{ value: "secrets", label: "Store the secrets meanwhile" }]),
      { value: "quit", label: "Save and quit" },
    ],
    initial: "look",
    link: { what: "the pull request", url },
  },
  next: (value) => {
    switch (value) {
      case "look":
        return seal(state, { kind: "planning", towards: "whatever-is-next" })
      case "secrets":
        return seal(state, { kind: "answered", plan })
      default:
        return leave(state)
    }
  },
})
