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
  "usage/missing-text": "usage",
  "usage/invalid-answer": "usage",
  "usage/contradicting-flags": "usage",
  "repo/git-missing": "failed",
  "repo/git-failed": "failed",
  "repo/not-a-repository": "failed",
  "repo/no-apps-folder": "failed",
  "repo/no-commits": "failed",
  "repo/operation-in-progress": "failed",
  "repo/branch-checked-out": "usage",
  "repo/no-author": "failed",
  "repo/unreadable-file": "failed",
  "repo/unwritable-file": "failed",
  "repo/outside-repository": "failed",
  "repo/changed-since-read": "failed",
  "app/unknown-namespace": "usage",
  "app/unknown-app": "usage",
  "app/invalid-yaml": "failed",
  "app/chart-without-middlewares": "failed",
  "app/ingress-disabled": "failed",
  "app/no-host": "failed",
  "app/already-protected": "failed",
  "app/release-name-taken": "failed",
  "app/middleware-in-use": "failed",
  "app/not-protected": "failed",
  "app/secret-in-file": "failed",
  "editor/not-set": "failed",
  "editor/failed": "failed",
  "yaml/syntax": "failed",
  "yaml/tabs": "failed",
  "yaml/duplicate-key": "failed",
  "yaml/conflict-markers": "failed",
  "yaml/alias": "failed",
  "yaml/wrong-type": "failed",
  "yaml/explicit-key": "failed",
  "yaml/ambiguous-document": "failed",
  "yaml/not-found": "failed",
  "yaml/key-exists": "failed",
  "yaml/unsafe-edit": "failed",
  "github/no-repository": "failed",
  "github/no-token": "authentication",
  "github/bad-token": "authentication",
  "github/sso-required": "authentication",
  "github/forbidden": "authentication",
  "github/not-found": "failed",
  "github/rate-limited": "failed",
  "github/refused": "failed",
  "github/server-error": "failed",
  "github/unreachable": "failed",
  "github/run-unknown": "failed",
  "aws/sign-in": "authentication",
  "aws/access-denied": "authentication",
  "aws/throttled": "failed",
  "aws/refused": "failed",
  "aws/unreachable": "failed",
  "argo/no-session": "authentication",
  "argo/refused": "authentication",
  "argo/unreachable": "failed",
  "secrets/workflow-not-found": "failed",
  "secrets/workflow-inputs": "failed",
  "secrets/workflow-leaks": "failed",
  "secrets/run-under-way": "action",
  "secrets/run-unfinished": "action",
  "secrets/run-failed": "failed",
  "secrets/leaked": "failed",
  "secrets/not-separate": "failed",
  "preview/no-values": "failed",
  "preview/invalid-values": "failed",
  "preview/invalid-users": "failed",
  "preview/port-in-use": "failed",
  "preview/app-unreachable": "failed",
  "chart/not-this-chart": "failed",
  "serve/invalid-config": "failed",
  "serve/cannot-listen": "failed",
  "serve/worker-ended": "failed",
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
