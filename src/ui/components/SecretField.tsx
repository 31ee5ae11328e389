import { Box, Text } from "ink"
import type { SecretQuestion } from "../question.ts"
import { createSecret, type Secret } from "../secret.ts"
import { useTheme } from "../theme.ts"
import { useHolder, useKeys } from "../use-keys.ts"
import { type FieldProps, QuestionFrame } from "./QuestionFrame.tsx"
import { draft, emptyDraft } from "./TextField.tsx"

/**
 *     Client secret
 *     ❯ ••••••••
 *     40 characters, looks like an Entra secret value
 *
 * The dots are always eight: nothing but the verdict says anything about the value.
 */
export function SecretField({ question, onAnswer, onBack }: FieldProps<SecretQuestion, Secret>) {
  const { glyphs } = useTheme()
  const state = useHolder(emptyDraft)
  useKeys((key) => {
    if (key.kind === "back") onBack?.()
    else if (key.kind === "submit") {
      const checked = question.check(state.read().buffer.text)
      if (checked.ok) onAnswer(createSecret(checked.value))
      else state.write({ ...state.read(), problems: checked.problems })
    } else state.write(draft(state.read(), key))
  })
  const { buffer, problems, explained } = state.read()
  const verdict = buffer.text === "" ? undefined : question.verdict?.(buffer.text)
  return (
    <QuestionFrame
      question={question}
      explained={explained}
      explains={buffer.text === ""}
      problems={problems}
      keys={[["Enter", "continue"]]}
      hasBack={onBack !== undefined}
    >
      <Box aria-role="textbox" aria-label={buffer.text === "" ? "empty" : "filled in, not shown"}>
        <Text color="cyan">{glyphs.pointer} </Text>
        <Text>{buffer.text === "" ? glyphs.cursor : glyphs.dot.repeat(8)}</Text>
      </Box>
      {verdict && <Text dimColor>{verdict}</Text>}
    </QuestionFrame>
  )
}
