import { spawn } from "node:child_process"
import { once } from "node:events"
import { type Exit, exitCodes } from "../../core/errors.ts"
import type { Io } from "../command.ts"

export interface InitRequest {
  readonly args: readonly string[]
  /** The folder that it is started in. */
  readonly cwd: string
  /** What it knows beside the user's own environment. */
  readonly env: Readonly<Record<string, string>>
  /** What it gets on stdin; without it, whoever sits at the terminal is asked. */
  readonly stdin?: string
  readonly quiet?: boolean
}

/**
 * Runs this same program's `init` as a process of its own: certificates and proxies are read when a process starts, and nothing but
 * its environment shall tell it where it is.
 */
export async function runInit({ args, cwd, env, stdin, quiet = false }: InitRequest, io: Io): Promise<Exit> {
  const [, program = ""] = process.argv
  const asks = stdin === undefined
  const child = spawn(process.execPath, [...process.execArgv, program, "init", ...args], {
    cwd,
    env: { ...io.env, ...env },
    stdio: [asks ? "inherit" : "pipe", asks ? "inherit" : "ignore", quiet ? "ignore" : "inherit"],
  })
  child.stdin?.on("error", () => undefined).end(stdin)
  // In a terminal Ctrl+C is for the child, which says how to go on; this process is told of it otherwise.
  const stop = () => child.kill("SIGTERM")
  io.signal.addEventListener("abort", stop)
  process.once("exit", stop)
  try {
    const [code] = (await once(child, "close")) as [number | null]
    const exits = Object.keys(exitCodes) as readonly Exit[]
    return exits.find((exit) => exitCodes[exit] === code) ?? "cancelled"
  } finally {
    io.signal.removeEventListener("abort", stop)
    process.off("exit", stop)
  }
}
