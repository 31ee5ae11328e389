import type { AppError } from "../../core/errors.ts"
import type { Line } from "../../core/plan/preview.ts"
import type { Answer, AnswerByKind, Question } from "../../ui/question.ts"
import type { BoardRow } from "../../ui/views/board.ts"
import type { Finding } from "../../ui/views/findings.ts"
import type { WizardState, WorkPhase } from "../wizard-state.ts"

/** The rail. */
export const steps = ["Ticket", "Values", "Secrets", "Deploy", "Wire", "Verify"] as const
export type Step = (typeof steps)[number]

/** What is shown and asked, whether drawn or printed. */
export interface Screen<Asked extends Question = Question> {
  readonly step: Step
  readonly body: readonly Line[]
  /** What has been carried out so far. */
  readonly board?: readonly BoardRow[]
  /** What a look has found out. */
  readonly findings?: readonly Finding[]
  readonly error?: AppError
  readonly question: Asked
  readonly watch?: Watch
  /** `now` is in milliseconds since the epoch. */
  readonly next: (answer: AnswerByKind[Asked["kind"]], now: number) => WizardState
}

/** What is looked at while the question waits. */
export interface Watch {
  readonly afterMs: number
  readonly phase: WorkPhase
  /** True where what came of it is worth another screen. */
  readonly isNews: (state: WizardState) => boolean
}

/** A screen whose question's kind is not known any more; it is answered with what the question was answered with. */
export interface AnyScreen extends Omit<Screen, "next"> {
  readonly next: (answer: Answer, now: number) => WizardState
}

/**
 * Forgets the kind: safe while a question is answered by the field of its own kind, which `Ask` and `parseReply` see to. A body begins
 * with its first line that has text.
 */
export const anyScreen = <Asked extends Question>(screen: Screen<Asked>): AnyScreen => ({
  ...screen,
  body: screen.body.slice(screen.body.findIndex((line) => line.length > 0)),
  next: (answer, now) => screen.next(answer as AnswerByKind[Asked["kind"]], now),
})
