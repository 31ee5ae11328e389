import type { SavedState } from "../../core/state/saved-state.ts"
import type { ChoiceQuestion } from "../../ui/question.ts"
import { secretsStored } from "../memory.ts"
import { go, type WizardState } from "../wizard-state.ts"
import type { Screen } from "./screen.ts"

/** What was begun here on other days. */
export const resumeScreen = (state: WizardState, saved: readonly SavedState[]): Screen<ChoiceQuestion> => ({
  step: "Ticket",
  body: [],
  question: {
    kind: "choice",
    id: "resume",
    title: "Continue with which app?",
    help: "The repository, GitHub and AWS are looked at again, so what others have done in the meantime counts. idp-oidc init --forget --app APP forgets one.",
    options: [
      ...saved.map((one, index) => ({
        value: String(index),
        label: `${one.app} in ${one.namespace}`,
        note: `${describe(one)}, ${one.savedAt.slice(0, 10)}`,
      })),
      { value: "another", label: "Another app" },
    ],
    initial: "0",
  },
  next: (value) => {
    const chosen = saved[Number(value)]
    const given = chosen ? { ...state.given, namespace: chosen.namespace, app: chosen.app } : state.given
    return go(state, { kind: "planning", towards: "access" }, { given })
  },
})

function describe(saved: SavedState): string {
  if (secretsStored(saved)) return "its secrets are stored"
  if (saved.runs.length > 0) return "some secrets are stored"
  return saved.ticket ? `ticket sent ${saved.ticket.sentAt.slice(0, 10)}` : "begun"
}
