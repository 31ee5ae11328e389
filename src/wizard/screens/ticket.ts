import { callbackPath } from "../../core/contract/names.ts"
import type { InitPlan } from "../../core/plan/plan.ts"
import { type Line, renderEffects } from "../../core/plan/preview.ts"
import type { SavedTicket } from "../../core/state/saved-state.ts"
import type { ChoiceQuestion } from "../../ui/question.ts"
import { afterTicket } from "../order.ts"
import { go, type WizardState } from "../wizard-state.ts"
import type { Screen } from "./screen.ts"

/** What servicedesk is asked for, word for word. */
export function ticketScreen(state: WizardState, plan: InitPlan): Screen<ChoiceQuestion> {
  const text = plan.effects.find((effect) => effect.kind === "ticket")?.text ?? ""
  return {
    step: "Ticket",
    body: renderEffects(
      plan.effects.filter(({ kind }) => kind === "ticket"),
      { ticketText: true },
    ),
    question: {
      kind: "choice",
      id: "ticket",
      title: "Send this to servicedesk. What then?",
      help: "Only servicedesk can make an app registration. Answers take days, so everything here is kept until then.",
      options: [
        { value: "sent", label: "I have sent it" },
        { value: "later", label: "Go on, I send it later" },
        { value: "displayName", label: "Change the app registration's name" },
        { value: "ticketLanguage", label: "Change the language" },
      ],
      initial: "sent",
      copies: { what: "the ticket", text },
    },
    next: (value, now) => {
      switch (value) {
        case "displayName":
        case "ticketLanguage":
          return go(state, { kind: "edit", name: value, plan })
        default: {
          const memory = value === "sent" ? { ...state.memory, ticket: orderOf(plan, now) } : state.memory
          const left = { ...state, memory, log: [...state.log, ...kept(text)] }
          return { ...go(left, afterTicket(left, plan)), before: state }
        }
      }
    },
  }
}

const orderOf = ({ answers: { hosts, groups } }: InitPlan, now: number): SavedTicket => ({
  sentAt: new Date(now).toISOString(),
  redirectUris: hosts.map((host) => `https://${host}${callbackPath}`),
  groups,
})

/** The text stays on the screen, where a clipboard is of no use. */
const kept = (text: string): readonly Line[] => [
  [],
  ...text
    .trimEnd()
    .split("\n")
    .map((line): Line => (line === "" ? [] : [{ tone: "plain", text: line }])),
  [],
]
