import type { FieldProps } from "../field-props.ts"
import type { KeyPress } from "../keys.ts"
import { type Option, optionOfKey } from "../list-state.ts"
import type { ChoiceQuestion } from "../question.ts"
import { useTheme } from "../theme.ts"
import { useAside } from "../use-aside.ts"
import { useList } from "../use-list.ts"
import type { KeyHint } from "../views/key-help.ts"
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
      const chosen = key.kind === "submit" ? list.focused() : chosenBy(key, list.keyed)
      if (chosen) onAnswer(chosen.value)
      else list.onKey(key)
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
        ...list.keyed.map(({ key = "", label }): KeyHint => [key, inSentence(label)]),
      ]}
    />
  )
}

const chosenBy = (key: KeyPress, keyed: readonly Option[]): Option | undefined =>
  key.kind === "insert" ? optionOfKey(keyed, key.text) : undefined

const inSentence = (label: string): string => label.charAt(0).toLowerCase() + label.slice(1)
