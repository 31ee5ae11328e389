/** `init` and the secrets: checks the values, asks the outside, and hands over what applying the plan takes. */
import { randomBytes, randomUUID } from "node:crypto"
import { setTimeout as wait } from "node:timers/promises"
import { areSwapped, checkSecretShape, type SecretField } from "../../core/entra/secret-shapes.ts"
import { AppError } from "../../core/errors.ts"
import type { Answers } from "../../core/plan/answers.ts"
import type { SecretsRoute } from "../../core/plan/effect.ts"
import type { SecretsFacts } from "../../core/plan/effects/secrets.ts"
import type { PlanOptions } from "../../core/plan/make-plan.ts"
import type { Missing } from "../../core/plan/missing.ts"
import type { Plan } from "../../core/plan/plan.ts"
import type { Tree } from "../../core/repo/tree.ts"
import type { SavedRun } from "../../core/state/saved-state.ts"
import { createSecret } from "../../ui/secret.ts"
import type { ApplyTools } from "../../wizard/apply-plan.ts"
import { makeSessionSecret, type SecretTools } from "../../wizard/apply-secret.ts"
import { readSecrets } from "../../wizard/read-secrets.ts"
import type { Decisions, SecretValues } from "../../wizard/wizard-state.ts"
import type { Connections } from "./connections.ts"
import { missingValues } from "./secrets-from-flags.ts"

export interface SecretsRequest {
  readonly decisions: Pick<Decisions, "secrets" | "values">
  /** What earlier starts have sent. */
  readonly runs: readonly SavedRun[]
  /** True where nothing will be written. */
  readonly showOnly: boolean
  /** True where somebody reads the notes before anything is sent. */
  readonly asked: boolean
  readonly notes: readonly string[]
  readonly connections: Connections
}

export type SecretsPreparation =
  | { readonly kind: "ready"; readonly options: Pick<PlanOptions, "secrets"> }
  | { readonly kind: "missing"; readonly missing: readonly Missing[] }

/** Values that a plan must have and nobody gave. */
export const missingSecrets = ({
  decisions: { secrets, values },
  showOnly,
}: Pick<SecretsRequest, "decisions" | "showOnly">): readonly Missing[] =>
  secrets.via === undefined || secrets.via === "skip" || showOnly ? [] : missingValues(values)

/**
 * Everything that the plan needs to know.
 *
 * @throws AppError `secrets/*`, `github/*`, `aws/*`
 */
export async function prepareSecrets(
  request: SecretsRequest,
  answers: Pick<Answers, "namespace" | "app">,
  tree: Tree,
): Promise<SecretsPreparation> {
  const { decisions, showOnly, connections, notes } = request
  const { via, ...decided } = decisions.secrets
  if (via === undefined) return { kind: "ready", options: {} }
  if (via === "skip") return { kind: "ready", options: { secrets: "skip" } }
  const missing = missingSecrets(request)
  if (missing.length > 0) return { kind: "missing", missing }
  const { namespace } = answers
  const aws = () => connections.aws({ namespace, required: via === "aws" })
  const reading = await readSecrets(
    { tree, github: connections.github, aws },
    { via, ...decided, showOnly },
    answers,
  )
  if (reading.kind === "missing") return reading
  const facts = withMemory(reading.facts, request)
  return { kind: "ready", options: { secrets: { ...facts, notes: [...notes, ...facts.notes] } } }
}

/**
 * What AWS could not say, this machine may remember. A secret whose end was never seen may be stored or not: it is only sent
 * once more by somebody who has been told.
 *
 * @throws AppError `secrets/run-unfinished`
 */
function withMemory(facts: SecretsFacts, { runs, decisions, showOnly, asked }: SecretsRequest): SecretsFacts {
  const unfinished = runs.filter(({ storedAt }) => storedAt === undefined)
  const open = unfinished.map(
    ({ field, startedAt, url }) =>
      `The ${words[field]} was sent on ${startedAt.slice(0, 16).replace("T", " ")} UTC${url ? ` by ${url}` : ""}, and nobody saw whether it was stored.`,
  )
  if (open.length > 0 && !asked && !showOnly && !decisions.secrets.overwrite)
    throw new AppError(
      "secrets/run-unfinished",
      "An earlier start was interrupted while it stored a secret.",
      {
        details: open,
        hint: "Look how it ended, then run again with --overwrite, which stores the secrets once more.",
      },
    )
  const remembered = (field: SecretField) => {
    const run = runs.find((candidate) => candidate.field === field)
    if (run && run.storedAt === undefined) return "unknown"
    return facts.stored[field] === "unknown" && run ? "present" : facts.stored[field]
  }
  const stored = {
    "client-id": remembered("client-id"),
    "client-secret": remembered("client-secret"),
    "session-secret": remembered("session-secret"),
  }
  return {
    ...facts,
    stored,
    notes: [...facts.notes, ...open.map((text) => `${text} It is stored once more.`)],
  }
}

