/** One question at a time, on a screen or as a line, for commands that have a few of them and are no wizard. */
import { createLinePrompts } from "../ui/line-prompts.ts"
import type { Answer, AnswerByKind, Question } from "../ui/question.ts"
import { applyColour, type Terminal } from "../ui/terminal.ts"
import type { Io } from "./command.ts"
import { createDesk } from "./init/desk.ts"

/** The answer; undefined where the user has left. */
export type AskQuestion = <Asked extends Question>(
  question: Asked,
) => Promise<AnswerByKind[Asked["kind"]] | undefined>

export function createAsk(terminal: Terminal, io: Io): AskQuestion {
  const ask = terminal.accessible ? askInLine : askOnScreen
  // A question is answered by the field of its own kind.
  return (async (question) => ask(question, terminal, io)) as AskQuestion
}

async function askInLine(question: Question, _: Terminal, io: Io): Promise<Answer | undefined> {
  const prompts = createLinePrompts(deskOf(io))
  try {
    const reply = await prompts.ask(question, { hasBack: false })
    return reply.kind === "answered" ? reply.answer : undefined
  } finally {
    prompts.close()
  }
}

/** Ink comes after the decision on colours, which it reads as it is loaded. */
async function askOnScreen(question: Question, terminal: Terminal, io: Io): Promise<Answer | undefined> {
  applyColour(terminal, process.env)
  const { runScreenQuestion } = await import("../ui/run-screen-question.ts")
  return runScreenQuestion(question, { ...deskOf(io), terminal })
}

/** Read one by one, for `Io` builds each when it is looked at. */
const deskOf = (io: Io) => {
  const { stdin, stdout, stderr, signal } = io
  return { stdin, stdout, stderr, signal, desk: createDesk(io) }
}
