import type { FieldProps } from "../field-props.ts"
import type { ChoiceQuestion } from "../question.ts"
import { useTheme } from "../theme.ts"
import { useAside } from "../use-aside.ts"
import { useList } from "../use-list.ts"
import { Page } from "./Page.tsx"

/**
 *     Which app asks for login?
 *     ❯ web  apps/shop-dev/web
 *       api  apps/shop-dev/api
 */
export function Choice({ question, onAnswer, onBack, onSave, around }: FieldProps<ChoiceQuestion, string>) {
  const { glyphs } = useTheme()
  const list = useList(question, question.initial)
  const aside = useAside(question, {
    onBack,
    onSave,
    letters: list.letters,
    onKey: (key) => {
      if (key.kind !== "submit") return list.onKey(key)
      const chosen = list.focused()
      if (chosen) onAnswer(chosen.value)
    },
  })
  return (
    <Page
      around={around}
      title={question.title}
      help={question.help}
      aside={aside}
      list={list.page()}
      keys={[
        [glyphs.arrows, "move"],
        ["Enter", "choose"],
      ]}
    />
  )
}
