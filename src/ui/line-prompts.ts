import type { Desk } from "./desk.ts"
import type { Lend } from "./lend.ts"
import { parseReply, renderPrompt, renderQuestion } from "./line-questions.ts"
import { createLineReader, type LineInput } from "./line-reader.ts"
import { type OfferKind, type Offers, offered } from "./offers.ts"
import type { Answer, Question } from "./question.ts"
import { tellCopied, tellOpened } from "./tell.ts"

export type Reply =
  | { readonly kind: "answered"; readonly answer: Answer }
  | { readonly kind: "back" }
  /** To be continued another day. */
  | { readonly kind: "saved" }
  | { readonly kind: "cancelled" }

export interface AskOptions {
  readonly hasBack: boolean
  readonly canSave?: boolean
}

export interface LinePrompts {
  readonly say: (line: string) => void
  readonly ask: (question: Question, options: AskOptions) => Promise<Reply>
  readonly lend: Lend
  readonly close: () => void
}

export interface LineStreams {
  readonly stdin: LineInput
  readonly stdout: NodeJS.WritableStream
  readonly desk: Desk
  readonly signal: AbortSignal
  /** Called for a Ctrl+C while nothing is asked; without it, this process gets its signal. */
  readonly interrupt?: () => void
}

/** Asks line by line and never redraws: for screen readers, braille displays and terminals that cannot move the cursor. */
export function createLinePrompts({
  stdin,
  stdout,
  desk,
  signal,
  interrupt = () => process.kill(process.pid, "SIGINT"),
}: LineStreams): LinePrompts {
  const reader = createLineReader(stdin, { signal, interrupt, stop: desk.stop })
  const say = (line: string) => {
    stdout.write(`${line}\n`)
  }
  return {
    say,
    async ask(question, { hasBack, canSave = false }) {
      const offers = offered(question, canSave)
      const words = [
        ...offers.map(({ kind, word, does }) =>
          kind === "explain" ? `${word} for help` : `${word} to ${does}`,
        ),
        ...(hasBack ? ["< to go back"] : []),
      ]
      renderQuestion(question).forEach(say)
      say(`Type ${words.join(", ")}.`)
      for (;;) {
        // Listening comes first: a secret that is pasted as soon as the prompt appears must find the echo off.
        const reply = hides(question) ? reader.hiddenLine() : reader.line()
        stdout.write(`${renderPrompt(question)}: `)
        const text = await reply
        if (hides(question)) say("")
        if (text === undefined) return { kind: "cancelled" }
        const typed = text.trim()
        const offer = offers.find(({ word }) => word === typed.toLowerCase())
        if (offer?.kind === "save") return { kind: "saved" }
        if (offer) (await carryOut(offer.kind, question, desk)).forEach(say)
        else if (typed === "<" && hasBack) return { kind: "back" }
        else {
          const answer = parseReply(question, text)
          if (answer.ok && question.kind === "text" && hides(question)) say(String(answer.value))
          if (answer.ok) return { kind: "answered", answer: answer.value }
          answer.problems.forEach(say)
        }
      }
    },
    lend: reader.lend,
    close: reader.close,
  }
}

/** A terminal shows what is typed before anybody can look at it, so what could turn out to be a secret is read without echo. */
const hides = (question: Question): boolean =>
  question.kind === "secret" || (question.kind === "text" && question.conceals !== undefined)

/** Help has stood nowhere yet; a text has been printed with its screen, and here once more. */
async function carryOut(
  kind: Exclude<OfferKind, "save">,
  { help, copies, link }: Offers,
  desk: Desk,
): Promise<readonly string[]> {
  if (kind === "copy" && copies)
    return [copies.text.trimEnd(), "", tellCopied(copies, await desk.copy(copies.text))]
  if (kind === "open" && link) return [tellOpened(link, await desk.open(link.url))]
  return help.split("\n")
}
