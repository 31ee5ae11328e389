/** What lies outside of the repository: there, or out of reach, and then why and what would give access. */
import { AppError, type ErrorCode } from "../core/errors.ts"
import { type Access, type OutOfReach, outOfReach } from "./check.ts"

export type Reached<Value> = Value | OutOfReach

/**
 * What `connect` connects to. What the user can repair is no crash.
 *
 * @throws AppError where the access is there and something else is wrong
 */
export async function reach<Value>(
  access: Access,
  withheld: ReadonlyMap<Access, string>,
  connect: () => Promise<Value>,
): Promise<Reached<Value>> {
  const why = withheld.get(access)
  if (why !== undefined) return outOfReach(access, why)
  try {
    return await connect()
  } catch (error) {
    const lost = error instanceof AppError ? lostAccess(error) : undefined
    if (lost) return lost
    throw error
  }
}

/** Errors that leave nothing to be asked, whatever the question was. */
const lost: Readonly<Partial<Record<ErrorCode, Access>>> = {
  "github/no-repository": "github",
  "github/no-token": "github",
  "github/bad-token": "github",
  "github/sso-required": "github",
  "github/rate-limited": "github",
  "github/unreachable": "github",
  "aws/sign-in": "aws",
  "aws/unreachable": "aws",
  "argo/no-session": "argo",
  "argo/refused": "argo",
  "argo/unreachable": "argo",
}

/** An error as access that is missing; undefined where it says something else. */
export function lostAccess({ code, message, hint }: AppError): OutOfReach | undefined {
  const access = lost[code]
  if (access === undefined) return undefined
  const help = hint === undefined ? {} : isCommand.test(hint) ? { command: hint } : { hint }
  return outOfReach(access, partOfSentence(message), help)
}

const isCommand = /^(?:gh|aws|argocd|git|kubectl) /

/** `There is no token.` becomes `there is no token`; names keep their capitals. */
export const partOfSentence = (sentence: string): string =>
  sentence.replace(/\.$/, "").replace(/^[A-Z](?=[a-z]* [a-z])/, (letter) => letter.toLowerCase())
