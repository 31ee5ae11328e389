import {
  AuthorizationResponseError,
  ClientError,
  ResponseBodyError,
  WWWAuthenticateChallengeError,
} from "openid-client"
import { type ProviderProblem, refusal } from "../../core/oidc/problem.ts"
import { TokenRefused } from "./token-verifier.ts"

/** Codes of the library that mean "no answer" rather than "a wrong answer". */
const unavailableCodes: ReadonlySet<string> = new Set(["OAUTH_TIMEOUT", "OAUTH_ABORT"])

/** Whatever the protocol library threw, as a problem that can be shown. */
export async function explainError(error: unknown): Promise<ProviderProblem> {
  if (error instanceof AuthorizationResponseError) return refusal(error.error, error.error_description)
  if (error instanceof ResponseBodyError)
    return error.status >= 500 || error.status === 429
      ? { kind: "unavailable", detail: `HTTP ${error.status}: ${error.error}` }
      : refusal(error.error, error.error_description)
  if (error instanceof WWWAuthenticateChallengeError) return explainChallenge(error.response)
  if (error instanceof TokenRefused) return { kind: "untrusted", detail: error.message }
  if (error instanceof ClientError && !unavailableCodes.has(error.code ?? "")) return explainAnswer(error)
  return { kind: "unavailable", detail: causeOf(error) }
}

/** The library stops at the `WWW-Authenticate` header; why the client was refused is in the body. */
async function explainChallenge(response: Response): Promise<ProviderProblem> {
  const body: unknown = await response.json().catch(() => undefined)
  const { error, error_description } = (body ?? {}) as { error?: unknown; error_description?: unknown }
  return refusal(
    typeof error === "string" ? error : "invalid_client",
    typeof error_description === "string" ? error_description : "",
  )
}

function explainAnswer(error: ClientError): ProviderProblem {
  const { cause } = error
  if (cause instanceof Response && (cause.status >= 500 || cause.status === 429))
    return { kind: "unavailable", detail: `HTTP ${cause.status}` }
  const detail = cause instanceof Error && cause.message !== error.message ? `: ${cause.message}` : ""
  return { kind: "untrusted", detail: `${error.message}${detail}` }
}

/** `fetch failed` says nothing; its cause does (`connect ECONNREFUSED …`). */
function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause instanceof Error ? causeOf(error.cause) : error.message
}
