import type { SecretsManager } from "../adapters/aws/secrets-manager.ts"
import { type SecretField, sessionSecretBytes } from "../core/entra/secret-shapes.ts"
import { AppError } from "../core/errors.ts"
import type { StoreSecret, WorkflowRoute } from "../core/plan/effect.ts"
import type { Secret } from "../ui/secret.ts"
import { type RunProgress, type RunTools, runWorkflow } from "./run-workflow.ts"

export interface SecretTools {
  /** The values, which exist in memory only. */
  readonly values: Readonly<Record<SecretField, Secret>>
  /** For a plan by the workflow's way. */
  readonly run?: RunTools
  /** For a plan by AWS's own way. */
  readonly aws?: Pick<SecretsManager, "store">
  /** Names this process's attempt, so that a request repeated after a lost answer stores nothing twice. */
  readonly attempt: string
  readonly onProgress: (secret: StoreSecret, progress: RunProgress) => void
}

/** How a secret got there. No part of it is in here. */
export type StoredBy =
  | { readonly kind: "aws"; readonly what: "created" | "restored" | "updated" }
  | { readonly kind: "run"; readonly url: string; readonly log: "clean" | "gone" }

/**
 * Stores one secret, once.
 *
 * @throws AppError `secrets/*`, `github/*`, `aws/*`; none of them holds the value
 */
export async function applySecret(effect: StoreSecret, tools: SecretTools): Promise<StoredBy> {
  const secret = tools.values[effect.field]
  try {
    return effect.route.kind === "aws"
      ? await storeByAws(effect, secret, tools)
      : await storeByRun(effect, effect.route, secret, tools)
  } catch (error) {
    throw withoutSecret(error, secret)
  }
}

async function storeByAws(
  { path }: StoreSecret,
  secret: Secret,
  { aws, attempt }: SecretTools,
): Promise<StoredBy> {
  if (!aws) throw new Error("A plan by way of AWS is applied without a sign-in to it.")
  return { kind: "aws", what: await aws.store({ name: path, value: secret.reveal(), attempt }) }
}

async function storeByRun(
  effect: StoreSecret,
  { inputs, ref, remote }: WorkflowRoute,
  secret: Secret,
  { run, onProgress }: SecretTools,
): Promise<StoredBy> {
  if (!run || !remote) throw new Error("A plan that GitHub was not asked about is only to be shown.")
  const value = secret.reveal()
  const request = {
    ...remote,
    ref,
    inputs: { ...inputs.others, [inputs.path]: effect.name, [inputs.value]: value },
    secretInput: inputs.value,
  }
  const ended = await runWorkflow(request, run, (progress) => onProgress(effect, progress))
  if (ended.sightings.length > 0) throw leaked(effect, ended)
  if (ended.conclusion !== "success") throw failed(effect, ended)
  return { kind: "run", url: ended.url, log: ended.log }
}

type Ended = Awaited<ReturnType<typeof runWorkflow>>

function leaked({ field, path }: StoreSecret, { url, id, sightings }: Ended): AppError {
  const details = sightings.map(
    ({ file, line, spelling }) => `${file}:${line}${spelling === "literal" ? "" : ` (as ${spelling})`}`,
  )
  const removal = `gh api --method DELETE repos/{owner}/{repo}/actions/runs/${id}/logs`
  if (field === "client-id")
    return new AppError(
      "secrets/leaked",
      `The workflow prints what it is given: the client ID stands in the log of ${url}`,
      {
        details: [...details, "The client ID is no secret. The two secrets were not sent."],
        hint: "Ask the IDP team on Slack to correct the workflow; until then --secrets-via aws stores them without it.",
      },
    )
  const renewal =
    field === "client-secret"
      ? "Order a new client secret from servicedesk, and ask them to remove this one."
      : "Then run again with --overwrite, which makes a new one."
  return new AppError("secrets/leaked", `${path} has leaked: its value stands in the log of ${url}`, {
    details: [...details, `Delete the log now: ${removal}`, renewal],
    hint: "Ask the IDP team on Slack to correct the workflow before it is used again.",
  })
}

const failed = ({ name }: StoreSecret, { url, conclusion, step, complaints }: Ended): AppError =>
  new AppError(
    "secrets/run-failed",
    `${name} was not stored: the run ended as ${conclusion}${step ? ` at "${step}"` : ""}.`,
    {
      details: [...complaints, url],
      hint: "When its cause is gone, run the same command again; what is stored already is stored once more or kept.",
    },
  )

/** Servers may quote what they refuse. */
function withoutSecret(error: unknown, secret: Secret): unknown {
  const value = secret.reveal()
  if (
    error instanceof Error &&
    !(error instanceof AppError) &&
    (error.stack ?? error.message).includes(value)
  )
    return new Error(
      `${error.name} while a secret was stored; its text is left out, because it holds the value.`,
    )
  if (!(error instanceof AppError) || ![error.message, ...error.details].some((text) => text.includes(value)))
    return error
  const { hint, location, details } = error
  return new AppError(error.code, error.message.replaceAll(value, "(the value)"), {
    details: details.filter((line) => !line.includes(value)),
    ...(hint === undefined ? {} : { hint }),
    ...(location === undefined ? {} : { location }),
  })
}

/** A session secret as the guide makes it: half as many random bytes, each as two hexadecimal digits. */
export const makeSessionSecret = (randomBytes: (size: number) => Uint8Array): string =>
  Buffer.from(randomBytes(sessionSecretBytes / 2)).toString("hex")
