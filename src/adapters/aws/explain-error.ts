import { AppError, type ErrorCode } from "../../core/errors.ts"
import { profileFor } from "./platform.ts"
import type { SignIn } from "./sign-in.ts"

export interface ErrorContext extends SignIn {
  readonly namespace: string
  /** What was asked for, as `read customer/shop/web-oidc-client-id`. */
  readonly action: string
}

/** AWS's name of an error: the SDK has classes for a few of them only. */
export const errorName = (error: unknown): string => (error instanceof Error ? error.name : "")

/**
 * An error of the SDK as what the user can do about it. It keeps no cause: the SDK's errors carry the exchange that failed.
 *
 * Source: AWS Secrets Manager API reference, "Common errors"; the rest was seen by running the SDK.
 *
 * @throws whatever is no error of AWS or of the network: that is a bug
 */
export function explainError(thrown: unknown, context: ErrorContext): AppError {
  if (thrown instanceof AppError) return thrown
  if (!(thrown instanceof Error)) throw thrown
  const { profile, region, action } = context
  const error = (code: ErrorCode, message: string, hint?: string) =>
    new AppError(code, message, hint === undefined ? {} : { hint })
  const { name, message } = thrown
  if (/^(?:CredentialsProviderError|TokenProviderError)$/.test(name))
    return error(
      "aws/sign-in",
      `There are no usable credentials for AWS: ${firstSentence(message)}`,
      signInHint(context, message),
    )
  if (signInNames.has(name))
    return error(
      "aws/sign-in",
      `AWS does not accept the credentials: ${message}`,
      signInHint(context, message),
    )
  if (name === "AccessDeniedException")
    return error(
      "aws/access-denied",
      `${profile ? `The profile ${profile}` : "The signed-in role"} may not ${action} in ${region}.`,
      profile === profileFor(context.namespace)
        ? "Ask the IDP team on Slack for access to the namespace."
        : `The platform's profile for the namespace is ${profileFor(context.namespace)}.`,
    )
  if (/^(?:ThrottlingException|TooManyRequestsException|RequestLimitExceeded)$/.test(name))
    return error(
      "aws/throttled",
      "Secrets Manager takes no more requests for now.",
      "Wait a minute, then run again.",
    )
  const code = networkCode(thrown)
  if (code !== undefined)
    return error(
      "aws/unreachable",
      `Secrets Manager in ${region} could not be reached (${code}).`,
      "Check the network, the VPN and the region; behind a proxy set HTTPS_PROXY.",
    )
  if (!("$fault" in thrown)) throw thrown
  return error("aws/refused", `Secrets Manager did not ${action}: ${message} (${name})`)
}

const signInNames = new Set([
  "ExpiredToken",
  "ExpiredTokenException",
  "UnrecognizedClientException",
  "InvalidClientTokenId",
  "InvalidSignatureException",
  "SignatureDoesNotMatch",
  "RequestExpired",
])

/** The command that signs in again, exactly; keys in the environment go before every profile but a chosen one. */
function signInHint({ profile, namespace }: ErrorContext, message: string): string {
  if (profile === undefined && !message.includes("aws sso login"))
    return `Renew AWS_ACCESS_KEY_ID and its companions where they are set, or: aws sso login --profile ${profileFor(namespace)}`
  return `aws sso login --profile ${profile ?? profileFor(namespace)}`
}

function networkCode(error: Error): string | undefined {
  if (error.name === "TimeoutError") return "no answer in time"
  const code = "code" in error ? String(error.code) : ""
  return /^(?:E[A-Z]{3,}|CERT_|UNABLE_|DEPTH_|SELF_SIGNED)/.test(code) ? code : undefined
}

const firstSentence = (text: string): string => text.split(/(?<=\.)\s/, 1)[0] ?? text
