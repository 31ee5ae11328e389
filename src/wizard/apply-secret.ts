import type { SecretsManager } from "../adapters/aws/secrets-manager.ts"
import { type SecretField, sessionSecretBytes } from "../core/entra/secret-shapes.ts"
import { AppError } from "../core/errors.ts"
import type { StoreSecret, WorkflowRoute } from "../core/plan/effect.ts"
import type { SavedRun } from "../core/state/saved-state.ts"
import { findSecret } from "../core/workflow/find-secret.ts"
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
  /** What earlier attempts have sent, as far as it is remembered. */
  readonly earlier: readonly SavedRun[]
  /** Remembers what is about to be sent, what is under way and what is stored; nothing is sent before that is saved. */
  readonly onRun: (run: SavedRun) => Promise<void>
  /** Milliseconds since the epoch. */
  readonly now: () => number
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
  { path, field }: StoreSecret,
  secret: Secret,
  { aws, attempt, onRun, now }: SecretTools,
): Promise<StoredBy> {
  if (!aws) throw new Error("A plan by way of AWS is applied without a sign-in to it.")
  const run = { field, via: "aws", startedAt: iso(now()) } as const
  await onRun(run)
  const what = await aws.store({ name: path, value: secret.reveal(), attempt })
  await onRun({ ...run, storedAt: iso(now()) })
  return { kind: "aws", what }
}

async function storeByRun(
  effect: StoreSecret,
  { inputs, ref, remote }: WorkflowRoute,
  secret: Secret,
  { run, onProgress, earlier, onRun, now }: SecretTools,
): Promise<StoredBy> {
  if (!run || !remote) throw new Error("A plan that GitHub was not asked about is only to be shown.")
  const value = secret.reveal()
  await searchUnfinished(effect, value, earlier, run)
  let sent: SavedRun = { field: effect.field, via: "workflow", startedAt: iso(now()) }
  await onRun(sent)
  const request = {
    ...remote,
    ref,
    inputs: { ...inputs.others, [inputs.path]: effect.name, [inputs.value]: value },
    secretInput: inputs.value,
  }
  const ended = await runWorkflow(request, run, {
    onProgress: (progress) => onProgress(effect, progress),
    onDispatched: async ({ id, url }) => {
      sent = { ...sent, id, url }
      await onRun(sent)
    },
  })
  if (ended.sightings.length > 0) throw leaked(effect, ended)
  if (ended.conclusion !== "success") throw failed(effect, ended)
  await onRun({ ...sent, storedAt: iso(now()) })
  return { kind: "run", url: ended.url, log: ended.log }
}

const iso = (ms: number): string => new Date(ms).toISOString()

/** A run whose end was never seen has a log that was never searched; now the value is here again. */
async function searchUnfinished(
  effect: StoreSecret,
  value: string,
  earlier: readonly SavedRun[],
  { github }: RunTools,
): Promise<void> {
  const run = earlier.find(({ field }) => field === effect.field)
  if (run?.id === undefined || run.storedAt !== undefined) return
  const logs = await github.logs(run.id)
  const sightings = logs.kind === "read" ? findSecret(logs.files, value) : []
  if (sightings.length > 0) throw leaked(effect, { id: run.id, url: run.url ?? `run ${run.id}`, sightings })
}

type Ended = Awaited<ReturnType<typeof runWorkflow>>

function leaked(
  { field, path }: StoreSecret,
  { url, id, sightings }: Pick<Ended, "url" | "id" | "sightings">,
): AppError {
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
      : "Then make a new one: idp-oidc rotate --secret session"
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
