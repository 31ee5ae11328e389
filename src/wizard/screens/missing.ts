import { type AnswerName, flagOf } from "../../core/plan/given.ts"
import type { Missing } from "../../core/plan/missing.ts"
import { type ChoiceQuestion, objectingWhileTyping, type TextQuestion } from "../../ui/question.ts"
import { go, type SecretsDecision, type Stop, type WizardState } from "../wizard-state.ts"
import { answered, checkGiven } from "./edit-given.ts"
import { type AnyScreen, anyScreen, type Screen } from "./screen.ts"
import { clientIdScreen, clientSecretScreen } from "./secret-values.ts"

interface Lacking {
  readonly missing: Missing
  readonly towards: Stop
}

/** Something that nothing implies: which app, mostly, or a value from servicedesk. */
export function missingScreen(state: WizardState, lacking: Lacking): AnyScreen {
  switch (lacking.missing.flag) {
    case "--client-id":
      return anyScreen(clientIdScreen(state, lacking.towards))
    case "--client-secret-stdin":
      return anyScreen(clientSecretScreen(state, lacking.towards))
    case "--workflow":
    case "--secrets-via":
      return anyScreen(wayScreen(state, lacking))
    default:
      return anyScreen(missingAnswerScreen(state, lacking))
  }
}

/** By which way the secrets are stored, where the repository has no one workflow for it. */
const wayScreen = (
  state: WizardState,
  { missing: { flag, why, choices = [] }, towards }: Lacking,
): Screen<ChoiceQuestion> => ({
  step: "Secrets",
  body: [],
  question: {
    kind: "choice",
    id: flag,
    title: flag === "--workflow" ? "Which workflow stores the secrets?" : "How are the secrets stored?",
    help: `Asked because ${why}.`,
    options: [
      ...choices.map((choice) => ({ value: choice, label: ways[choice] ?? choice })),
      ...(flag === "--workflow" ? (["aws", "skip"] as const) : []).map((value) => ({
        value,
        label: ways[value] ?? value,
      })),
    ],
  },
  next: (value) => {
    const change: Partial<SecretsDecision> =
      value === "aws" || value === "skip" ? { via: value } : { workflow: value }
    return go(state, { kind: "planning", towards }, { secrets: { ...state.secrets, ...change } })
  },
})

const ways: Readonly<Record<string, string>> = {
  aws: "By my own sign-in to AWS",
  skip: "I store them myself",
}

function missingAnswerScreen(
  state: WizardState,
  { missing: { flag, why, choices, notes = {} }, towards }: Lacking,
): Screen<ChoiceQuestion | TextQuestion> {
  const name = answerOf(flag)
  const asked = { id: `missing-${name}`, title: titles[name] ?? name, help: `Asked because ${why}.` }
  return {
    step: "Ticket",
    body: [],
    question: choices
      ? {
          ...asked,
          kind: "choice",
          filter: true,
          options: choices.map((choice) => {
            const note = notes[choice]
            return { value: choice, label: choice, ...(note === undefined ? {} : { note }) }
          }),
        }
      : {
          ...asked,
          kind: "text",
          hint: objectingWhileTyping((text) => checkGiven(name, text)),
          check: (text) => checkGiven(name, text),
        },
    next: (text) => go(state, { kind: "planning", towards }, answered(state, name, text)),
  }
}

const titles: Readonly<Partial<Record<AnswerName, string>>> = {
  namespace: "Which namespace is the app in?",
  app: "Which app should ask for login?",
  release: "What is the new release to be called?",
  cookiePrefix: "What are the session cookie's names to begin with?",
}

function answerOf(flag: string): AnswerName {
  const name = (Object.keys(flagOf) as AnswerName[]).find((candidate) => `--${flagOf[candidate]}` === flag)
  if (!name) throw new Error(`No answer has the flag ${flag}.`)
  return name
}
