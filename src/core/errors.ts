/**
 * The one error class for problems that a user can act on.
 *
 * Everything else that is thrown is a bug: it keeps its stack and ends as exit code 3. Expected results are never
 * errors; they are values (`Result`, `Decision`, `Outcome`). Every code below has a heading in `docs/errors.md`.
 */

/** What a process of ours may end with. Source: `docs/configuration.md`, section "Exit codes". */
export const exitCodes = {
  ok: 0,
  failed: 1,
  usage: 2,
  internal: 3,
  authentication: 4,
  action: 5,
  cancelled: 130,
} as const

export type Exit = keyof typeof exitCodes

/** Every error code and the exit that it leads to. */
export const errorCodes = {
  "usage/unknown-command": "usage",
  "usage/unknown-flag": "usage",
  "usage/invalid-flag": "usage",
  "usage/missing-answers": "usage",
} as const satisfies Record<string, Exit>

export type ErrorCode = keyof typeof errorCodes

/** A place in a file. Lines and columns count from 1. */
export interface Location {
  readonly path: string
  readonly line?: number
  readonly column?: number
}

export interface AppErrorOptions {
  /** What to do about it: one sentence or one command. */
  readonly hint?: string
  readonly location?: Location
  /** Further lines, one problem each, when one error stands for several. */
  readonly details?: readonly string[]
  readonly cause?: unknown
}

export class AppError extends Error {
  override readonly name = "AppError"
  readonly code: ErrorCode
  readonly hint: string | undefined
  readonly location: Location | undefined
  readonly details: readonly string[]

  constructor(code: ErrorCode, message: string, options: AppErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.code = code
    this.hint = options.hint
    this.location = options.location
    this.details = options.details ?? []
  }
}

/** `path:line:column`, as editors and terminals make it clickable. */
export const renderLocation = ({ path, line, column }: Location): string =>
  [path, line, column].filter((part) => part !== undefined).join(":")
