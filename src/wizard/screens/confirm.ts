import type { InitPlan } from "../../core/plan/plan.ts"
import type { DestinationKind } from "../../core/plan/snapshot.ts"
import type { ConfirmQuestion, TypedQuestion } from "../../ui/question.ts"
import { makeBoard } from "../board.ts"
import { editsIngress, filesOf } from "../order.ts"
import { back, seal, type WizardState } from "../wizard-state.ts"
import { type AnyScreen, anyScreen } from "./screen.ts"

/** The last question. Where login is turned on for everyone, the app's name must be typed. */
export function confirmScreen(state: WizardState, plan: InitPlan): AnyScreen {
  const approve = (): WizardState => seal(state, { kind: "applying", plan, board: makeBoard(plan.effects) })
  const { app } = plan.answers
  if (editsIngress(plan) && !state.revert)
    return anyScreen<TypedQuestion>({
      step: "Wire",
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
    step: state.revert ? "Wire" : filesOf(plan).length > 0 ? "Deploy" : "Secrets",
    body: [],
    question: {
      kind: "confirm",
      id: "confirm",
      title: titleOf(plan, state.destination ?? "working-tree"),
      help: state.revert
        ? "Nothing has been written yet. Once it is deployed, nobody is asked to log in any more."
        : "Nothing has been written yet. Login is not turned on by this.",
    },
    next: (approved) => (approved ? approve() : (back(state) ?? state)),
  })
}

function titleOf(plan: InitPlan, destination: DestinationKind): string {
  const secrets = plan.effects.filter(({ kind }) => kind === "store-secret").length
  const files = filesOf(plan).length
  const opens = plan.effects.some(({ kind }) => kind === "pull-request")
  const parts = [
    ...(secrets > 0 ? [`store ${counted(secrets, "secret")}`] : []),
    ...(files > 0
      ? [`${destination === "working-tree" ? "write" : "commit"} ${counted(files, "file")}`]
      : []),
    ...(opens ? ["open a pull request"] : []),
  ]
  const text = [parts.slice(0, -1).join(", "), ...parts.slice(-1)].filter(Boolean).join(" and ")
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}?`
}

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`
