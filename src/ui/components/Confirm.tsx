import { Text } from "ink"
import type { KeyPress } from "../keys.ts"
import type { ConfirmQuestion } from "../question.ts"
import { useTheme } from "../theme.ts"
import { useHolder, useKeys } from "../use-keys.ts"
import { type FieldProps, QuestionFrame } from "./QuestionFrame.tsx"

interface State {
  readonly chosen: boolean | undefined
  readonly explained: boolean
  readonly problems: readonly string[]
}

function choose(state: State, key: KeyPress): State {
  if (key.kind !== "insert") return state
  switch (key.text.toLowerCase()) {
    case "y":
      return { ...state, chosen: true, problems: [] }
    case "n":
      return { ...state, chosen: false, problems: [] }
    case "?":
      return { ...state, explained: !state.explained }
    default:
      return state
  }
}

/**
 *     Write 2 files?
 *     ❯ yes   no
 *
 * The letter chooses and Enter submits, so that the Enter after a letter never reaches the next question.
 */
export function Confirm({ question, onAnswer, onBack }: FieldProps<ConfirmQuestion, boolean>) {
  const { glyphs } = useTheme()
  const state = useHolder<State>(() => ({ chosen: question.onEnter, explained: false, problems: [] }))
  useKeys((key) => {
    const now = state.read()
    if (key.kind === "back") onBack?.()
    else if (key.kind !== "submit") state.write(choose(now, key))
    else if (now.chosen === undefined) state.write({ ...now, problems: ["Press y or n first."] })
    else onAnswer(now.chosen)
  })
  const { chosen, explained, problems } = state.read()
  const mark = (is: boolean) => (chosen === is ? glyphs.pointer : " ")
  return (
    <QuestionFrame
      question={question}
      explained={explained}
      explains
      problems={problems}
      keys={[
        ["y", "yes"],
        ["n", "no"],
        ["Enter", "continue"],
      ]}
      hasBack={onBack !== undefined}
    >
      <Text>
        <Text bold={chosen === true}>{mark(true)} yes</Text>
        {"   "}
        <Text bold={chosen === false}>{mark(false)} no</Text>
      </Text>
    </QuestionFrame>
  )
}
