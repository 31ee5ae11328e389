/** What is asked about servicedesk's answer, in the wizard and by `rotate`. */
import { checkSecretShape, type KnownIds, type SecretField } from "../core/entra/secret-shapes.ts"
import { failure, type Result, success } from "../core/result.ts"
import { isDay } from "../core/text/day.ts"
import { objectingWhileTyping, type SecretQuestion, type TextQuestion } from "../ui/question.ts"

/** The client ID. It is no secret, so it is shown; but a secret that is pasted in its place is not. */
export const clientIdQuestion: TextQuestion = {
  kind: "text",
  id: "client-id",
  title: "What is the Application (client) ID?",
  help: "It stands in servicedesk's answer, beside the directory (tenant) ID, which is another one.",
  conceals: (draft) => !/^[\da-f-]{0,36}$/i.test(draft.trim()),
  hint: objectingWhileTyping(
    (text) => checkShape("client-id", text),
    (draft) => draft.length >= 36,
  ),
  check: (text) => checkShape("client-id", text),
}

/** The client secret. Nothing of it is shown but its length and what its shape looks like. */
export const clientSecretQuestion = (known: KnownIds): SecretQuestion => ({
  kind: "secret",
  id: "client-secret",
  title: "What is the client secret's Value?",
  help: "It is kept in memory until it is stored, and is in no file, log or message. The Secret ID is not it.",
  verdict: (draft) => {
    const { summary, problems } = checkSecretShape("client-secret", draft, known)
    return [summary, ...problems.map(({ message }) => message)].join(" ")
  },
  check: (text) => checkShape("client-secret", text, known),
})

/** When the client secret ends, which is the day of the next outage unless somebody is told in time. Empty where nobody knows. */
export const secretEndsQuestion = (detected?: TextQuestion["detected"]): TextQuestion => ({
  kind: "text",
  id: "secret-ends",
  title: "On which day does the client secret end?",
  help: "As YYYY-MM-DD, from servicedesk's answer. idp-oidc doctor warns a month before. Enter alone leaves it open.",
  // The secret comes from the same message, and is easily pasted once more.
  conceals: (draft) => !/^[\d-]{0,10}$/.test(draft.trim()),
  ...(detected ? { detected } : {}),
  hint: objectingWhileTyping(
    (text) => checkDay(text),
    (draft) => draft.length >= 10,
  ),
  check: checkDay,
})

const checkDay = (text: string): Result<string> =>
  text.trim() === "" || isDay(text.trim())
    ? success(text.trim())
    : failure("Write the day as YYYY-MM-DD, such as 2027-06-30, or nothing at all.")

/** What cannot be right is refused; doubts are notes of the plan. */
function checkShape(field: SecretField, text: string, known?: KnownIds): Result<string> {
  const { verdict, problems } = checkSecretShape(field, text, known)
  return verdict === "wrong"
    ? failure(...problems.map(({ message, fix }) => `${message} ${fix}`))
    : success(text)
}
