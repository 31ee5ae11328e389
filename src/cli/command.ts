import type { Readable, Writable } from "node:stream"
import type { Exit } from "../core/errors.ts"

/** One flag of one command: what parses it, what documents it and what completes it. */
export interface FlagSpec {
  readonly name: string
  /** One letter, for what people type without looking. */
  readonly short?: string
  /** `switch` takes no value; `optional` may stand alone or as `--name=value`; `list` may be given several times. */
  readonly kind: "switch" | "text" | "optional" | "list"
  readonly placeholder?: string
  readonly choices?: readonly string[]
  readonly summary: string
}

export interface CommandSpec {
  readonly name: string
  readonly summary: string
  /** Examples come first in `--help`: most people copy one and leave. */
  readonly examples: readonly { readonly line: string; readonly does: string }[]
  readonly positional?: {
    readonly placeholder: string
    readonly summary: string
    /** Takes any number of words; without it, one. */
    readonly many?: true
  }
  readonly flags: readonly FlagSpec[]
}

/** What the user typed, already checked against the spec. */
export interface Invocation {
  readonly positionals: readonly string[]
  /** True where the switch was given. */
  readonly on: (flag: string) => boolean
  /** The value of a `text` flag; of an `optional` flag, `""` where it stood alone. */
  readonly text: (flag: string) => string | undefined
  readonly list: (flag: string) => readonly string[]
  /** The flags as they were typed, less some, for a command that goes on from here. */
  readonly flagsWithout: (...names: readonly string[]) => readonly string[]
}

/** Everything of the process that a command may touch. Data goes to stdout, progress and errors to stderr. */
export interface Io {
  readonly stdin: Readable & { readonly isTTY?: boolean }
  readonly stdout: Writable & { readonly isTTY?: boolean; readonly columns?: number }
  readonly stderr: Writable & { readonly isTTY?: boolean; readonly columns?: number }
  readonly env: Readonly<Record<string, string | undefined>>
  readonly cwd: string
  /** Aborted by the first Ctrl+C or SIGTERM; a second one ends the process at once. */
  readonly signal: AbortSignal
}

export type RunCommand = (invocation: Invocation, io: Io) => Promise<Exit>
