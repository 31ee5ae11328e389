import { createElement } from "react"
import { OneQuestion } from "./components/OneQuestion.tsx"
import type { Answer, Question } from "./question.ts"
import { type RenderOptions, renderApp } from "./render.ts"

/** One question on a screen of its own; undefined where the user has left. Loads Ink, which decides on colours as it is loaded. */
export async function runScreenQuestion(
  question: Question,
  options: RenderOptions,
): Promise<Answer | undefined> {
  const ending = await renderApp<Answer>(
    (onAnswer) => createElement(OneQuestion, { question, onAnswer }),
    options,
  )
  return ending.kind === "finished" ? ending.value : undefined
}
