import type { Answers, Origins } from "../../core/plan/answers.ts"
import type { InitPlan } from "../../core/plan/plan.ts"
import { type ChoiceQuestion, objectingWhileTyping, type TextQuestion } from "../../ui/question.ts"
import { type EditableAnswer, go, type WizardState } from "../wizard-state.ts"
import { answered, checkGiven } from "./edit-given.ts"
import type { Screen } from "./screen.ts"

/** One answer, to be changed. */
export const editScreen = (
  state: WizardState,
  plan: InitPlan,
  name: EditableAnswer,
): Screen<ChoiceQuestion | TextQuestion> => ({
  step: "Ticket",
  body: [],
  question: questionOf(name, plan),
  next: (text) =>
    go(
      state,
      { kind: "planning", towards: isOfTicket(name) ? "ticket" : "access" },
      answered(state, name, text),
    ),
})

const isOfTicket = (name: EditableAnswer): boolean => name === "displayName" || name === "ticketLanguage"

function questionOf(name: EditableAnswer, { answers, origins }: InitPlan): ChoiceQuestion | TextQuestion {
  const asked = { id: `edit-${name}`, ...wording[name] }
  const options = choices[name]
  if (options) return { ...asked, kind: "choice", options, initial: textOf(name, answers) }
  const value = textOf(name, answers)
  return {
    ...asked,
    kind: "text",
    ...(value === "" ? {} : { detected: { value, origin: originOf(name, origins) } }),
    hint: objectingWhileTyping((text) => checkGiven(name, text)),
    check: (text) => checkGiven(name, text),
  }
}

const originOf = (name: EditableAnswer, origins: Origins): string => origins[name] ?? "what was derived"

function textOf(name: EditableAnswer, answers: Answers): string {
  const value = answers[name]
  return typeof value === "string" ? value : value.join(", ")
}

const choices: Readonly<Partial<Record<EditableAnswer, ChoiceQuestion["options"]>>> = {
  ingress: [
    { value: "public", label: "public", note: "reached from the internet" },
    { value: "private", label: "private", note: "reached from inside the company" },
    { value: "both", label: "both" },
  ],
  runtime: [
    { value: "platform", label: "platform", note: "0.3.x of the chart, as the guide says" },
    { value: "forward-auth", label: "forward-auth", note: "1.x of the chart, this project's server" },
  ],
  ticketLanguage: [
    { value: "da", label: "Danish" },
    { value: "en", label: "English" },
  ],
}

const wording: Readonly<Record<EditableAnswer, { readonly title: string; readonly help: string }>> = {
  groups: {
    title: "Which groups may enter? Several with commas; none lets in everyone in the tenant.",
    help: "Names of groups as the ID token has them. The ticket asks for them to be in it.",
  },
  bypass: {
    title: "Which paths are open without login? Several with commas; none opens nothing.",
    help: "Exact paths, such as /healthz. Probes of the cluster need none: they do not pass the ingress.",
  },
  hosts: {
    title: "Which hosts ask for login? Several with commas.",
    help: "Each needs a redirect URI, and the ticket lists one for each.",
  },
  ingress: {
    title: "Which ingress asks for login?",
    help: "Only an ingress that the app has switched on can.",
  },
  runtime: {
    title: "What runs the login?",
    help: "Both read the same values; one line of application.yaml moves an app from one to the other.",
  },
  displayName: {
    title: "What is the app registration called?",
    help: "People see this name where they log in.",
  },
  ticketLanguage: {
    title: "Which language is the ticket in?",
    help: "Servicedesk reads both.",
  },
}
