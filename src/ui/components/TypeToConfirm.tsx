import { failure, success } from "../../core/result.ts"
import type { TypedQuestion } from "../question.ts"
import type { FieldProps } from "./QuestionFrame.tsx"
import { TextField } from "./TextField.tsx"

/**
 *     Turn login on in front of web? Type web to do it.
 *     ❯ we▏
 */
export function TypeToConfirm({ question, onAnswer, onBack }: FieldProps<TypedQuestion, true>) {
  const { expected, id, title, help } = question
  return (
    <TextField
      question={{
        kind: "text",
        id,
        title,
        help,
        check: (text) => (text === expected ? success(text) : failure(`Type ${expected} to go on.`)),
      }}
      onAnswer={() => onAnswer(true)}
      onBack={onBack}
    />
  )
}
