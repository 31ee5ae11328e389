import { type Field, fields } from "../../core/plan/fields.ts"
import type { AnswerName, Given } from "../../core/plan/given.ts"
import { failure, type Result, success } from "../../core/result.ts"
import type { Decisions } from "../wizard-state.ts"

/** What an answer on a screen decides. */
export const answered = (
  { given, said }: Pick<Decisions, "given" | "said">,
  name: AnswerName,
  text: string,
): Pick<Decisions, "given" | "said"> => ({
  given: editGiven(given, name, text),
  said: { ...said, [name]: "your answer" },
})

/** The texts of an answer that is a list, as one writes a list on one line. */
const parts = (text: string): readonly string[] =>
  text
    .split(",")
    .map((part) => part.trim())
    .filter(Boolean)

/** What is wrong with a text as this answer; nothing at all is a list without entries. */
export function checkGiven(name: AnswerName, text: string): Result<string> {
  const field: Field<unknown> = fields[name]
  const problems = (field.many ? parts(text) : [text]).flatMap((part) => {
    const parsed = field.parse(part)
    return parsed.ok ? [] : parsed.problems
  })
  return problems.length > 0 ? failure(...problems) : success(text)
}

/**
 * Puts a text that `checkGiven` has accepted in the place of an answer. A list without entries takes the answer back, so that it is
 * derived again; for open paths alone it is an answer of its own.
 */
export function editGiven(given: Given, name: AnswerName, text: string): Given {
  const field: Field<unknown> = fields[name]
  const values = (field.many ? parts(text) : [text]).flatMap((part) => {
    const parsed = field.parse(part)
    return parsed.ok ? [parsed.value] : []
  })
  const { [name]: _, ...others } = given
  if (values.length === 0 && name !== "bypass") return others
  return { ...others, [name]: field.many ? values : values[0] }
}
