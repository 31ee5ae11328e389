import type { AppError } from "../../core/errors.ts"
import type { Line } from "../../core/plan/preview.ts"
import type { Answer, AnswerByKind, Question } from "../../ui/question.ts"
import type { WizardState } from "../wizard-state.ts"

/** The rail. */
export const steps = ["App", "Access", "Ticket", "Files", "Write"] as const

/** What is shown and asked, whether drawn or printed. */
export interface Screen<Asked extends Question = Question> {
  readonly step: (typeof steps)[number]
  readonly body: readonly Line[]
  readonly error?: AppError
  readonly question: Asked
  /** Goes to the clipboard as the screen appears, because it was asked for. */
  readonly copies?: string | undefined
  readonly next: (answer: AnswerByKind[Asked["kind"]]) => WizardState
}

/** A screen whose question's kind is not known any more; it is answered with what the question was answered with. */
export interface AnyScreen extends Omit<Screen, "next"> {
  readonly next: (answer: Answer) => WizardState
}

/**
 * Forgets the kind: safe while a question is answered by the field of its own kind, which `Ask` and `parseReply` see to. A body begins
 * with its first line that has text.
 */
export const anyScreen = <Asked extends Question>(screen: Screen<Asked>): AnyScreen => ({
  ...screen,
  body: screen.body.slice(screen.body.findIndex((line) => line.length > 0)),
  next: (answer) => screen.next(answer as AnswerByKind[Asked["kind"]]),
})