const words: Readonly<Record<SecretField, string>> = {
  "client-id": "client ID",
  "client-secret": "client secret",
  "session-secret": "session secret",
}

/**
 * What is doubtful about the values, as notes. They are looked at before anything leaves this machine.
 *
 * @throws AppError `usage/invalid-answer` for what cannot be right
 */
export function doubtsAbout(
  { clientId, clientSecret }: SecretValues,
  tenantId: string | undefined,
): readonly string[] {
  const values = { clientId: clientId?.reveal(), clientSecret: clientSecret?.reveal() }
  const { clientId: id, clientSecret: secret } = values
  if (id !== undefined && secret !== undefined && areSwapped({ clientId: id, clientSecret: secret }))
    throw new AppError(
      "usage/invalid-answer",
      "The client ID and the client secret stand in each other's place.",
      {
        hint: "Give the GUID with --client-id, and the secret's Value through the pipe or file.",
      },
    )
  return [
    ...requireShape("--client-id", "client-id", id, tenantId === undefined ? {} : { tenantId }),
    ...requireShape("the client secret", "client-secret", secret, id === undefined ? {} : { clientId: id }),
  ]
}

/** Doubts, as notes. @throws AppError `usage/invalid-answer` where it cannot be right */
export function requireShape(
  name: string,
  field: SecretField,
  value: string | undefined,
  known: Parameters<typeof checkSecretShape>[2],
): readonly string[] {
  if (value === undefined) return []
  const { verdict, problems } = checkSecretShape(field, value, known)
  const sentences = problems.map(({ message, fix }) => `${message} ${fix}`)
  if (verdict === "wrong")
    throw new AppError("usage/invalid-answer", `${upperFirst(name)} cannot be right, so nothing was sent.`, {
      details: sentences,
      hint: "Correct it and run again.",
    })
  return sentences.map((sentence) => `${upperFirst(name)} is taken as it is. ${sentence}`)
}

const upperFirst = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

export interface SecretToolsRequest extends Pick<SecretTools, "onProgress" | "earlier" | "onRun"> {
  readonly connections: Connections
  readonly values: SecretValues
  /** Ends the wait between two looks at a run. */
  readonly signal: AbortSignal
}

/** What applying the plan takes; the session secret is made here and seen by nobody. */
export async function secretTools(
  { effects, answers: { namespace } }: Plan,
  { connections, values: { clientId, clientSecret }, signal, ...journal }: SecretToolsRequest,
): Promise<Pick<ApplyTools, "secrets">> {
  const route = effects.find((effect) => effect.kind === "store-secret")?.route
  if (route === undefined) return {}
  if (!clientId || !clientSecret) throw new Error("Secrets are to be stored without their values.")
  const values = {
    "client-id": clientId,
    "client-secret": clientSecret,
    "session-secret": createSecret(makeSessionSecret(randomBytes)),
  }
  return storeTools(route, values, { connections, namespace, signal, ...journal })
}

/** What storing takes by one of the two ways. The values are in memory only, and used by whoever applies the plan. */
export async function storeTools(
  route: SecretsRoute,
  values: SecretTools["values"],
  {
    connections,
    namespace,
    signal,
    ...journal
  }: Omit<SecretToolsRequest, "values"> & { readonly namespace: string },
): Promise<Pick<ApplyTools, "secrets">> {
  const common = { values, attempt: randomUUID(), now: Date.now, ...journal }
  if (route.kind === "aws") {
    const aws = await connections.aws({ namespace, required: true })
    return { secrets: { ...common, ...(aws ? { aws } : {}) } }
  }
  const sleep = (ms: number) => wait(ms, undefined, { signal })
  return { secrets: { ...common, run: { github: await connections.github(), now: Date.now, sleep } } }
}
