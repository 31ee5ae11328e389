import { end, type Phase, type WizardState } from "./wizard-state.ts"

/** True where there is something to come back to: it is known which app this is about. */
export const canLeave = ({ phase, given }: WizardState): boolean =>
  "plan" in phase || (given.app !== undefined && given.namespace !== undefined)

/** Everything is kept; what is waited for is said. */
export const leave = (state: WizardState): WizardState =>
  end(state, { kind: "waiting", why: whatIsWaitedFor(state.phase) })

function whatIsWaitedFor(phase: Phase): string {
  switch (phase.kind) {
    case "answered":
      return "servicedesk has not answered yet"
    case "merge":
      return `${phase.url} waits to be merged`
    case "gate":
      return "the middleware is not known to be healthy yet"
    case "verify":
      return `login in front of ${phase.plan.answers.app} was not seen to work yet`
    default:
      return "it goes on whenever you do"
  }
}
