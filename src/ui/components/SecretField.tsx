import { editDraft, emptyDraft } from "../draft.ts"
import type { FieldProps } from "../field-props.ts"
import { foldRows } from "../fold-rows.ts"
import type { SecretQuestion } from "../question.ts"
import { row } from "../row.ts"
import { createSecret, type Secret } from "../secret.ts"
import { useSize, useTheme } from "../theme.ts"
import { useAside } from "../use-aside.ts"
import { useHolder } from "../use-keys.ts"
import { concealedRow } from "../views/concealed.ts"
import { Page } from "./Page.tsx"

/**
 *     Client secret
 *     ❯ ••••••••
 *     40 characters, looks like an Entra secret value
 */
export function SecretField({
  question,
  onAnswer,
  onBack,
  onSave,
  around,
}: FieldProps<SecretQuestion, Secret>) {
  const style = useTheme()
  const { width } = useSize()
  const state = useHolder(emptyDraft)
  const aside = useAside(question, {
    onBack,
    onSave,
    letters: () => (state.read().buffer.text === "" ? "?" : "none"),
    onKey: (key) => {
      if (key.kind !== "submit") return state.write(editDraft(state.read(), key))
      const checked = question.check(state.read().buffer.text)
      if (checked.ok) onAnswer(createSecret(checked.value))
      else state.write({ ...state.read(), problems: checked.problems })
    },
  })
  const { buffer, problems } = state.read()
  const verdict = buffer.text === "" ? undefined : question.verdict?.(buffer.text)
  const notes = [
    ...(verdict ? [row(verdict, "faint")] : []),
    ...problems.map((problem) => row(problem, "bad")),
  ]
  return (
    <Page
      around={around}
      title={question.title}
      help={question.help}
      aside={aside}
      field={[concealedRow(buffer.text, style), ...foldRows(notes, width)]}
      keys={[["Enter", "continue"]]}
    />
  )
}
