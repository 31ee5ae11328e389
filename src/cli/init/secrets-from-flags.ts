/** What the flags of `init` say about the secrets. A secret is never a flag's value: it comes through a pipe or from a file. */
import { readFile } from "node:fs/promises"
import { resolve } from "node:path"
import { AppError } from "../../core/errors.ts"
import type { Missing } from "../../core/plan/missing.ts"
import { createSecret, type Secret } from "../../ui/secret.ts"
import type { SecretsRequest } from "../../wizard/read-secrets.ts"
import type { Invocation, Io } from "../command.ts"

/** What to do about the secrets; undefined where no flag speaks of them. */
export type SecretsChoice = "skip" | StoreChoice | undefined

export interface StoreChoice {
  readonly request: SecretsRequest
  readonly clientId: Secret | undefined
  readonly clientSecret: Secret | undefined
  /** Values that nobody gave. */
  readonly missing: readonly Missing[]
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

/** @throws AppError `usage/contradicting-flags`, `usage/invalid-answer` */
export async function secretsFromFlags(invocation: Invocation, io: Io): Promise<SecretsChoice> {
  const { on, text } = invocation
  const given = names.filter((name) => on(name))
  requireAgreement(given, text("secrets-via"))
  if (given.length === 0) return undefined
  if (text("secrets-via") === "skip") return "skip"
  const clientId = text("client-id")
  const secret = await readClientSecret(invocation, io)
  const [workflow, ref] = [text("workflow"), text("ref")]
  return {
    request: {
      via: text("secrets-via") === "aws" ? "aws" : "workflow",
      overwrite: on("overwrite"),
      showOnly: on("dry-run"),
      ...(workflow === undefined ? {} : { workflow }),
      ...(ref === undefined ? {} : { ref }),
    },
    clientId: clientId === undefined ? undefined : createSecret(clientId),
    clientSecret: secret?.value,
    missing: on("dry-run") ? [] : missingValues(clientId, secret),
    notes: secret?.notes ?? [],
  }
}

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

const missingValues = (clientId: string | undefined, secret: object | undefined): readonly Missing[] => [
  ...(clientId === undefined
    ? [{ flag: "--client-id", why: "the Application (client) ID from servicedesk" }]
    : []),
  ...(secret === undefined
    ? [
        {
          flag: "--client-secret-stdin",
          why: "the secret's Value through a pipe, or --client-secret-file FILE",
        },
      ]
    : []),
]

interface ReadSecret {
  readonly value: Secret
  readonly notes: readonly string[]
}

async function readClientSecret(invocation: Invocation, io: Io): Promise<ReadSecret | undefined> {
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
