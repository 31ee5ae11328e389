import type { Plan } from "../../core/plan/plan.ts"
import { renderEffects } from "../../core/plan/preview.ts"
import { fitsClipboard } from "../../ui/clipboard.ts"
import type { ChoiceQuestion } from "../../ui/question.ts"
import { go, type WizardState } from "../wizard-state.ts"
import { afterTicket, isForHumans } from "./order.ts"
import type { Screen } from "./screen.ts"

/** What others do: the ticket word for word, and the secrets. */
export function ticketScreen(state: WizardState, plan: Plan, copied: boolean): Screen<ChoiceQuestion> {
  // Coming back here later must not copy again.
  const here: WizardState = { ...state, phase: { kind: "ticket", plan, copied: false } }
  const text = plan.effects.find((effect) => effect.kind === "ticket")?.text
  return {
    step: "Ticket",
    body: renderEffects(plan.effects.filter(isForHumans), { ticketText: true }),
    copies: copied ? text : undefined,
    question: {
      kind: "choice",
      id: "ticket",
      title: "This is for servicedesk. Is it right?",
      help: "It is printed once more at the end, so it can be copied there too.",
      options: [
        { value: "continue", label: "Yes, continue" },
        ...(text === undefined ? [] : ticketOptions(text, copied)),
      ],
      initial: "continue",
    },
    next: (value) => {
      switch (value) {
        case "copy":
          return { ...state, phase: { kind: "ticket", plan, copied: true } }
        case "displayName":
        case "ticketLanguage":
          return go(here, { kind: "edit", name: value, plan })
        default:
          return go(here, afterTicket(plan, state.values))
      }
    },
  }
}

const ticketOptions = (text: string, copied: boolean): ChoiceQuestion["options"] => [
  ...(fitsClipboard(text)
    ? [
        {
          value: "copy",
          label: copied ? "Copy it again" : "Copy it",
          ...(copied ? { note: "sent to the terminal's clipboard; some terminals do not allow that" } : {}),
        },
      ]
    : []),
  { value: "displayName", label: "Change the app registration's name" },
  { value: "ticketLanguage", label: "Change the language" },
]
