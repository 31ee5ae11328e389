import { failure, success } from "../../core/result.ts"
import type { FieldProps } from "../field-props.ts"
import type { TypedQuestion } from "../question.ts"
import { TextField } from "./TextField.tsx"

/**
 *     Turn login on in front of web? Type web to do it.
 *     ❯ we▏
 */
export function TypeToConfirm({ question, onAnswer, ...props }: FieldProps<TypedQuestion, true>) {
  const { expected, kind: _, ...asked } = question
  return (
    <TextField
      {...props}
      question={{
        ...asked,
        kind: "text",
        check: (text) => (text === expected ? success(text) : failure(`Type ${expected} to go on.`)),
      }}
      onAnswer={() => onAnswer(true)}
    />
  )
}
