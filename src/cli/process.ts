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
      return outlive(process.stdout)
    },
    get stderr() {
      return outlive(process.stderr)
    },
    get cwd() {
      return process.cwd()
    },
    env: process.env,
    signal: cancel.signal,
  }
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
    process.on(signal, () => {
      if (cancel.signal.aborted) process.exit(exitCodes.cancelled)
      cancel.abort()
    })
  process.exitCode = exitCodes[await run(process.argv.slice(2), io)]
}

/** A reader such as `head` may leave early. What is under way still finishes; its text just has nowhere to go. */
function outlive<Stream extends NodeJS.WriteStream>(stream: Stream): Stream {
  if (!stream.listeners("error").includes(ignoreGoneReader)) stream.on("error", ignoreGoneReader)
  return stream
}

function ignoreGoneReader(error: Error): void {
  if (!("code" in error && error.code === "EPIPE")) throw error
}
