/** `init` and the secrets: checks the values, asks the outside, and hands over what applying the plan takes. */
import { randomBytes, randomUUID } from "node:crypto"
import { setTimeout as wait } from "node:timers/promises"
import { areSwapped, checkSecretShape, type SecretField } from "../../core/entra/secret-shapes.ts"
import { AppError } from "../../core/errors.ts"
import type { Answers } from "../../core/plan/answers.ts"
import type { PlanOptions } from "../../core/plan/make-plan.ts"
import type { Missing } from "../../core/plan/missing.ts"
import type { Plan } from "../../core/plan/plan.ts"
import type { Snapshot } from "../../core/plan/snapshot.ts"
import type { Tree } from "../../core/repo/tree.ts"
import { createSecret } from "../../ui/secret.ts"
import type { ApplyTools } from "../../wizard/apply-plan.ts"
import { makeSessionSecret, type SecretTools } from "../../wizard/apply-secret.ts"
import { readSecrets } from "../../wizard/read-secrets.ts"
import type { SecretValues } from "../../wizard/wizard-state.ts"
import type { Io } from "../command.ts"
import type { Connections } from "./connections.ts"
import type { SecretsChoice, StoreChoice } from "./secrets-from-flags.ts"

/** What flags say of the secrets, and the way to those who are asked about them. */
export interface Secrets {
  readonly choice: SecretsChoice
  readonly connections: Connections
}

export type SecretsPreparation =
  | { readonly kind: "ready"; readonly options: Pick<PlanOptions, "secrets"> }
  | { readonly kind: "missing"; readonly missing: readonly Missing[] }

/** Values that flags ask to store and nobody gave. */
export const missingSecrets = ({ choice }: Secrets): readonly Missing[] =>
  typeof choice === "object" ? choice.missing : []

/** The same with values that were typed, which nobody misses any more. */
export function withValues({ choice, connections }: Secrets, typed: SecretValues): Secrets {
  if (typeof choice !== "object") return { choice, connections }
  const clientId = typed.clientId ?? choice.clientId
  const clientSecret = typed.clientSecret ?? choice.clientSecret
  const missing = choice.missing.filter(({ flag }) => !(flag === "--client-id" ? clientId : clientSecret))
  return { choice: { ...choice, clientId, clientSecret, missing }, connections }
}

/**
 * Everything that the plan needs to know. The values are checked before anything leaves this machine.
 *
 * @throws AppError `usage/invalid-answer`, `secrets/*`, `github/*`, `aws/*`
 */
export async function prepareSecrets(
  { choice, connections }: Secrets,
  answers: Pick<Answers, "namespace" | "app">,
  { profile }: Pick<Snapshot, "profile">,
  tree: Tree,
): Promise<SecretsPreparation> {
  if (choice === undefined) return { kind: "ready", options: {} }
  if (choice === "skip") return { kind: "ready", options: { secrets: "skip" } }
  const doubts = requireShapes(choice, profile.tenantId)
  if (choice.missing.length > 0) return { kind: "missing", missing: choice.missing }
  const { namespace } = answers
  const aws = () => connections.aws({ namespace, required: choice.request.via === "aws" })
  const reading = await readSecrets({ tree, github: connections.github, aws }, choice.request, answers)
  if (reading.kind === "missing") return reading
  const { facts } = reading
  return {
    kind: "ready",
    options: { secrets: { ...facts, notes: [...choice.notes, ...doubts, ...facts.notes] } },
  }
}

/** Doubts, as notes. */
function requireShapes(
  { clientId, clientSecret }: StoreChoice,
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
    ...checked("--client-id", "client-id", id, tenantId === undefined ? {} : { tenantId }),
    ...checked("the client secret", "client-secret", secret, id === undefined ? {} : { clientId: id }),
  ]
}

function checked(
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

/** What applying the plan takes; the session secret is made here and seen by nobody. */
export async function secretTools(
  { choice, connections }: Secrets,
  { effects, answers: { namespace } }: Plan,
  { signal }: Pick<Io, "signal">,
  onProgress: SecretTools["onProgress"],
): Promise<Pick<ApplyTools, "secrets">> {
  const route = effects.find((effect) => effect.kind === "store-secret")?.route
  if (route === undefined) return {}
  if (typeof choice !== "object" || !choice.clientId || !choice.clientSecret)
    throw new Error("Secrets are to be stored without their values.")
  const values = {
    "client-id": choice.clientId,
    "client-secret": choice.clientSecret,
    "session-secret": createSecret(makeSessionSecret(randomBytes)),
  }
  const common = { values, attempt: randomUUID(), onProgress }
  if (route.kind === "aws") {
    const aws = await connections.aws({ namespace, required: true })
    return { secrets: { ...common, ...(aws ? { aws } : {}) } }
  }
  const sleep = (ms: number) => wait(ms, undefined, { signal })
  return { secrets: { ...common, run: { github: await connections.github(), now: Date.now, sleep } } }
}
