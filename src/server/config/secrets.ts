/** The three secrets of an app, checked for what people paste by mistake. No problem ever quotes a secret. */
import type { ValuesProblem } from "../../core/contract/problem.ts"
import type { SecretTriple } from "../../core/contract/values.ts"
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

/** Bytes of a session secret. Source: the guide, `openssl rand -hex 16`; the existing middleware insists on it too. */
const sessionSecretBytes = 32

/** A random 32-character hexadecimal text has fewer different characters once in a hundred million times. */
const fewestDifferentCharacters = 6

/** Secrets that everyone can read. Sources: the defaults and examples of the existing middleware and of OAuth2 Proxy. */
const publicSecrets: ReadonlySet<string> = new Set([
  "MLFs4TT99kOOq8h3UAVRtYoCTDYXiRcZ",
  "0123456789abcdef0123456789abcdef",
  "abcdefghijklmnopqrstuvwxyz123456",
  "OQINaROshtE9TcZkNAm-5Zs2Pv3xaWyt",
])

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
  return value === value.trim() && !/["'\n]/.test(value)
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
  if (publicSecrets.has(secret)) return complain("is a published example")
  const isRepetition = [1, 2, 4, 8, 16].some(
    (period) => secret === secret.slice(0, period).repeat(32 / period),
  )
  if (isRepetition || new Set(secret).size < fewestDifferentCharacters) return complain("can be guessed")
  return []
}
