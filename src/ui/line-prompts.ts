import { parseReply, renderPrompt, renderQuestion } from "./line-questions.ts"
import { createLineReader, type LineInput } from "./line-reader.ts"
import type { Answer, Question } from "./question.ts"

export type Reply =
  | { readonly kind: "answered"; readonly answer: Answer }
  | { readonly kind: "back" }
  | { readonly kind: "cancelled" }

export interface LinePrompts {
  readonly say: (line: string) => void
  readonly ask: (question: Question, options: { readonly hasBack: boolean }) => Promise<Reply>
  readonly close: () => void
}

/** Asks line by line and never redraws: for screen readers, braille displays and terminals that cannot move the cursor. */
export function createLinePrompts(
  stdin: LineInput,
  stdout: NodeJS.WritableStream,
  signal: AbortSignal,
): LinePrompts {
  const reader = createLineReader(stdin, signal)
  const say = (line: string) => {
    stdout.write(`${line}\n`)
  }
  return {
    say,
    async ask(question, { hasBack }) {
      renderQuestion(question).forEach(say)
      for (;;) {
        // Listening comes first: a secret that is pasted as soon as the prompt appears must find the echo off.
        const reply = question.kind === "secret" ? reader.hiddenLine() : reader.line()
        stdout.write(`${renderPrompt(question)} (? explains${hasBack ? ", < goes back" : ""}): `)
        const text = await reply
        if (question.kind === "secret") say("")
        if (text === undefined) return { kind: "cancelled" }
        if (text.trim() === "?") say(question.help)
        else if (text.trim() === "<" && hasBack) return { kind: "back" }
        else {
          const answer = parseReply(question, text)
          if (answer.ok) return { kind: "answered", answer: answer.value }
          answer.problems.forEach(say)
        }
      }
    },
    close: reader.close,
  }
}
