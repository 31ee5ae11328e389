import type { FieldProps } from "../field-props.ts"
import type { KeyPress } from "../keys.ts"
import type { ConfirmQuestion } from "../question.ts"
import { row } from "../row.ts"
import { useTheme } from "../theme.ts"
import { useAside } from "../use-aside.ts"
import { useHolder } from "../use-keys.ts"
import { Page } from "./Page.tsx"

interface State {
  readonly chosen: boolean | undefined
  readonly problem: string | undefined
}

function choose(state: State, key: KeyPress): State {
  if (key.kind === "left" || key.kind === "right") return { chosen: key.kind === "left", problem: undefined }
  if (key.kind !== "insert") return state
  const letter = key.text.toLowerCase()
  return letter === "y" || letter === "n" ? { chosen: letter === "y", problem: undefined } : state
}

/**
 *     Write 2 files?
 *     ❯ yes   no
 *
 * The letter chooses and Enter submits, so that the Enter after a letter never reaches the next question.
 */
export function Confirm({
  question,
  onAnswer,
  onBack,
  onSave,
  around,
}: FieldProps<ConfirmQuestion, boolean>) {
  const { glyphs } = useTheme()
  const state = useHolder<State>(() => ({ chosen: question.onEnter, problem: undefined }))
  const aside = useAside(question, {
    onBack,
    onSave,
    letters: () => "all",
    onKey: (key) => {
      const now = state.read()
      if (key.kind !== "submit") state.write(choose(now, key))
      else if (now.chosen === undefined) state.write({ ...now, problem: "Press y or n first." })
      else onAnswer(now.chosen)
    },
  })
  const { chosen, problem } = state.read()
  const part = (is: boolean) =>
    row(`${chosen === is ? glyphs.pointer : " "} ${is ? "yes" : "no"}   `, chosen === is ? "strong" : "plain")
  return (
    <Page
      around={around}
      title={question.title}
      help={question.help}
      aside={aside}
      field={[[...part(true), ...part(false)], ...(problem ? [row(problem, "bad")] : [])]}
      keys={[
        ["y", "yes"],
        ["n", "no"],
        ["Enter", "continue"],
      ]}
    />
  )
}
