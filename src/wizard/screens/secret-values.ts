import type { SecretQuestion, TextQuestion } from "../../ui/question.ts"
import { createSecret } from "../../ui/secret.ts"
import { clientIdQuestion, clientSecretQuestion, secretEndsQuestion } from "../secret-questions.ts"
import { go, type Stop, type WizardState } from "../wizard-state.ts"
import type { Screen } from "./screen.ts"

/** The client ID from servicedesk's answer. */
export const clientIdScreen = (state: WizardState, towards: Stop): Screen<TextQuestion> => ({
  step: "Values",
  body: [],
  question: clientIdQuestion,
  next: (text) =>
    go(state, { kind: "planning", towards }, { values: { ...state.values, clientId: createSecret(text) } }),
})

/** The client secret. */
export const clientSecretScreen = (state: WizardState, towards: Stop): Screen<SecretQuestion> => {
  const clientId = state.values.clientId?.reveal()
  return {
    step: "Values",
    body: [],
    question: clientSecretQuestion(clientId === undefined ? {} : { clientId }),
    next: (clientSecret) =>
      go(state, { kind: "secret-ends", towards }, { values: { ...state.values, clientSecret } }),
  }
}

/** When the client secret ends. */
export const secretEndsScreen = (state: WizardState, towards: Stop): Screen<TextQuestion> => ({
  step: "Values",
  body: [],
  question: secretEndsQuestion(
    state.memory.secretEnds ? { value: state.memory.secretEnds, origin: "answered before" } : undefined,
  ),
  next: (day) => {
    const { secretEnds: _, ...memory } = state.memory
    return go(
      state,
      { kind: "planning", towards },
      { memory: day === "" ? memory : { ...memory, secretEnds: day } },
    )
  },
})
