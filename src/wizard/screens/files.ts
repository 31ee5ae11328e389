import type { Plan } from "../../core/plan/plan.ts"
import { renderEffects, renderRemarks } from "../../core/plan/preview.ts"
import type { ChoiceQuestion } from "../../ui/question.ts"
import { go, type WizardState } from "../wizard-state.ts"
import { isForHumans } from "./order.ts"
import type { Screen } from "./screen.ts"

/** Every file with its difference, exactly as it will be written. */
export const filesScreen = (state: WizardState, plan: Plan): Screen<ChoiceQuestion> => ({
  step: "Files",
  body: [
    ...renderEffects(
      plan.effects.filter((effect) => !isForHumans(effect)),
      { ticketText: false },
    ),
    ...renderRemarks(plan),
  ],
  question: {
    kind: "choice",
    id: "files",
    title: state.toBranch
      ? "These files are committed to a branch of their own; your checkout stays as it is."
      : "These files are written to your working tree and left uncommitted.",
    help: "A file that changes in the meantime is left alone, and nothing is written then.",
    options: [
      { value: "continue", label: "Continue" },
      state.toBranch
        ? { value: "destination", label: "Write them to the working tree instead" }
        : { value: "destination", label: "Commit them to a branch instead" },
      { value: "leave", label: "Leave without writing anything" },
    ],
    initial: "continue",
  },
  next: (value) => {
    switch (value) {
      case "destination":
        return go(state, { kind: "planning", towards: "files" }, changeDestination(state))
      case "leave":
        return go(state, { kind: "ended", ending: { kind: "left" } })
      default:
        return go(state, { kind: "confirm", plan })
    }
  },
})

/** A branch is named for commits alone. */
function changeDestination({ given, toBranch }: WizardState): Pick<WizardState, "given" | "toBranch"> {
  const { branch: _, ...others } = given
  return { given: toBranch ? others : given, toBranch: !toBranch }
}
