import type { InitPlan } from "../../core/plan/plan.ts"
import type { Line } from "../../core/plan/preview.ts"
import type { ChoiceQuestion } from "../../ui/question.ts"
import { leave } from "../leave.ts"
import { filesOf } from "../order.ts"
import { go, type WizardState } from "../wizard-state.ts"
import type { Screen } from "./screen.ts"

/** The wait for servicedesk, which takes days. */
export const answeredScreen = (state: WizardState, plan: InitPlan): Screen<ChoiceQuestion> => ({
  step: "Values",
  body: [
    ...(state.memory.ticket ? [sent(state.memory.ticket.sentAt, plan.servicedesk)] : []),
    [{ tone: "plain", text: "The answer must bring three things:" }],
    ...needed.map((text): Line => [{ tone: "plain", text: `  - ${text}` }]),
    [{ tone: "faint", text: "If one is missing, ask for it now: another round takes days again." }],
  ],
  question: {
    kind: "choice",
    id: "answered",
    title: "Has servicedesk answered?",
    help: "With the two values at hand the secrets are stored next. Until then the files can be prepared: nothing asks for login before the ingress is wired, which comes last.",
    options: [
      { value: "yes", label: "Yes, I have the client ID and the client secret" },
      ...(filesOf(plan).length > 0
        ? [{ value: "files", label: "Not yet: prepare the files meanwhile" }]
        : []),
      { value: "quit", label: "Not yet: save and quit" },
      { value: "stored", label: "The three secrets are stored already" },
    ],
    initial: state.memory.ticket ? "yes" : "quit",
  },
  next: (value) => {
    switch (value) {
      case "yes":
        return go(
          state,
          { kind: "planning", towards: "secrets" },
          { secrets: { ...state.secrets, via: "workflow" } },
        )
      case "stored":
        return go(
          state,
          { kind: "planning", towards: "files" },
          { secrets: { ...state.secrets, via: "skip" } },
        )
      case "files":
        return go(state, { kind: "planning", towards: "files" })
      default:
        return leave(state)
    }
  },
})

const needed = [
  "the Application (client) ID",
  "the client secret's Value, not its Secret ID, through a secure channel",
  "the client secret's end date",
]

const sent = (at: string, servicedesk: string | undefined): Line => [
  { tone: "plain", text: "The ticket was sent on " },
  { tone: "strong", text: at.slice(0, 10) },
  { tone: "plain", text: servicedesk === undefined ? "." : ` to ${servicedesk}.` },
]
