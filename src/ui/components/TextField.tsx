import { Box, Text } from "ink"
import { type EditBuffer, edit, editBuffer, isEdit, type Refusal } from "../edit-buffer.ts"
import type { KeyPress } from "../keys.ts"
import type { TextQuestion } from "../question.ts"
import { useHolder, useKeys } from "../use-keys.ts"
import { DraftLine } from "./DraftLine.tsx"
import { type FieldProps, QuestionFrame } from "./QuestionFrame.tsx"

export interface Draft {
  readonly buffer: EditBuffer
  readonly problems: readonly string[]
  readonly explained: boolean
}

export const emptyDraft = (text = ""): Draft => ({
  buffer: editBuffer(text),
  problems: [],
  explained: false,
})

/** What a key makes of a draft. `?` explains while nothing is written yet, and is text afterwards. */
export function draft(state: Draft, key: KeyPress, maxLength?: number): Draft {
  if (key.kind === "insert" && key.text === "?" && state.buffer.text === "")
    return { ...state, explained: !state.explained }
  if (!isEdit(key)) return state
  const buffer = edit(state.buffer, key, maxLength)
  return { ...state, buffer, problems: buffer.refusal ? [refusals[buffer.refusal]] : [] }
}

const refusals: Readonly<Record<Refusal, string>> = {
  "line-break": "That has several lines; paste one of them.",
  "control-character": "That has characters that cannot be seen, so nothing was pasted.",
  "too-long": "That is too long.",
}

/**
 *     Which host asks for login?
 *     ❯ shop.example.test▏
 *     found in apps/shop/web/values.yaml:4:7
 */
export function TextField({ question, onAnswer, onBack }: FieldProps<TextQuestion, string>) {
  const { detected, maxLength } = question
  const state = useHolder(() => emptyDraft(detected?.value))
  useKeys((key) => {
    if (key.kind === "back") onBack?.()
    else if (key.kind === "submit") {
      const checked = question.check(state.read().buffer.text.trim())
      if (checked.ok) onAnswer(checked.value)
      else state.write({ ...state.read(), problems: checked.problems })
    } else state.write(draft(state.read(), key, maxLength))
  })
  const { buffer, problems, explained } = state.read()
  const hint = problems.length === 0 ? question.hint?.(buffer.text) : undefined
  return (
    <QuestionFrame
      question={question}
      explained={explained}
      explains={buffer.text === ""}
      problems={problems}
      keys={[["Enter", "continue"]]}
      hasBack={onBack !== undefined}
    >
      <Box aria-role="textbox">
        <DraftLine buffer={buffer} />
      </Box>
      {detected && buffer.text === detected.value && <Text dimColor>found in {detected.origin}</Text>}
      {hint && <Text color="yellow">{hint}</Text>}
    </QuestionFrame>
  )
}
