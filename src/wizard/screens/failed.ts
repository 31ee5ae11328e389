import type { AppError } from "../../core/errors.ts"
import type { ChoiceQuestion } from "../../ui/question.ts"
import { go, type WizardState } from "../wizard-state.ts"
import type { Screen } from "./screen.ts"

/** An answer that does not go together with the files. */
export const failedScreen = (state: WizardState, error: AppError): Screen<ChoiceQuestion> => ({
  step: "Access",
  body: [],
  error,
  question: {
    kind: "choice",
    id: "failed",
    title: "What now?",
    help: "Nothing has been written.",
    options: [
      { value: "back", label: "Go back and answer differently" },
      { value: "leave", label: "Leave without writing anything" },
    ],
    initial: "back",
  },
  next: (value) =>
    value === "back" && state.before ? state.before : go(state, { kind: "ended", ending: { kind: "left" } }),
})
