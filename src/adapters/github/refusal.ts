import { RequestError } from "@octokit/request-error"
import { AppError, type ErrorCode } from "../../core/errors.ts"

/**
 * What GitHub answered, and nothing of what was asked: Octokit's own error carries the request's body, which may hold a
 * secret, so it is never kept as a cause.
 */
export interface Refusal {
  /** Undefined where no answer arrived. */
  readonly status: number | undefined
  readonly message: string
  readonly headers: Readonly<Record<string, string | number | undefined>>
}

/** The refusal behind an error of this adapter. */
export const refusalOf = (error: unknown): Refusal | undefined =>
  error instanceof AppError && isRefusal(error.cause) ? error.cause : undefined

const isRefusal = (cause: unknown): cause is Refusal =>
  typeof cause === "object" && cause !== null && "status" in cause && "headers" in cause

/** Reads what Octokit threw; anything else is a bug and is thrown on. */
export function readRefusal(error: unknown): Refusal {
  if (!(error instanceof RequestError)) throw error
  const { response } = error
  if (response === undefined) return { status: undefined, message: networkMessage(error), headers: {} }
  return {
    status: response.status,
    message: serverMessage(response.data, error.message),
    headers: response.headers,
  }
}

/**
 * GitHub's sentence, with what it says of single fields.
 * Source: GitHub docs, "Troubleshooting the REST API", "Validation failed".
 */
function serverMessage(data: unknown, fallback: string): string {
  const { message = fallback, errors = [] } = (typeof data === "object" && data !== null ? data : {}) as {
    readonly message?: string
    readonly errors?: readonly (
      | { readonly message?: string; readonly field?: string; readonly code?: string }
      | string
    )[]
  }
  const details = (Array.isArray(errors) ? errors : []).map((error) =>
    typeof error === "string" ? error : (error.message ?? `${error.field} is ${error.code}`),
  )
  return [message, ...details].join(": ").replace(/\s+/g, " ")
}

function networkMessage({ cause, message }: RequestError): string {
  const inner = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause
  if (inner instanceof Error && inner.name === "TimeoutError") return "it did not answer in time"
  const code = inner instanceof Error && "code" in inner ? String(inner.code) : ""
  return code === "" || message.includes(code) ? message : `${message} (${code})`
}

export interface RefusalContext {
  /** `github.com` */
  readonly host: string
  /** `owner/name` */
  readonly repository: string
  /** Where the token came from. */
  readonly tokenSource: string
  /** `POST /repos/{owner}/{repo}/…`, without values. */
  readonly operation: string
  /** Milliseconds since the epoch. */
  readonly now: number
}

/** A refusal as what the user can do about it. Source: GitHub docs, "Troubleshooting the REST API". */
export function explainRefusal(refusal: Refusal, context: RefusalContext): AppError {
  const { status, message, headers } = refusal
  const { host, repository, tokenSource } = context
  const error = (code: ErrorCode, text: string, hint?: string) =>
    new AppError(code, text, { cause: refusal, ...(hint === undefined ? {} : { hint }) })
  const said = `${host} said: ${message}`

  if (status === undefined)
    return error("github/unreachable", `${host} could not be reached: ${message}.`, networkHint(message))
  const wait = rateLimitWait(refusal, context.now)
  if (wait !== undefined)
    return error(
      "github/rate-limited",
      `${host} takes no more requests for now.`,
      `Run again in ${describeWait(wait)}.`,
    )
  const sso = /url=([^;,\s]+)/.exec(String(headers["x-github-sso"] ?? ""))?.[1]
  if (sso !== undefined)
    return error(
      "github/sso-required",
      `The organisation wants the token of ${tokenSource} to be authorised for single sign-on.`,
      `Open ${sso} within an hour, then run again.`,
    )
  if (status === 401)
    return error(
      "github/bad-token",
      `${host} does not accept the token of ${tokenSource}.`,
      tokenSource === "gh auth token"
        ? `gh auth login --hostname ${host}`
        : `Renew the token in ${tokenSource}.`,
    )
  if (status === 403) {
    const needed = headers["x-accepted-github-permissions"] ?? headers["x-accepted-oauth-scopes"]
    return error(
      "github/forbidden",
      `The token of ${tokenSource} may not do this in ${repository}. ${said}`,
      needed ? `It needs: ${needed}.` : "Ask an owner of the repository for write access.",
    )
  }
  if (status === 404)
    return error(
      "github/not-found",
      `${host} shows nothing at ${context.operation} of ${repository} to the token of ${tokenSource}.`,
      "It also answers so where the token has no access, or is not authorised for the organisation.",
    )
  return status >= 500
    ? error("github/server-error", said, "Run again in a minute; what is done already is found again.")
    : error("github/refused", said)
}

/** Milliseconds to wait where this is a limit on requests. Source: GitHub docs, "Rate limits for the REST API". */
export function rateLimitWait({ status, message, headers }: Refusal, now: number): number | undefined {
  if (status !== 403 && status !== 429) return undefined
  const retryAfter = headers["retry-after"]
  if (retryAfter !== undefined) return Number(retryAfter) * 1000
  if (String(headers["x-ratelimit-remaining"]) === "0")
    return Math.max(Number(headers["x-ratelimit-reset"] ?? 0) * 1000 - now, 0)
  return status === 429 || /secondary rate limit/i.test(message) ? 60_000 : undefined
}

const describeWait = (ms: number): string =>
  ms < 120_000 ? `${Math.ceil(ms / 1000)} seconds` : `${Math.ceil(ms / 60_000)} minutes`

function networkHint(message: string): string {
  if (/certificate|CERT|self.signed/i.test(message))
    return "If a proxy of your company signs its traffic, point NODE_EXTRA_CA_CERTS at its certificate."
  return "Check the network and the VPN; behind a proxy set HTTPS_PROXY, and NODE_USE_ENV_PROXY=1 on Node older than 24.14."
}
