import { isWork, type WizardState } from "../wizard-state.ts"
import { accessScreen } from "./access.ts"
import { answeredScreen } from "./answered.ts"
import { confirmScreen } from "./confirm.ts"
import { editScreen } from "./edit.ts"
import { failedScreen } from "./failed.ts"
import { filesScreen, whichFileScreen } from "./files.ts"
import { byHandScreen, gateScreen } from "./gate.ts"
import { mergeScreen } from "./merge.ts"
import { missingScreen } from "./missing.ts"
import { resumeScreen } from "./resume.ts"
import { type AnyScreen, anyScreen } from "./screen.ts"
import { secretEndsScreen } from "./secret-values.ts"
import { secretsScreen } from "./secrets.ts"
import { stoppedScreen } from "./stopped.ts"
import { ticketScreen } from "./ticket.ts"
import { verifyScreen } from "./verify.ts"

/** What to show and ask; nothing while something is under way, and at the end. */
export function screenOf(state: WizardState): AnyScreen | undefined {
  const { phase } = state
  if (isWork(phase)) return undefined
  switch (phase.kind) {
    case "resume":
      return anyScreen(resumeScreen(state, phase.saved))
    case "missing":
      return missingScreen(state, phase)
    case "secret-ends":
      return anyScreen(secretEndsScreen(state, phase.towards))
    case "access":
      return anyScreen(accessScreen(state, phase.plan))
    case "edit":
      return anyScreen(editScreen(state, phase.plan, phase.name))
    case "ticket":
      return anyScreen(ticketScreen(state, phase.plan))
    case "answered":
      return anyScreen(answeredScreen(state, phase.plan))
    case "secrets":
      return anyScreen(secretsScreen(state, phase))
    case "files":
      return anyScreen(filesScreen(state, phase))
    case "which-file":
      return anyScreen(whichFileScreen(state, phase.plan))
    case "confirm":
      return confirmScreen(state, phase.plan)
    case "stopped":
      return anyScreen(stoppedScreen(state, phase))
    case "merge":
      return anyScreen(mergeScreen(state, phase.plan, phase.url))
    case "gate":
      return anyScreen(gateScreen(state, phase.plan, phase.verdict))
    case "by-hand":
      return anyScreen(byHandScreen(state, phase.plan))
    case "verify":
      return anyScreen(verifyScreen(state, phase))
    case "failed":
      return anyScreen(failedScreen(state, phase.error))
    case "ended":
      return undefined
  }
}
