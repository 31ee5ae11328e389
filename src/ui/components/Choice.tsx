import { type ListState, listState, matching, moveList } from "../list-state.ts"
import type { ChoiceQuestion } from "../question.ts"
import { useTheme } from "../theme.ts"
import { useHolder, useKeys } from "../use-keys.ts"
import { OptionList, useListSize } from "./OptionList.tsx"
import { type FieldProps, QuestionFrame } from "./QuestionFrame.tsx"

interface State {
  readonly list: ListState
  readonly explained: boolean
}

/**
 *     Which app asks for login?
 *     ❯ web  apps/shop-dev/web
 *       api  apps/shop-dev/api
 */
export function Choice({ question, onAnswer, onBack }: FieldProps<ChoiceQuestion, string>) {
  const { options, initial } = question
  const { glyphs } = useTheme()
  const size = useListSize()
  const state = useHolder<State>(() => ({
    list: listState(
      Math.max(
        0,
        options.findIndex(({ value }) => value === initial),
      ),
    ),
    explained: false,
  }))
  useKeys((key) => {
    const { list, explained } = state.read()
    if (key.kind === "back") onBack?.()
    else if (key.kind === "submit") {
      const chosen = matching(options, list)[list.cursor]
      if (chosen) onAnswer(chosen.value)
    } else if (key.kind === "insert" && key.text === "?" && list.filter.text === "")
      state.write({ list, explained: !explained })
    else state.write({ list: moveList(list, key, options, size), explained })
  })
  const { list, explained } = state.read()
  return (
    <QuestionFrame
      question={question}
      explained={explained}
      explains={list.filter.text === ""}
      keys={[
        [glyphs.arrows, "move"],
        ["Enter", "choose"],
      ]}
      hasBack={onBack !== undefined}
    >
      <OptionList options={options} state={list} size={size} />
    </QuestionFrame>
  )
}
