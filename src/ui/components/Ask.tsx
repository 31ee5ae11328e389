import type { FieldProps } from "../field-props.ts"
import type { Answer, Question } from "../question.ts"
import { Checklist } from "./Checklist.tsx"
import { Choice } from "./Choice.tsx"
import { Confirm } from "./Confirm.tsx"
import { SecretField } from "./SecretField.tsx"
import { TextField } from "./TextField.tsx"
import { TypeToConfirm } from "./TypeToConfirm.tsx"

/** Any question, with the field of its kind. Give it the question's `id` as `key`: a new question starts a new draft. */
export function Ask({ question, ...props }: FieldProps<Question, Answer>) {
  switch (question.kind) {
    case "text":
      return <TextField question={question} {...props} />
    case "secret":
      return <SecretField question={question} {...props} />
    case "choice":
      return <Choice question={question} {...props} />
    case "checklist":
      return <Checklist question={question} {...props} />
    case "confirm":
      return <Confirm question={question} {...props} />
    case "typed":
      return <TypeToConfirm question={question} {...props} />
  }
}
