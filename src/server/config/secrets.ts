/** The three secrets of an app, checked for what people paste by mistake. No problem ever quotes a secret. */
import type { ValuesProblem } from "../../core/contract/problem.ts"
import type { SecretTriple } from "../../core/contract/values.ts"
import { isGuessable, publishedSecrets, sessionSecretBytes } from "../../core/entra/secret-shapes.ts"
import type { Result } from "../../core/result.ts"
import { type KeyRing, makeKeyRing } from "../../core/session/key-ring.ts"
import { deriveIdentityKey, type IdentityKey } from "../identity-token/identity-key.ts"
import { problem } from "./problem.ts"

export interface CheckedSecrets {
  readonly clientId: string
  readonly clientSecret: () => string
  readonly keys: KeyRing
  /** The current one first. */
  readonly identityKeys: readonly [IdentityKey, ...IdentityKey[]]
}

const guid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

export function checkSecrets({
  clientId,
  clientSecret,
  sessionSecret,
}: SecretTriple): Result<CheckedSecrets, ValuesProblem> {
  // Several lines are a key ring: the current secret first, then those it replaced.
  const sessionSecrets = sessionSecret.split("\n")
  const problems = [
    ...oneLine("client_id", clientId),
    ...oneLine("client_secret", clientSecret),
    ...(guid.test(clientSecret)
      ? [problem(["client_secret"], "looks like the secret's ID", "the secret's Value, about 40 characters")]
      : []),
    ...sessionSecrets.flatMap((secret, index) => sessionSecretProblems(secret, index, sessionSecrets.length)),
  ]
  const [current, ...previous] = sessionSecrets
  if (problems.length > 0 || current === undefined) return { ok: false, problems }
  return {
    ok: true,
    value: {
      clientId,
      clientSecret: () => clientSecret,
      keys: makeKeyRing([current, ...previous]),
      identityKeys: [deriveIdentityKey(current), ...previous.map(deriveIdentityKey)],
    },
  }
}

function oneLine(name: string, value: string): ValuesProblem[] {
  if (value === "") return [problem([name], "is empty", "a value")]
  if (value.endsWith("\n")) return [problem([name], "ends with a newline", "the bare value")]
  return value === value.trim() && !/^["']|["']$|\n/.test(value)
    ? []
    : [problem([name], "has quotes or white space around it", "the bare value")]
}

function sessionSecretProblems(secret: string, index: number, count: number): ValuesProblem[] {
  const complain = (what: string) => [
    problem(
      ["session_secret"],
      count > 1 ? `line ${index + 1} ${what}` : what,
      "32 random bytes, as `openssl rand -hex 16` prints them",
    ),
  ]
  if (secret === "" && count > 1 && index === count - 1)
    return [problem(["session_secret"], "ends with a newline", "no newline at the end")]
  const bytes = Buffer.byteLength(secret)
  if (bytes !== sessionSecretBytes) return complain(`has ${bytes} bytes`)
  if (publishedSecrets.has(secret)) return complain("is a published example")
  if (isGuessable(secret)) return complain("can be guessed")
  return []
}
