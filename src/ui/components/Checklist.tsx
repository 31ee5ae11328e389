import type { FieldProps } from "../field-props.ts"
import type { ChecklistQuestion } from "../question.ts"
import { useTheme } from "../theme.ts"
import { useAside } from "../use-aside.ts"
import { useHolder } from "../use-keys.ts"
import { useList } from "../use-list.ts"
import { Page } from "./Page.tsx"

/**
 *     Which paths are open without login?
 *     ❯ ◼ /healthz  apps/shop/web/values.yaml:31:15
 *       ◻ /ready    apps/shop/web/values.yaml:35:15
 */
export function Checklist({
  question,
  onAnswer,
  onBack,
  onSave,
  around,
}: FieldProps<ChecklistQuestion, readonly string[]>) {
  const { options, initial } = question
  const { glyphs } = useTheme()
  const list = useList(question)
  const checked = useHolder<ReadonlySet<string>>(() => new Set(initial))
  const aside = useAside(question, {
    onBack,
    onSave,
    letters: list.letters,
    onKey: (key) => {
      if (key.kind === "submit")
        onAnswer(options.map(({ value }) => value).filter((value) => checked.read().has(value)))
      else if (key.kind === "insert" && key.text === " ") {
        const focused = list.focused()
        if (focused) checked.write(toggled(checked.read(), focused.value))
      } else list.onKey(key)
    },
  })
  return (
    <Page
      around={around}
      title={question.title}
      help={question.help}
      aside={aside}
      list={list.page(checked.read())}
      keys={[
        [glyphs.arrows, "move"],
        ["Space", "tick"],
        ["Enter", "continue"],
      ]}
    />
  )
}

function toggled(checked: ReadonlySet<string>, value: string): ReadonlySet<string> {
  const next = new Set(checked)
  if (!next.delete(value)) next.add(value)
  return next
}
