import { checkSecretShape, type KnownIds, type SecretField } from "../../core/entra/secret-shapes.ts"
import { failure, type Result, success } from "../../core/result.ts"
import type { SecretQuestion, TextQuestion } from "../../ui/question.ts"
import { createSecret } from "../../ui/secret.ts"
import { go, type SecretValues, type WizardState } from "../wizard-state.ts"
import type { Screen } from "./screen.ts"

/** The client ID from servicedesk's answer. It is no secret, so it is shown. */
export const clientIdScreen = (state: WizardState): Screen<TextQuestion> => ({
  step: "App",
  body: [],
  question: {
    kind: "text",
    id: "client-id",
    title: "What is the Application (client) ID?",
    help: "It stands in servicedesk's answer, beside the directory (tenant) ID, which is another one.",
    check: (text) => checkShape("client-id", text),
  },
  next: (text) => withValues(state, { clientId: createSecret(text) }),
})

/** The client secret. Nothing of it is shown but its length and what its shape looks like. */
export const clientSecretScreen = (state: WizardState): Screen<SecretQuestion> => {
  const clientId = state.values.clientId?.reveal()
  const known = clientId === undefined ? {} : { clientId }
  return {
    step: "App",
    body: [],
    question: {
      kind: "secret",
      id: "client-secret",
      title: "What is the client secret's Value?",
      help: "It is kept in memory until it is stored, and is in no file, log or message. The Secret ID is not it.",
      verdict: (draft) => checkSecretShape("client-secret", draft, known).summary,
      check: (text) => checkShape("client-secret", text, known),
    },
    next: (clientSecret) => withValues(state, { clientSecret }),
  }
}

/** What cannot be right is refused; doubts are notes of the plan. */
function checkShape(field: SecretField, text: string, known?: KnownIds): Result<string> {
  const { verdict, problems } = checkSecretShape(field, text, known)
  return verdict === "wrong"
    ? failure(...problems.map(({ message, fix }) => `${message} ${fix}`))
    : success(text)
}

const withValues = (state: WizardState, values: SecretValues): WizardState =>
  go(state, { kind: "planning", towards: "access" }, { values: { ...state.values, ...values } })
