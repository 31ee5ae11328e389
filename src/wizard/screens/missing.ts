import { fields } from "../../core/plan/fields.ts"
import { type AnswerName, flagOf } from "../../core/plan/given.ts"
import type { Missing } from "../../core/plan/missing.ts"
import type { ChoiceQuestion, TextQuestion } from "../../ui/question.ts"
import { go, type WizardState } from "../wizard-state.ts"
import { editGiven } from "./edit-given.ts"
import { type AnyScreen, anyScreen, type Screen } from "./screen.ts"
import { clientIdScreen, clientSecretScreen } from "./secret-values.ts"

/** Something that nothing implies: which app, mostly, or a value from servicedesk. */
export function missingScreen(state: WizardState, missing: Missing): AnyScreen {
  switch (missing.flag) {
    case "--client-id":
      return anyScreen(clientIdScreen(state))
    case "--client-secret-stdin":
      return anyScreen(clientSecretScreen(state))
    default:
      return anyScreen(missingAnswerScreen(state, missing))
  }
}

function missingAnswerScreen(
  state: WizardState,
  { flag, why, choices }: Missing,
): Screen<ChoiceQuestion | TextQuestion> {
  const name = answerOf(flag)
  const asked = { id: `missing-${name}`, title: titles[name] ?? name, help: `Asked because ${why}.` }
  return {
    step: "App",
    body: [],
    question: choices
      ? {
          ...asked,
          kind: "choice",
          options: choices.map((choice) => ({ value: choice, label: choice })),
        }
      : {
          ...asked,
          kind: "text",
          check: (text) => {
            const parsed = fields[name].parse(text)
            return parsed.ok ? { ok: true, value: text } : parsed
          },
        },
    next: (text) =>
      go(state, { kind: "planning", towards: "access" }, { given: editGiven(state.given, name, text) }),
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
