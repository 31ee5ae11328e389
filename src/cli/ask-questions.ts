/** One question at a time, on a screen or as a line, for commands that have a few of them and are no wizard. */
import { createLinePrompts } from "../ui/line-prompts.ts"
import type { Answer, AnswerByKind, Question } from "../ui/question.ts"
import { applyColour, type Terminal } from "../ui/terminal.ts"
import type { Invocation, Io } from "./command.ts"
import { terminalToAskIn } from "./init/ask.ts"
import { createDesk } from "./init/desk.ts"

/** The answer; undefined where the user has left. */
export type AskQuestion = <Asked extends Question>(
  question: Asked,
) => Promise<AnswerByKind[Asked["kind"]] | undefined>

/** Does the work with a way to ask, where somebody is there to answer. */
export async function withQuestions<Result>(
  invocation: Invocation,
  io: Io,
  work: (ask: AskQuestion | undefined) => Promise<Result>,
): Promise<Result> {
  const terminal = terminalToAskIn(invocation, io)
  if (!terminal) return work(undefined)
  if (!terminal.accessible) return work(askOnScreen(terminal, io))
  const prompts = createLinePrompts(streamsOf(io))
  try {
    return await work(
      typed(async (question) => {
        const reply = await prompts.ask(question, { hasBack: false })
        return reply.kind === "answered" ? reply.answer : undefined
      }),
    )
  } finally {
    prompts.close()
  }
}

/** A question is answered by the field of its own kind. */
const typed = (ask: (question: Question) => Promise<Answer | undefined>): AskQuestion => ask as AskQuestion

/** Ink takes time to load, and reads what was decided on colours as it does: so that comes first, and before anything is read. */
function askOnScreen(terminal: Terminal, io: Io): AskQuestion {
  applyColour(terminal, process.env)
  const loading = import("../ui/run-screen-question.ts")
  // Whoever asks awaits it too, and hears then what went wrong.
  loading.catch(() => undefined)
  return typed(async (question) => {
    const { runScreenQuestion } = await loading
    return runScreenQuestion(question, { ...streamsOf(io), terminal })
  })
}

/** Read one by one, for `Io` builds each when it is looked at. */
const streamsOf = (io: Io) => {
  const { stdin, stdout, stderr, signal } = io
  return { stdin, stdout, stderr, signal, desk: createDesk(io) }
}
