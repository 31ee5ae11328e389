/** Which screen comes after which. One without content is left out. */
import type { LocatedProblem } from "../core/contract/problem.ts"
import type { Effect, FileEffect } from "../core/plan/effect.ts"
import type { InitPlan } from "../core/plan/plan.ts"
import { appFolder } from "../core/repo/app.ts"
import { secretsStored } from "./memory.ts"
import type { Phase, Stop, WizardState } from "./wizard-state.ts"

type Position = Pick<
  WizardState,
  "before" | "memory" | "secrets" | "wire" | "revert" | "destination" | "preflight"
>

/** The screen that a plan was made for. */
export function phaseFor(state: Position, plan: InitPlan, towards: Stop): Phase {
  switch (towards) {
    case "access":
      return plan.effects.length > 0 ? { kind: "access", plan } : whateverIsNext(state, plan)
    case "ticket":
      return { kind: "ticket", plan }
    case "secrets":
      return plan.effects.some(({ kind }) => kind === "store-secret")
        ? { kind: "secrets", plan }
        : afterSecrets(state, plan)
    case "files":
      return afterSecrets(state, plan)
    case "whatever-is-next":
      return whateverIsNext(state, plan)
  }
}

export function afterAccess(state: Position, plan: InitPlan): Phase {
  const orders = plan.effects.some(({ kind }) => kind === "ticket")
  return orders && !state.memory.ticket ? { kind: "ticket", plan } : afterTicket(state, plan)
}

export function afterTicket(state: Position, plan: InitPlan): Phase {
  const { via } = state.secrets
  if (via === "workflow" || via === "aws") return { kind: "planning", towards: "secrets" }
  if (via === "skip" || secretsStored(state.memory)) return { kind: "planning", towards: "files" }
  return { kind: "answered", plan }
}

export function afterSecrets(state: Position, plan: InitPlan): Phase {
  if (filesOf(plan).length > 0 || errorsOf(plan).length > 0) return { kind: "files", plan }
  return plan.effects.every(isForHumans) ? whateverIsNext(state, plan) : { kind: "confirm", plan }
}

/** Where nothing is left to write: what the app waits for, from the repository and from what is remembered. */
export function whateverIsNext({ memory, secrets, wire, revert }: Position, plan: InitPlan): Phase {
  const { deployed, wired, open } = plan.reached
  if (open !== undefined) return { kind: "merge", plan, url: open }
  const applied: Phase = { kind: "ended", ending: { kind: "applied", plan } }
  if (revert) return plan.effects.length > 0 ? { kind: "files", plan } : applied
  if (wired) return { kind: "looking", at: "login", plan, looks: 0 }
  if (secrets.via !== "skip" && !secretsStored(memory)) return { kind: "answered", plan }
  if (!deployed) return applied
  if (wire === "no") return { kind: "looking", at: "evidence", plan, looks: 0 }
  return editsIngress(plan) ? { kind: "files", plan } : applied
}

/** What keeps the plan from being carried out. */
export const errorsOf = ({ faults }: Pick<InitPlan, "faults">): readonly LocatedProblem[] =>
  faults.filter(({ severity }) => severity === "error")

/** What somebody else carries out: servicedesk, or the user later on. */
export const isForHumans = ({ kind }: Effect): boolean => kind === "ticket" || kind === "instruct"

/** Every file that the plan writes, whether committed or not. */
export const filesOf = ({ effects }: Pick<InitPlan, "effects">): readonly FileEffect[] =>
  effects.flatMap((effect) => {
    switch (effect.kind) {
      case "create-file":
      case "edit-file":
      case "delete-file":
        return [effect]
      case "commit":
        return effect.files
      default:
        return []
    }
  })

/** True where the ingress is edited: login is turned on or off for everyone as soon as that is deployed. */
export const editsIngress = (plan: InitPlan): boolean => {
  const { namespace, app } = plan.answers
  return filesOf(plan).some(({ path }) => path === `${appFolder(namespace, app)}/values.yaml`)
}
