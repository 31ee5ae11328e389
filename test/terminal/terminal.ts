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
  /** What the window shows, without trailing space. */
  readonly screen: () => string
  readonly type: (text: string) => void
  readonly paste: (text: string) => void
  readonly resize: (columns: number, rows: number) => Promise<void>
  /** Resolves once the screen has the text; the error that it fails with shows the screen. */
  readonly until: (text: string) => Promise<void>
  /** The exit code. */
  readonly exited: Promise<number>
  readonly kill: (signal?: "SIGTERM" | "SIGKILL") => void
}

const patienceMs = 10_000

export function startInTerminal(
  file: string,
  args: readonly string[],
  { columns = 80, rows = 24, env = {}, cwd }: TerminalOptions = {},
): TerminalRun {
  const screen = new headless.Terminal({ cols: columns, rows, allowProposedApi: true, scrollback: 1000 })
  const program: IPty = spawn(process.execPath, [file, ...args], {
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
  const shown = () => {
    const { active } = screen.buffer
    return Array.from(
      { length: active.length },
      (_, row) => active.getLine(row)?.translateToString(true) ?? "",
    )
      .join("\n")
      .trimEnd()
  }
  const until = async (text: string) => {
    const end = performance.now() + patienceMs
    while (performance.now() < end) {
      await flushed()
      if (shown().includes(text)) return
      await new Promise((done) => setTimeout(done, 10))
    }
    throw new Error(`The screen never had ${JSON.stringify(text)}:\n${shown()}`)
  }
  return {
    bytes: () => bytes,
    screen: shown,
    type: (text) => program.write(text),
    paste: (text) => program.write(`\x1b[200~${text}\x1b[201~`),
    resize: async (newColumns, newRows) => {
      screen.resize(newColumns, newRows)
      program.resize(newColumns, newRows)
      await flushed()
    },
    until,
    exited: exited.then(async (code) => {
      await flushed()
      return code
    }),
    kill: (signal) => program.kill(signal),
  }
}
