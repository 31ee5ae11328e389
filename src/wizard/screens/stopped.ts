import type { AppError } from "../../core/errors.ts"
import type { InitPlan } from "../../core/plan/plan.ts"
import type { ChoiceQuestion } from "../../ui/question.ts"
import { again, type Board } from "../board.ts"
import { editsIngress, filesOf } from "../order.ts"
import { end, seal, type WizardState } from "../wizard-state.ts"
import type { Screen, Step } from "./screen.ts"

/** Something went wrong on the way: what is done is done, what is not can be tried again. */
export function stoppedScreen(
  state: WizardState,
  { plan, board, error }: { readonly plan: InitPlan; readonly board: Board; readonly error: AppError },
): Screen<ChoiceQuestion> {
  const leaked = error.code === "secrets/leaked"
  return {
    step: stepOf(plan, board),
    body: [],
    board: board.rows,
    error,
    question: {
      kind: "choice",
      id: "stopped",
      title: leaked ? "Nothing more is sent." : "What now?",
      help: leaked
        ? "The value can be read where the workflow has printed it. Follow the steps above before anything else is stored."
        : "What is done stays done, and is not done once more.",
      options: [
        ...(leaked ? [] : [{ value: "retry", label: "Try again what is left" }]),
        { value: "quit", label: "Save and quit" },
      ],
      initial: leaked ? "quit" : "retry",
    },
    next: (value) =>
      value === "retry"
        ? seal(state, { kind: "applying", plan, board: again(board) })
        : end(state, { kind: "failed", error }),
  }
}

/** The step of what is under way. */
export function stepOf(plan: InitPlan, { rows }: Board): Step {
  const current = rows.find(({ state }) => state.kind === "running" || state.kind === "failed")
  if (current?.effect.kind === "store-secret") return "Secrets"
  return filesOf(plan).length > 0 && editsIngress(plan) ? "Wire" : "Deploy"
}
