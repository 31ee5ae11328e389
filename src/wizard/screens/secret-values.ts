import { checkSecretShape, type KnownIds, type SecretField } from "../../core/entra/secret-shapes.ts"
import { failure, type Result, success } from "../../core/result.ts"
import type { SecretQuestion, TextQuestion } from "../../ui/question.ts"
import { createSecret } from "../../ui/secret.ts"
import { go, type Stop, type WizardState } from "../wizard-state.ts"
import type { Screen } from "./screen.ts"

/** The client ID from servicedesk's answer. It is no secret, so it is shown. */
export const clientIdScreen = (state: WizardState, towards: Stop): Screen<TextQuestion> => ({
  step: "Values",
  body: [],
  question: {
    kind: "text",
    id: "client-id",
    title: "What is the Application (client) ID?",
    help: "It stands in servicedesk's answer, beside the directory (tenant) ID, which is another one.",
    conceals: (draft) => !/^[\da-f-]{0,36}$/i.test(draft.trim()),
    check: (text) => checkShape("client-id", text),
  },
  next: (text) =>
    go(state, { kind: "planning", towards }, { values: { ...state.values, clientId: createSecret(text) } }),
})

/** The client secret. Nothing of it is shown but its length and what its shape looks like. */
export const clientSecretScreen = (state: WizardState, towards: Stop): Screen<SecretQuestion> => {
  const clientId = state.values.clientId?.reveal()
  const known = clientId === undefined ? {} : { clientId }
  return {
    step: "Values",
    body: [],
    question: {
      kind: "secret",
      id: "client-secret",
      title: "What is the client secret's Value?",
      help: "It is kept in memory until it is stored, and is in no file, log or message. The Secret ID is not it.",
      verdict: (draft) => checkSecretShape("client-secret", draft, known).summary,
      check: (text) => checkShape("client-secret", text, known),
    },
    next: (clientSecret) =>
      go(state, { kind: "secret-ends", towards }, { values: { ...state.values, clientSecret } }),
  }
}

/** When the client secret ends, which is the day of the next outage unless somebody is told in time. */
export const secretEndsScreen = (state: WizardState, towards: Stop): Screen<TextQuestion> => ({
  step: "Values",
  body: [],
  question: {
    kind: "text",
    id: "secret-ends",
    title: "On which day does the client secret end?",
    help: "As YYYY-MM-DD, from servicedesk's answer. idp-oidc doctor warns a month before. Enter alone leaves it open.",
    ...(state.memory.secretEnds
      ? { detected: { value: state.memory.secretEnds, origin: "answered before" } }
      : {}),
    check: (text) =>
      text.trim() === "" || isDay(text.trim())
        ? success(text.trim())
        : failure("Write the day as YYYY-MM-DD, such as 2027-06-30, or nothing at all."),
  },
  next: (day) => {
    const { secretEnds: _, ...memory } = state.memory
    return go(
      state,
      { kind: "planning", towards },
      { memory: day === "" ? memory : { ...memory, secretEnds: day } },
    )
  },
})

/** A day that the calendar has. */
function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const at = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text)
}

/** What cannot be right is refused; doubts are notes of the plan. */
function checkShape(field: SecretField, text: string, known?: KnownIds): Result<string> {
  const { verdict, problems } = checkSecretShape(field, text, known)
  return verdict === "wrong"
    ? failure(...problems.map(({ message, fix }) => `${message} ${fix}`))
    : success(text)
}
