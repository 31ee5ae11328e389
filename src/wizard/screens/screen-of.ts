import type { WizardState } from "../wizard-state.ts"
import { accessScreen } from "./access.ts"
import { confirmScreen } from "./confirm.ts"
import { editScreen } from "./edit.ts"
import { failedScreen } from "./failed.ts"
import { filesScreen } from "./files.ts"
import { missingScreen } from "./missing.ts"
import { type AnyScreen, anyScreen } from "./screen.ts"
import { ticketScreen } from "./ticket.ts"

/** What to show and ask; nothing while a plan is made, and at the end. */
export function screenOf(state: WizardState): AnyScreen | undefined {
  const { phase } = state
  switch (phase.kind) {
    case "missing":
      return missingScreen(state, phase.missing)
    case "access":
      return anyScreen(accessScreen(state, phase.plan))
    case "edit":
      return anyScreen(editScreen(state, phase.plan, phase.name))
    case "ticket":
      return anyScreen(ticketScreen(state, phase.plan, phase.copied))
    case "files":
      return anyScreen(filesScreen(state, phase.plan))
    case "confirm":
      return confirmScreen(state, phase.plan)
    case "failed":
      return anyScreen(failedScreen(state, phase.error))
    case "planning":
    case "ended":
      return undefined
  }
}
