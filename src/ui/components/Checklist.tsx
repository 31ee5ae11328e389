import { type ListState, listState, matching, moveList } from "../list-state.ts"
import type { ChecklistQuestion } from "../question.ts"
import { useTheme } from "../theme.ts"
import { useHolder, useKeys } from "../use-keys.ts"
import { OptionList, useListSize } from "./OptionList.tsx"
import { type FieldProps, QuestionFrame } from "./QuestionFrame.tsx"

interface State {
  readonly list: ListState
  readonly checked: ReadonlySet<string>
  readonly explained: boolean
}

/**
 *     Which paths are open without login?
 *     ❯ ◼ /healthz  apps/shop/web/values.yaml:31:15
 *       ◻ /ready    apps/shop/web/values.yaml:35:15
 */
export function Checklist({ question, onAnswer, onBack }: FieldProps<ChecklistQuestion, readonly string[]>) {
  const { options, initial } = question
  const { glyphs } = useTheme()
  const size = useListSize()
  const state = useHolder<State>(() => ({
    list: listState(),
    checked: new Set(initial),
    explained: false,
  }))
  useKeys((key) => {
    const now = state.read()
    const { list, checked } = now
    if (key.kind === "back") onBack?.()
    else if (key.kind === "submit")
      onAnswer(options.map(({ value }) => value).filter((value) => checked.has(value)))
    else if (key.kind === "insert" && key.text === " ") {
      const focused = matching(options, list)[list.cursor]
      if (focused) state.write({ ...now, checked: toggled(checked, focused.value) })
    } else if (key.kind === "insert" && key.text === "?" && list.filter.text === "")
      state.write({ ...now, explained: !now.explained })
    else state.write({ ...now, list: moveList(list, key, options, size) })
  })
  const { list, checked, explained } = state.read()
  return (
    <QuestionFrame
      question={question}
      explained={explained}
      explains={list.filter.text === ""}
      keys={[
        [glyphs.arrows, "move"],
        ["Space", "tick"],
        ["Enter", "continue"],
      ]}
      hasBack={onBack !== undefined}
    >
      <OptionList options={options} state={list} size={size} checked={checked} />
    </QuestionFrame>
  )
}

function toggled(checked: ReadonlySet<string>, value: string): ReadonlySet<string> {
  const next = new Set(checked)
  if (!next.delete(value)) next.add(value)
  return next
}
