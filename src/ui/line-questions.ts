/** Questions as lines of text, and lines of text as answers: the twin of the components, for screen readers and plain terminals. */
import { failure, type Result, success } from "../core/result.ts"
import { editBuffer } from "./edit-buffer.ts"
import { matching, type Option, optionOfKey } from "./list-state.ts"
import type { Answer, ChecklistQuestion, ChoiceQuestion, ConfirmQuestion, Question } from "./question.ts"
import { createSecret } from "./secret.ts"

/** Longer lists are cut: hearing thousands of names helps nobody, and a part of a name chooses. */
const maxListed = 20

/** The question, without the line that is answered on. */
export function renderQuestion(question: Question): readonly string[] {
  switch (question.kind) {
    case "choice":
      return [question.title, ...renderOptions(question.options)]
    case "checklist": {
      const ticked = new Set(question.initial)
      return [
        question.title,
        ...renderOptions(question.options, ({ value }) => (ticked.has(value) ? " (ticked)" : "")),
      ]
    }
    case "text":
      return question.detected
        ? [question.title, `  ${question.detected.value}, found in ${question.detected.origin}`]
        : [question.title]
    default:
      return [question.title]
  }
}

/** What to type, and what Enter alone does. */
export function renderPrompt(question: Question): string {
  switch (question.kind) {
    case "choice":
      return initialOf(question) ? `Number or name; Enter is: ${initialOf(question)}` : "Number or name"
    case "checklist":
      return "Numbers, or none; Enter keeps what is ticked"
    case "text":
      return question.detected ? "Answer; Enter keeps what was found" : "Answer"
    case "secret":
      return "Value, not shown"
    case "confirm":
      return question.onEnter === undefined ? "y or n" : `y or n; Enter is ${question.onEnter ? "y" : "n"}`
    case "typed":
      return `Type ${question.expected}`
  }
}

/** A typed line as an answer, or what is wrong with it. */
export function parseReply(question: Question, line: string): Result<Answer> {
  const text = line.trim()
  switch (question.kind) {
    case "text":
      return question.check(text === "" ? (question.detected?.value ?? "") : text)
    case "secret": {
      const checked = question.check(text)
      return checked.ok ? success(createSecret(checked.value)) : checked
    }
    case "choice":
      return parseChoice(question, text)
    case "checklist":
      return parseChecklist(question, text)
    case "confirm":
      return parseConfirm(question, text)
    case "typed":
      return text === question.expected ? success(true) : failure(`Type ${question.expected} to go on.`)
  }
}

function renderOptions(
  options: readonly Option[],
  suffix: (option: Option) => string = () => "",
): readonly string[] {
  const listed = options.slice(0, maxListed)
  return [
    ...listed.map((option, index) => `  ${index + 1}. ${describe(option)}${suffix(option)}`),
    ...(options.length > maxListed
      ? [`  and ${options.length - maxListed} more: type a part of the name`]
      : []),
  ]
}

const initialOf = ({ options, initial }: ChoiceQuestion): string | undefined =>
  options.find(({ value }) => value === initial)?.label

const describe = ({ label, note, key }: Option): string =>
  [label, ...(note === undefined ? [] : [note]), ...(key === undefined ? [] : [`or type ${key}`])].join(", ")

function parseChoice({ options, initial }: ChoiceQuestion, text: string): Result<Answer> {
  if (text === "" && initial !== undefined) return success(initial)
  if (text === "") return failure("Type a number or a name.")
  const exact =
    options[Number(text) - 1] ??
    options.find(({ value, label }) => [value, label].includes(text)) ??
    optionOfKey(options, text)
  if (exact) return success(exact.value)
  const near = matching(options, { filter: editBuffer(text), cursor: 0 })
  const [first] = near
  if (first && near.length === 1) return success(first.value)
  return failure(
    first
      ? `${near.length} match: ${near
          .slice(0, maxListed)
          .map(({ label }) => label)
          .join(", ")}`
      : `Nothing matches ${JSON.stringify(text)}.`,
  )
}

function parseChecklist({ options, initial }: ChecklistQuestion, text: string): Result<Answer> {
  if (text === "") return success(initial)
  if (text.toLowerCase() === "none") return success([])
  const words = text.split(/[\s,]+/)
  const unknown = words.filter((word) => options[Number(word) - 1] === undefined)
  if (unknown.length > 0) return failure(`There is no ${unknown.join(", ")} in the list.`)
  const chosen = new Set(words.map((word) => Number(word) - 1))
  return success(options.filter((_, index) => chosen.has(index)).map(({ value }) => value))
}

function parseConfirm({ onEnter }: ConfirmQuestion, text: string): Result<Answer> {
  if (/^y(es)?$/i.test(text)) return success(true)
  if (/^no?$/i.test(text)) return success(false)
  return text === "" && onEnter !== undefined ? success(onEnter) : failure("Type y or n.")
}
