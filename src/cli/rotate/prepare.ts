/** The new value and the way to store it. Values are checked before anything leaves this machine, and stay in memory. */
import { randomBytes } from "node:crypto"
import type { SecretsManager } from "../../adapters/aws/secrets-manager.ts"
import { checkSecretShape, type SecretField } from "../../core/entra/secret-shapes.ts"
import { AppError } from "../../core/errors.ts"
import type { SecretsRoute } from "../../core/plan/effect.ts"
import { requireSeparate } from "../../core/plan/effects/rotated-secret.ts"
import type { Missing } from "../../core/plan/missing.ts"
import type { RotationOptions, RotationSnapshot, RotationStore } from "../../core/plan/rotation.ts"
import type { Tree } from "../../core/repo/tree.ts"
import { createSecret, type Secret } from "../../ui/secret.ts"
import { makeSessionSecret } from "../../wizard/apply-secret.ts"
import { readWorkflowRoute } from "../../wizard/read-workflow-route.ts"
import type { Connections } from "../init/connections.ts"
import { requireShape } from "../init/secrets.ts"
import type { RotationRequest } from "./request.ts"

export interface ReadyPreparation {
  readonly kind: "ready"
  readonly store: RotationOptions["store"]
  readonly values: Partial<Readonly<Record<SecretField, Secret>>>
}

export type Preparation =
  | ReadyPreparation
  | { readonly kind: "missing"; readonly missing: readonly Missing[] }

export interface PrepareTools {
  readonly connections: Connections
  readonly tree: Tree
}

/** @throws AppError `usage/invalid-answer`, `secrets/*`, `github/*`, `aws/*` */
export async function prepareRotation(
  request: RotationRequest,
  snapshot: RotationSnapshot,
  tools: PrepareTools,
): Promise<Preparation> {
  const { secret, via } = request
  if (via === "skip") return { kind: "ready", store: "skip", values: {} }
  if (secret === "client" && !request.clientSecret)
    return { kind: "ready", store: "value-missing", values: {} }
  const paths = requireSeparate(snapshot.secrets, snapshot.release)
  const aws = await connect(request, snapshot, tools)
  const value =
    secret === "client" ? newClientSecret(request) : await newSessionSecret(request, snapshot, aws, paths)
  if (value === "finished") return { kind: "ready", store: "finished", values: {} }
  const reading = await readRoute(request, snapshot, tools)
  if (reading.kind === "missing") return reading
  const trial =
    reading.route.kind === "workflow" ? await readClientId(request, snapshot, aws, paths.clientId) : undefined
  if (reading.route.kind === "workflow" && trial === undefined && !request.showOnly)
    return { kind: "missing", missing: [missingClientId] }
  return {
    kind: "ready",
    store: {
      route: reading.route,
      previous: value.previous,
      notes: [...value.notes, ...reading.notes],
    },
    values: {
      ...(trial ? { "client-id": trial } : {}),
      [secret === "client" ? "client-secret" : "session-secret"]: value.secret,
    },
  }
}

const missingClientId: Missing = {
  flag: "--client-id",
  why: "the Application (client) ID, which is no secret: the workflow is tried with it first",
}

type Aws = Pick<SecretsManager, "read"> | undefined

/** By the workflow's way it only helps to know what AWS has; by AWS's own way nothing works without. */
async function connect(
  { via, showOnly }: RotationRequest,
  { app: { namespace } }: RotationSnapshot,
  { connections }: PrepareTools,
): Promise<Aws> {
  return connections.aws({ namespace, required: via === "aws" && !showOnly })
}

interface NewValue extends Pick<RotationStore, "previous" | "notes"> {
  readonly secret: Secret
}

function newClientSecret({ clientSecret, clientId, notes }: RotationRequest): NewValue {
  if (!clientSecret) throw new Error("A client secret is rotated without its value.")
  const known = clientId === undefined ? {} : { clientId: clientId.reveal() }
  const doubts = requireShape("the client secret", "client-secret", clientSecret.reveal(), known)
  return { secret: clientSecret, previous: "none", notes: [...notes, ...doubts] }
}

