/** What must be known before secrets are stored: where they go, by which way, and what is there already. */
import type { SecretsManager } from "../adapters/aws/secrets-manager.ts"
import { secretPaths } from "../core/contract/names.ts"
import type { SecretField } from "../core/entra/secret-shapes.ts"
import { AppError } from "../core/errors.ts"
import type { SecretsFacts } from "../core/plan/effects/secrets.ts"
import type { Missing } from "../core/plan/missing.ts"
import type { Tree } from "../core/repo/tree.ts"
import { type ReadWorkflowTools, readWorkflowRoute } from "./read-workflow-route.ts"

export interface SecretsRequest {
  readonly via: "workflow" | "aws"
  /** The user's choice: a path, a file name, or the name in the Actions tab. */
  readonly workflow?: string
  /** Branch whose version of the workflow runs; default: the repository's default branch. */
  readonly ref?: string
  readonly overwrite: boolean
  /** True where nothing will be written, so that what cannot be asked is a note. */
  readonly showOnly: boolean
}

export interface ReadSecretsTools extends ReadWorkflowTools {
  readonly tree: Tree
  /** Undefined where nothing suggests that the user has a sign-in. */
  readonly aws: () => Promise<Pick<SecretsManager, "describe"> | undefined>
}

export type SecretsReading =
  | { readonly kind: "read"; readonly facts: SecretsFacts }
  | { readonly kind: "missing"; readonly missing: readonly Missing[] }

/**
 * @throws AppError `secrets/workflow-*`, `secrets/run-under-way`, `github/*`, and for the way by AWS `aws/*`
 */
export async function readSecrets(
  tools: ReadSecretsTools,
  request: SecretsRequest,
  app: { readonly namespace: string; readonly app: string },
): Promise<SecretsReading> {
  const { via, overwrite, showOnly } = request
  const [reading, { stored, notes }] = await Promise.all([
    via === "aws"
      ? ({ kind: "read", route: { kind: "aws" }, notes: [] } as const)
      : readWorkflowRoute(tools, request, app.namespace),
    readStored(tools, app, via === "aws" && !showOnly),
  ])
  if (reading.kind === "missing") return reading
  return {
    kind: "read",
    facts: { route: reading.route, stored, overwrite, notes: [...reading.notes, ...notes] },
  }
}

type Stored = Pick<SecretsFacts, "stored" | "notes">

/** What AWS has. By the workflow's way it only helps to know; by AWS's own way nothing works without. */
async function readStored(
  { aws }: ReadSecretsTools,
  { namespace, app }: { readonly namespace: string; readonly app: string },
  required: boolean,
): Promise<Stored> {
  const paths = secretPaths(namespace, app)
  try {
    const manager = await aws()
    if (manager === undefined) return unknown("there is no sign-in")
    const look = async (path: string) => {
      const state = await manager.describe(path)
      if (state.kind === "denied") throw state.error
      return state.kind === "present" ? "present" : "absent"
    }
    const [clientId, clientSecret, sessionSecret] = await Promise.all([
      look(paths.clientId),
      look(paths.clientSecret),
      look(paths.sessionSecret),
    ])
    return {
      stored: { "client-id": clientId, "client-secret": clientSecret, "session-secret": sessionSecret },
      notes: [],
    }
  } catch (error) {
    if (!(error instanceof AppError) || required) throw error
    return unknown(error.message.replace(/\.$/, ""))
  }
}

const unknown = (why: string): Stored => ({
  stored: {
    "client-id": "unknown",
    "client-secret": "unknown",
    "session-secret": "unknown",
  } satisfies Record<SecretField, "unknown">,
  notes: [
    `AWS could not be asked which of the secrets are there already (${why}). All three are stored; a new session secret ends the sessions that there are.`,
  ],
})
