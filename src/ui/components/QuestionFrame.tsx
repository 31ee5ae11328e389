import { Box, Text } from "ink"
import type { ReactNode } from "react"
import type { Question } from "../question.ts"
import { useSize } from "../theme.ts"
import { KeyHelp, type KeyHint } from "./KeyHelp.tsx"

export interface FieldProps<Asked extends Question, Answered> {
  readonly question: Asked
  readonly onAnswer: (answer: Answered) => void
  /** Absent on the first question. */
  readonly onBack?: (() => void) | undefined
}

interface FrameProps {
  readonly question: Question
  readonly explained: boolean
  /** True while `?` explains; once a draft is begun, it is text. */
  readonly explains: boolean
  readonly problems?: readonly string[]
  /** Keys of this kind of question; back and explain are added. */
  readonly keys: readonly KeyHint[]
  readonly hasBack: boolean
  readonly children: ReactNode
}

/**
 *     Which app asks for login?
 *     (the field)
 *     problem, where there is one
 *
 *     Enter continue  Esc back  ? explain
 */
export function QuestionFrame({
  question,
  explained,
  explains,
  problems = [],
  keys,
  hasBack,
  children,
}: FrameProps) {
  const { width } = useSize()
  const common: readonly KeyHint[] = [
    ...(hasBack ? [["Esc", "back"] as const] : []),
    ...(explains ? [["?", "explain"] as const] : []),
    ["Ctrl+C", "quit"],
  ]
  return (
    <Box flexDirection="column" width={width}>
      <Text bold>{question.title}</Text>
      {explained && <Text dimColor>{question.help}</Text>}
      {children}
      {problems.map((problem) => (
        <Text key={problem} color="red">
          {problem}
        </Text>
      ))}
      <KeyHelp keys={[...keys, ...common]} />
    </Box>
  )
}
