import type { AppError } from "../../core/errors.ts"
import type { ChoiceQuestion } from "../../ui/question.ts"
import { back, end, type WizardState } from "../wizard-state.ts"
import type { Screen } from "./screen.ts"

/** An answer that does not go together with the files. */
export const failedScreen = (state: WizardState, error: AppError): Screen<ChoiceQuestion> => ({
  step: "Ticket",
  body: [],
  error,
  question: {
    kind: "choice",
    id: "failed",
    title: "What now?",
    help: "The plan that does not work out is not carried out.",
    options: [
      { value: "back", label: "Go back and answer differently" },
      { value: "leave", label: "Leave" },
    ],
    initial: "back",
  },
  next: (value) => (value === "back" ? back(state) : undefined) ?? end(state, { kind: "left" }),
})
