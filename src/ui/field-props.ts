import type { Around } from "./components/Page.tsx"
import type { Question } from "./question.ts"

export interface FieldProps<Asked extends Question, Answered> {
  readonly question: Asked
  readonly onAnswer: (answer: Answered) => void
  /** Absent on the first question. */
  readonly onBack?: (() => void) | undefined
  /** Absent where there is nothing to come back to another day. */
  readonly onSave?: (() => void) | undefined
  readonly around?: Around | undefined
}
