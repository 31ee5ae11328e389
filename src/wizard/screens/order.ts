import type { Effect, FileEffect } from "../../core/plan/effect.ts"
import type { Plan } from "../../core/plan/plan.ts"
import { appFolder } from "../../core/repo/app.ts"
import type { Phase, SecretValues } from "../wizard-state.ts"

/** The screens in their order; one without content is left out. */
export function afterAccess(plan: Plan, values: SecretValues): Phase {
  return plan.effects.some(isForHumans) ? { kind: "ticket", plan, copied: false } : afterTicket(plan, values)
}

export function afterTicket(plan: Plan, values: SecretValues): Phase {
  return plan.effects.every(isForHumans)
    ? { kind: "ended", ending: { kind: "approved", plan, values } }
    : { kind: "files", plan }
}

/** What somebody else carries out: servicedesk, or the user later on. */
export const isForHumans = ({ kind }: Effect): boolean => kind === "ticket" || kind === "instruct"

/** Every file that the plan writes, whether committed or not. */
export const filesOf = ({ effects }: Pick<Plan, "effects">): readonly FileEffect[] =>
  effects.flatMap((effect) => {
    switch (effect.kind) {
      case "create-file":
      case "edit-file":
        return [effect]
      case "commit":
        return effect.files
      default:
        return []
    }
  })

/** True where the ingress is edited, so that everyone must log in as soon as it is deployed. */
export const turnsLoginOn = (plan: Plan): boolean => {
  const { namespace, app } = plan.answers
  return filesOf(plan).some(({ path }) => path === `${appFolder(namespace, app)}/values.yaml`)
}
