import { editDraft, emptyDraft } from "../draft.ts"
import type { FieldProps } from "../field-props.ts"
import { foldRows } from "../fold-rows.ts"
import type { TextQuestion } from "../question.ts"
import { row } from "../row.ts"
import { useSize, useTheme } from "../theme.ts"
import { useAside } from "../use-aside.ts"
import { useHolder } from "../use-keys.ts"
import { concealedRow } from "../views/concealed.ts"
import { draftRows } from "../views/draft.ts"
import { Page } from "./Page.tsx"

/**
 *     Which host asks for login?
 *     ❯ shop.example.test▏
 *     found in apps/shop/web/values.yaml:4:7
 */
export function TextField({ question, onAnswer, onBack, onSave, around }: FieldProps<TextQuestion, string>) {
  const { detected, maxLength } = question
  const style = useTheme()
  const { width } = useSize()
  const state = useHolder(() => emptyDraft(detected?.value))
  const aside = useAside(question, {
    onBack,
    onSave,
    letters: () => (state.read().buffer.text === "" ? "?" : "none"),
    onKey: (key) => {
      if (key.kind !== "submit") return state.write(editDraft(state.read(), key, maxLength))
      const checked = question.check(state.read().buffer.text.trim())
      if (checked.ok) onAnswer(checked.value)
      else state.write({ ...state.read(), problems: checked.problems })
    },
  })
  const { buffer, problems } = state.read()
  const hint = problems.length === 0 ? question.hint?.(buffer.text) : undefined
  const notes = [
    ...(detected && buffer.text === detected.value ? [row(`found in ${detected.origin}`, "faint")] : []),
    ...(hint ? [row(hint, "warning")] : []),
    ...problems.map((problem) => row(problem, "bad")),
  ]
  return (
    <Page
      around={around}
      title={question.title}
      help={question.help}
      aside={aside}
      field={[
        ...(question.conceals?.(buffer.text)
          ? [concealedRow(buffer.text, style)]
          : draftRows(buffer, width, style)),
        ...foldRows(notes, width),
      ]}
      keys={[["Enter", "continue"]]}
    />
  )
}