/**
 * A new session secret, on chart 1.x with the current one as a second line; or what is left when the previous one goes. By a workflow
 * there is never a second line: GitHub masks the first line of a value only.
 */
async function newSessionSecret(
  { finish, via, showOnly }: RotationRequest,
  { runtime }: RotationSnapshot,
  aws: Aws,
  { sessionSecret: path }: { readonly sessionSecret: string },
): Promise<NewValue | "finished"> {
  const fresh = makeSessionSecret(randomBytes)
  if (!finish && (runtime === "platform" || via === "workflow"))
    return { secret: createSecret(fresh), previous: "dropped", notes: [] }
  const current = await readCurrent(aws, path, showOnly)
  if (current === "not-asked")
    return {
      secret: createSecret(fresh),
      previous: finish ? "dropped" : "kept",
      notes: ["AWS was not asked for the current session secret, which is taken to be there."],
    }
  // What was stored by hand often ends with a line break.
  const [first = "", ...others] = current?.split(/\r?\n/).filter((line) => line !== "") ?? []
  const isGood = checkSecretShape("session-secret", first).verdict !== "wrong"
  if (finish) {
    if (current === undefined || current === first) return "finished"
    if (!isGood) throw noneToKeep(path)
    return { secret: createSecret(first), previous: "dropped", notes: [] }
  }
  if (!isGood) return { secret: createSecret(fresh), previous: "none", notes: [] }
  return {
    secret: createSecret(`${fresh}\n${first}`),
    previous: "kept",
    notes:
      others.length === 0
        ? []
        : [
            "AWS has a previous session secret already, which goes now: whoever has not been there since the last rotation logs in once more.",
          ],
  }
}

const noneToKeep = (path: string): AppError =>
  new AppError(
    "usage/invalid-answer",
    `What AWS has at ${path} is no session secret, so there is none to keep.`,
    {
      hint: "Replace it: run again without --finish.",
    },
  )

async function readCurrent(
  aws: Aws,
  path: string,
  showOnly: boolean,
): Promise<string | undefined | "not-asked"> {
  try {
    if (aws) return await aws.read(path)
  } catch (error) {
    if (!(error instanceof AppError) || !showOnly) throw error
  }
  if (showOnly) return "not-asked"
  throw new AppError("aws/sign-in", "Without AWS nobody can tell what the current session secret is.", {
    hint: "Sign in to AWS, then run again.",
  })
}

async function readRoute(
  { via, workflow, ref, showOnly }: RotationRequest,
  { app: { namespace } }: RotationSnapshot,
  { connections: { github }, tree }: PrepareTools,
): Promise<
  | { readonly kind: "read"; readonly route: SecretsRoute; readonly notes: readonly string[] }
  | { readonly kind: "missing"; readonly missing: readonly Missing[] }
> {
  if (via === "aws") return { kind: "read", route: { kind: "aws" }, notes: [] }
  const choice = { ...(workflow === undefined ? {} : { workflow }), ...(ref === undefined ? {} : { ref }) }
  return readWorkflowRoute({ tree, github }, { ...choice, showOnly }, namespace)
}

/** What AWS has, where it tells; a flag that says something else would put a wrong ID in its place. */
async function readClientId(
  { clientId }: RotationRequest,
  { profile: { tenantId } }: RotationSnapshot,
  aws: Aws,
  path: string,
): Promise<Secret | undefined> {
  const given = clientId?.reveal()
  requireShape("--client-id", "client-id", given, tenantId === undefined ? {} : { tenantId })
  const stored = await readOrNothing(aws, path)
  if (given !== undefined && stored !== undefined && given.toLowerCase() !== stored.toLowerCase())
    throw new AppError("usage/invalid-answer", `--client-id is not the one that AWS has at ${path}.`, {
      hint: "Leave --client-id out to keep the one that is there. For another app registration, run idp-oidc init --overwrite.",
    })
  return stored === undefined ? clientId : createSecret(stored)
}

async function readOrNothing(aws: Aws, path: string): Promise<string | undefined> {
  try {
    return await aws?.read(path)
  } catch (error) {
    if (error instanceof AppError) return undefined
    throw error
  }
}
