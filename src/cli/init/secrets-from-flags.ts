/** What the flags of `init` say about the secrets. A secret is never a flag's value: it comes through a pipe or from a file. */
import { readFile } from "node:fs/promises"
import { resolve } from "node:path"
import { AppError } from "../../core/errors.ts"
import type { Missing } from "../../core/plan/missing.ts"
import { createSecret, type Secret } from "../../ui/secret.ts"
import type { SecretsDecision, SecretValues } from "../../wizard/wizard-state.ts"
import type { Invocation, Io } from "../command.ts"

export interface SecretsFromFlags {
  readonly decision: SecretsDecision
  readonly values: SecretValues
  /** About the way that the values came in. */
  readonly notes: readonly string[]
}

const names = [
  "client-id",
  "client-secret-stdin",
  "client-secret-file",
  "secrets-via",
  "workflow",
  "ref",
  "overwrite",
] as const

/** One flag about the secrets is enough to have them stored. @throws AppError `usage/contradicting-flags`, `usage/invalid-answer` */
export async function secretsFromFlags(invocation: Invocation, io: Io): Promise<SecretsFromFlags> {
  const { on, text } = invocation
  const given = names.filter((name) => on(name))
  requireAgreement(given, text("secrets-via"))
  const clientId = text("client-id")
  const secret = await readClientSecret(invocation, io)
  const [workflow, ref] = [text("workflow"), text("ref")]
  return {
    decision: {
      via: given.length === 0 ? undefined : wayOf(text("secrets-via")),
      overwrite: on("overwrite"),
      ...(workflow === undefined ? {} : { workflow }),
      ...(ref === undefined ? {} : { ref }),
    },
    values: {
      ...(clientId === undefined ? {} : { clientId: createSecret(clientId) }),
      ...(secret ? { clientSecret: secret.value } : {}),
    },
    notes: secret?.notes ?? [],
  }
}

const wayOf = (text: string | undefined): SecretsDecision["via"] =>
  text === "aws" || text === "skip" ? text : "workflow"

function requireAgreement(given: readonly string[], via: string | undefined): void {
  const has = (name: string) => given.includes(name)
  const contradiction = (message: string) =>
    new AppError("usage/contradicting-flags", message, { hint: "Leave one of the two out." })
  if (has("client-secret-stdin") && has("client-secret-file"))
    throw contradiction("--client-secret-stdin and --client-secret-file both bring the client secret.")
  const other = given.find((name) => name !== "secrets-via")
  if (via === "skip" && other)
    throw contradiction(`--secrets-via skip stores nothing, so --${other} has no use.`)
  const ofRuns = given.find((name) => name === "workflow" || name === "ref")
  if (via === "aws" && ofRuns)
    throw contradiction(`--secrets-via aws runs no workflow, so --${ofRuns} has no use.`)
}

/** Values that are to be stored and nobody gave. */
export const missingValues = ({ clientId, clientSecret }: SecretValues): readonly Missing[] => [
  ...(clientId ? [] : [{ flag: "--client-id", why: "the Application (client) ID from servicedesk" }]),
  ...(clientSecret
    ? []
    : [
        {
          flag: "--client-secret-stdin",
          why: "the secret's Value through a pipe, or --client-secret-file FILE",
        },
      ]),
]

export interface ReadSecret {
  readonly value: Secret
  readonly notes: readonly string[]
}

/** @throws AppError `usage/invalid-answer`, `usage/invalid-flag` */
export async function readClientSecret(invocation: Invocation, io: Io): Promise<ReadSecret | undefined> {
  const file = invocation.text("client-secret-file")
  if (file !== undefined) return withoutNewline(await readSecretFile(resolve(io.cwd, file), file), file)
  if (!invocation.on("client-secret-stdin")) return undefined
  if (io.stdin.isTTY)
    throw new AppError(
      "usage/invalid-flag",
      "--client-secret-stdin would show the secret on this terminal.",
      {
        hint: "Give it through a pipe, or leave the flag out to be asked.",
      },
    )
  return withoutNewline(await readStandardInput(io), "standard input")
}

async function readSecretFile(path: string, name: string): Promise<string> {
  try {
    return await readFile(path, "utf8")
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : ""
    throw new AppError("usage/invalid-answer", `--client-secret-file ${name} cannot be read (${code}).`, {
      hint: "Name a file that holds the secret's Value and nothing else.",
    })
  }
}

/** Characters; far more than any secret has. */
const longestInput = 64 * 1024

async function readStandardInput({ stdin }: Io): Promise<string> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of stdin) {
    const bytes = Buffer.from(chunk)
    length += bytes.length
    if (length > longestInput)
      throw new AppError("usage/invalid-answer", "Standard input holds far more than a client secret.", {
        hint: "Pipe the secret's Value and nothing else.",
      })
    chunks.push(bytes)
  }
  return Buffer.concat(chunks).toString()
}

/** Editors and `echo` end what they write with a newline; one is theirs, a second one is a mistake. */
function withoutNewline(text: string, from: string): ReadSecret {
  const value = text.replace(/\r?\n$/, "")
  const notes =
    value === text ? [] : [`The newline at the end of ${from} is not taken for a part of the client secret.`]
  return { value: createSecret(value), notes }
}
