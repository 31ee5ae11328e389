import { useEffect, useState } from "react"
import { foldRows } from "../fold-rows.ts"
import type { Answer, Question } from "../question.ts"
import type { Row } from "../row.ts"
import { useSize, useTheme } from "../theme.ts"
import { Ask } from "./Ask.tsx"
import { Frame } from "./Frame.tsx"

interface OneQuestionProps {
  readonly question: Question
  readonly onAnswer: (answer: Answer) => void
}

/**
 * A question that is not part of a wizard. What stays of it, once it is answered, is one line:
 *
 *     ✔ Which secret is to be replaced?  The client secret
 */
export function OneQuestion({ question, onAnswer }: OneQuestionProps) {
  const { glyphs } = useTheme()
  const { width } = useSize()
  const [answer, setAnswer] = useState<Answer>()
  useEffect(() => {
    if (answer !== undefined) onAnswer(answer)
  }, [answer, onAnswer])
  if (answer === undefined) return <Ask question={question} onAnswer={setAnswer} />
  const line: Row = [
    { tone: "good", text: `${glyphs.done} ` },
    { tone: "plain", text: `${question.title}  ` },
    { tone: "faint", text: describeAnswer(question, answer, glyphs.dot) },
  ]
  return <Frame rows={foldRows([line], width)} />
}

/** Of a secret, nothing. */
function describeAnswer(question: Question, answer: Answer, dot: string): string {
  switch (question.kind) {
    case "choice":
      return question.options.find(({ value }) => value === answer)?.label ?? String(answer)
    case "confirm":
      return answer === true ? "yes" : "no"
    case "typed":
      return question.expected
    case "secret":
      return dot.repeat(8)
    case "text":
    case "checklist":
      return String(answer) || "(nothing)"
  }
}
