/** A program in a real pseudo-terminal, with a screen that is read as a person reads it. */
import { type IPty, spawn } from "@lydell/node-pty"
import headless from "@xterm/headless"

export interface TerminalOptions {
  readonly columns?: number
  readonly rows?: number
  readonly env?: Readonly<Record<string, string>>
  readonly cwd?: string
}

export interface TerminalRun {
  /** Every byte that the program wrote. */
  readonly bytes: () => string
  /** All that was shown and not taken back, what has scrolled away too, without trailing space. */
  readonly screen: () => string
  /** What the window shows now, row by row. */
  readonly window: () => readonly string[]
  readonly type: (text: string) => void
  /** Keys by name, each in a chunk of its own, as a person presses them. */
  readonly press: (...keys: readonly KeyName[]) => Promise<void>
  /** As a terminal that marks pastes sends it. */
  readonly paste: (text: string) => void
  /** As one sends it that does not. */
  readonly pasteUnmarked: (text: string) => void
  readonly resize: (columns: number, rows: number) => Promise<void>
  /** Resolves once the screen has the text; the error that it fails with shows the screen. */
  readonly until: (text: string | RegExp) => Promise<void>
  /** Resolves once the window has it no more. */
  readonly untilGone: (text: string | RegExp) => Promise<void>
  /** The exit code. */
  readonly exited: Promise<number>
  readonly pid: number
  readonly kill: (signal?: "SIGTERM" | "SIGHUP" | "SIGKILL") => void
}

/** What a terminal sends for a key. Source: XTerm Control Sequences, "PC-Style Function Keys". */
const keys = {
  enter: "\r",
  escape: "\x1b",
  up: "\x1b[A",
  down: "\x1b[B",
  right: "\x1b[C",
  left: "\x1b[D",
  pageUp: "\x1b[5~",
  pageDown: "\x1b[6~",
  home: "\x1b[H",
  end: "\x1b[F",
  backspace: "\x7f",
  space: " ",
  ctrlC: "\x03",
  ctrlG: "\x07",
  ctrlO: "\x0f",
  ctrlS: "\x13",
  ctrlU: "\x15",
  ctrlY: "\x19",
  ctrlZ: "\x1a",
} as const

export type KeyName = keyof typeof keys

const patienceMs = 20_000
/** Longer than Ink waits for what may follow an Escape. */
const betweenKeysMs = 30

/** A script, by the Node that runs this. */
export const startInTerminal = (
  file: string,
  args: readonly string[],
  options: TerminalOptions = {},
): TerminalRun => startProgram(process.execPath, [file, ...args], options)

export function startProgram(
  command: string,
  args: readonly string[],
  { columns = 80, rows = 24, env = {}, cwd }: TerminalOptions = {},
): TerminalRun {
  const screen = new headless.Terminal({ cols: columns, rows, allowProposedApi: true, scrollback: 1000 })
  const program: IPty = spawn(command, [...args], {
    cols: columns,
    rows,
    name: env.TERM ?? "xterm-256color",
    cwd: cwd ?? process.cwd(),
    env: { PATH: process.env.PATH ?? "", ...env },
  })
  let bytes = ""
  program.onData((data) => {
    bytes += data
    screen.write(data)
  })
  const { promise: exited, resolve } = Promise.withResolvers<number>()
  program.onExit(({ exitCode }) => resolve(exitCode))

  const flushed = () => new Promise<void>((done) => screen.write("", done))
  const lines = (from: number, count: number) =>
    Array.from(
      { length: count },
      (_, row) => screen.buffer.active.getLine(from + row)?.translateToString(true) ?? "",
    )
  const shown = () => lines(0, screen.buffer.active.length).join("\n").trimEnd()
  const window = () => lines(screen.buffer.active.viewportY, screen.rows)
  const wait = async (what: string, holds: () => boolean) => {
    const end = performance.now() + patienceMs
    while (performance.now() < end) {
      await flushed()
      if (holds()) return
      await sleep(10)
    }
    throw new Error(`${what}:\n${shown()}`)
  }
  return {
    bytes: () => bytes,
    screen: shown,
    window,
    type: (text) => program.write(text),
    press: async (...names) => {
      for (const name of names) {
        program.write(keys[name])
        await sleep(betweenKeysMs)
      }
    },
    paste: (text) => program.write(`\x1b[200~${text}\x1b[201~`),
    pasteUnmarked: (text) => program.write(text.replaceAll("\n", "\r")),
    resize: async (newColumns, newRows) => {
      screen.resize(newColumns, newRows)
      program.resize(newColumns, newRows)
      await flushed()
    },
    until: (text) => wait(`The screen never had ${describe(text)}`, () => has(shown(), text)),
    untilGone: (text) =>
      wait(`The window always had ${describe(text)}`, () => !has(window().join("\n"), text)),
    exited: exited.then(async (code) => {
      await flushed()
      return code
    }),
    pid: program.pid,
    kill: (signal) => program.kill(signal),
  }
}

const has = (shown: string, text: string | RegExp): boolean =>
  typeof text === "string" ? shown.includes(text) : text.test(shown)

const describe = (text: string | RegExp): string =>
  typeof text === "string" ? JSON.stringify(text) : `${text}`

const sleep = (ms: number) => new Promise((done) => setTimeout(done, ms))
