import { type Exit, exitCodes } from "../core/errors.ts"
import type { Io } from "./command.ts"

/** Gives a command line its process: arguments, streams, cancellation by signal, and the exit code. */
export async function runProcess(run: (args: readonly string[], io: Io) => Promise<Exit>): Promise<void> {
  const cancel = new AbortController()
  // Node builds each stream when it is first looked at, which costs milliseconds that `--version` need not pay.
  const io: Io = {
    get stdin() {
      return process.stdin
    },
    get stdout() {
      return process.stdout
    },
    get stderr() {
      return process.stderr
    },
    get cwd() {
      return process.cwd()
    },
    env: process.env,
    signal: cancel.signal,
  }
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.on(signal, () => {
      if (cancel.signal.aborted) process.exit(exitCodes.cancelled)
      cancel.abort()
    })
  process.exitCode = exitCodes[await run(process.argv.slice(2), io)]
}
