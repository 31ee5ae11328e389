import type { Plan } from "../../core/plan/plan.ts"
import type { ConfirmQuestion, TypedQuestion } from "../../ui/question.ts"
import { go, type WizardState } from "../wizard-state.ts"
import { filesOf, turnsLoginOn } from "./order.ts"
import { type AnyScreen, anyScreen } from "./screen.ts"

/** The last question. Where login is turned on for everyone, the app's name must be typed. */
export function confirmScreen(state: WizardState, plan: Plan): AnyScreen {
  const approve = (): WizardState =>
    go(state, { kind: "ended", ending: { kind: "approved", plan, values: state.values } })
  const { app } = plan.answers
  if (turnsLoginOn(plan))
    return anyScreen<TypedQuestion>({
      step: "Write",
      body: [],
      question: {
        kind: "typed",
        id: "confirm-wiring",
        title: `This turns login on in front of ${app} once it is deployed. Type ${app} to write it.`,
        help: "From then on everyone who opens the app logs in first. A missing middleware would take the app offline.",
        expected: app,
      },
      next: approve,
    })
  return anyScreen<ConfirmQuestion>({
    step: "Write",
    body: [],
    question: {
      kind: "confirm",
      id: "confirm",
      title: titleOf(plan, state.toBranch),
      help: "Nothing has been written yet. Login is not turned on by this.",
    },
    next: (approved) => (approved ? approve() : (state.before ?? state)),
  })
}

function titleOf(plan: Plan, toBranch: boolean): string {
  const secrets = plan.effects.filter(({ kind }) => kind === "store-secret").length
  const parts = [
    ...(secrets > 0 ? [`store ${counted(secrets, "secret")}`] : []),
    `${toBranch ? "commit" : "write"} ${counted(filesOf(plan).length, "file")}`,
  ]
  const text = parts.join(" and ")
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}?`
}

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`
