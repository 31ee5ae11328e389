import type { InitPlan } from "../../core/plan/plan.ts"
import { renderEffects, renderRemarks } from "../../core/plan/preview.ts"
import { type DestinationKind, destinationKinds } from "../../core/plan/snapshot.ts"
import type { ChoiceQuestion } from "../../ui/question.ts"
import { editsIngress, isForHumans } from "../order.ts"
import { type Decisions, end, go, type WizardState } from "../wizard-state.ts"
import type { Screen } from "./screen.ts"

/** Every file with its difference, exactly as it will be written. */
export function filesScreen(state: WizardState, plan: InitPlan): Screen<ChoiceQuestion> {
  const destination = state.destination ?? "working-tree"
  return {
    step: editsIngress(plan) ? "Wire" : "Deploy",
    body: [
      ...renderEffects(
        plan.effects.filter((effect) => !isForHumans(effect) && effect.kind !== "store-secret"),
        { ticketText: false },
      ),
      ...renderRemarks(plan),
    ],
    question: {
      kind: "choice",
      id: "files",
      title: titles[destination],
      help: "A file that changes in the meantime is left alone, and nothing is written then.",
      options: [
        { value: "continue", label: "Continue" },
        ...destinationKinds
          .filter((kind) => kind !== destination)
          .map((kind) => ({ value: kind, label: alternatives[kind] })),
        { value: "leave", label: "Leave without writing anything" },
      ],
      initial: "continue",
    },
    next: (value) => {
      const other = destinationKinds.find((kind) => kind === value)
      if (other) return go(state, { kind: "planning", towards: "files" }, changeDestination(state, other))
      return value === "leave" ? end(state, { kind: "left" }) : go(state, { kind: "confirm", plan })
    },
  }
}

const titles: Readonly<Record<DestinationKind, string>> = {
  "working-tree": "These files are written to your working tree and left uncommitted.",
  branch: "These files are committed to a branch of their own; your checkout stays as it is.",
  "pull-request": "These files become a pull request on GitHub; your checkout stays as it is.",
}

const alternatives: Readonly<Record<DestinationKind, string>> = {
  "working-tree": "Write them to the working tree instead",
  branch: "Commit them to a branch instead",
  "pull-request": "Open a pull request on GitHub instead",
}

/** A branch is named for commits alone. */
function changeDestination(
  { given }: WizardState,
  destination: DestinationKind,
): Pick<Decisions, "given" | "destination"> {
  const { branch: _, ...others } = given
  return { given: destination === "working-tree" ? others : given, destination }
}
