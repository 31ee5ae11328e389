import { stripVTControlCharacters } from "node:util"
import { edit, editBuffer, isEdit } from "./edit-buffer.ts"
import { parseKeys } from "./keys.ts"
import type { Lend } from "./lend.ts"

export interface LineInput extends NodeJS.ReadableStream {
  readonly isTTY?: boolean
  setRawMode?(raw: boolean): unknown
}

export interface LineReader {
  /** The next line; `undefined` where there is none left, or it was given up with Ctrl+C. */
  readonly line: () => Promise<string | undefined>
  /** The same without echo, where the input is a terminal. */
  readonly hiddenLine: () => Promise<string | undefined>
  /** Nothing is read meanwhile. */
  readonly lend: Lend
  readonly close: () => void
}

export interface LineReaderOptions {
  readonly signal: AbortSignal
  readonly interrupt: () => void
  /** For Ctrl+Z, where the terminal leaves it to us. */
  readonly stop?: (() => Promise<void>) | undefined
}

/** Takes what has arrived; `undefined` where nothing more will. */
type Consume = (text: string | undefined) => void

/**
 * Lines of a stream. What arrives beyond a line waits for the next question.
 *
 * Of a terminal, nothing is shown or kept that is typed while nobody asks: a secret that is pasted too early would stand there in
 * clear, and then answer whatever is asked next. Ctrl+C is a key like others then, and is handed to `interrupt`.
 */
export function createLineReader(
  stdin: LineInput,
  { signal, interrupt, stop }: LineReaderOptions,
): LineReader {
  const isTerminal = stdin.isTTY === true && stdin.setRawMode !== undefined
  const showTyping = (shown: boolean) => {
    if (isTerminal) stdin.setRawMode?.(!shown)
  }
  let pending = ""
  let ended = false
  let consume: Consume | undefined
  let readsLine = false

  const onData = (chunk: string | Buffer) => {
    const text = chunk.toString()
    if (isTerminal && (readsLine || consume === undefined)) {
      // Of a line too: pressed while nobody asked yet, these keys can be read when somebody does.
      const gaveUp = text.includes("\x03")
      const stops = text.includes("\x1a")
      if (gaveUp) interrupt()
      if (stops) suspend()
      if (gaveUp || stops || consume === undefined) return
    }
    pending += text
    consume?.(pending)
  }
  const onEnd = () => {
    ended = true
    consume?.(undefined)
  }
  const listen = () => {
    stdin.on("data", onData)
    stdin.on("end", onEnd)
    stdin.resume()
    showTyping(readsLine)
  }
  const rest = () => {
    stdin.off("data", onData)
    stdin.off("end", onEnd)
    showTyping(true)
    stdin.pause()
  }
  const lend: Lend = async (use) => {
    rest()
    try {
      return await use()
    } finally {
      listen()
    }
  }
  const suspend = () => {
    if (stop) void lend(stop)
  }
  stdin.setEncoding("utf8")
  signal.addEventListener("abort", onEnd)
  listen()

  const next = <Value>(take: (done: (value: Value) => void) => Consume): Promise<Value> => {
    const { promise, resolve } = Promise.withResolvers<Value>()
    consume = take((value) => {
      consume = undefined
      resolve(value)
    })
    if (ended) consume(pending === "" ? undefined : pending)
    else if (pending !== "") consume(pending)
    return promise
  }

  const line = () =>
    next<string | undefined>((done) => (text) => {
      const end = text?.search(/\r?\n|\r/) ?? -1
      if (text === undefined || (end < 0 && ended)) {
        const rest = pending
        pending = ""
        done(rest === "" ? undefined : rest)
      } else if (end >= 0) {
        pending = text.slice(end).replace(/^(\r\n|[\r\n])/, "")
        done(text.slice(0, end))
      }
    })

  const typed = () =>
    next<string | undefined>((done) => {
      let buffer = editBuffer()
      return (text) => {
        pending = ""
        for (const key of parseKeys(stripVTControlCharacters(text ?? "\x03"), {})) {
          if (key.kind === "cancel") done(undefined)
          else if (key.kind === "submit") done(buffer.text)
          else if (key.kind === "stop") suspend()
          else if (isEdit(key)) buffer = edit(buffer, key)
        }
      }
    })

  return {
    line: async () => {
      readsLine = true
      showTyping(true)
      try {
        return await line()
      } finally {
        readsLine = false
        showTyping(false)
      }
    },
    hiddenLine: () => (isTerminal ? typed() : line()),
    lend,
    close: () => {
      signal.removeEventListener("abort", onEnd)
      rest()
    },
  }
}
