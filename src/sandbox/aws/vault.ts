import { randomBytes, randomUUID } from "node:crypto"
import { AwsError } from "./aws-error.ts"

/** Secrets as Secrets Manager keeps them: versions that never change, and labels that move between them. */
export interface Vault {
  readonly describe: (id: string) => Described
  readonly read: (id: string) => { readonly secret: Secret; readonly version: Version }
  readonly create: (name: string, value: string | undefined, token: string | undefined) => Stored
  readonly put: (id: string, value: string, token: string | undefined) => Stored
  /** Schedules deletion; the name stays taken until then. */
  readonly remove: (id: string, recoveryDays: number | undefined) => Secret
  readonly restore: (id: string) => Secret
  readonly list: () => readonly Secret[]
}

export interface Secret {
  readonly name: string
  readonly arn: string
  /** Milliseconds since the epoch, here and below. */
  readonly createdAt: number
  changedAt: number
  /** When it will be gone; undefined while it is in use. */
  deletionAt: number | undefined
  readonly versions: Map<string, Version>
}

export interface Version {
  readonly id: string
  readonly value: string
  readonly createdAt: number
  stages: readonly string[]
}

export interface Described {
  readonly secret: Secret
  readonly stages: Readonly<Record<string, readonly string[]>>
}

export interface Stored {
  readonly secret: Secret
  readonly versionId: string | undefined
}

const dayMs = 24 * 60 * 60 * 1000

export function createVault(region: string, now: () => number): Vault {
  const secrets = new Map<string, Secret>()

  /** By name or whole ARN; what has passed its deletion is gone. Source: AWS Secrets Manager API reference, `DeleteSecret`. */
  function find(id: string): Secret {
    const secret = secrets.get(id) ?? [...secrets.values()].find(({ arn }) => arn === id)
    if (secret?.deletionAt !== undefined && secret.deletionAt <= now()) secrets.delete(secret.name)
    else if (secret) return secret
    throw new AwsError("ResourceNotFoundException", "Secrets Manager can't find the specified secret.")
  }

  function findUsable(id: string): Secret {
    const secret = find(id)
    if (secret.deletionAt === undefined) return secret
    throw new AwsError(
      "InvalidRequestException",
      "You can't perform this operation on the secret because it was marked for deletion.",
    )
  }

  /** One token makes one version: the same content again changes nothing. Source: the same, `PutSecretValue`. */
  function addVersion(secret: Secret, value: string, token: string = randomUUID()): Stored {
    const existing = secret.versions.get(token)
    if (existing && existing.value !== value)
      throw new AwsError(
        "ResourceExistsException",
        "You can't use ClientRequestToken because it is already in use.",
      )
    if (!existing) {
      for (const version of secret.versions.values())
        version.stages = version.stages.includes("AWSCURRENT") ? ["AWSPREVIOUS"] : []
      secret.versions.set(token, { id: token, value, createdAt: now(), stages: ["AWSCURRENT"] })
      secret.changedAt = now()
    }
    return { secret, versionId: token }
  }

  return {
    describe: (id) => {
      const secret = find(id)
      const labelled = [...secret.versions.values()].filter(({ stages }) => stages.length > 0)
      return { secret, stages: Object.fromEntries(labelled.map((version) => [version.id, version.stages])) }
    },
    read: (id) => {
      const secret = findUsable(id)
      const version = [...secret.versions.values()].find(({ stages }) => stages.includes("AWSCURRENT"))
      if (version) return { secret, version }
      throw new AwsError(
        "ResourceNotFoundException",
        "Secrets Manager can't find the specified secret value for staging label: AWSCURRENT",
      )
    },
    create: (name, value, token) => {
      if (!/^[\w/+=.@-]{1,512}$/.test(name))
        throw new AwsError(
          "ValidationException",
          "Invalid name. Must be a valid name containing alphanumeric characters.",
        )
      const taken = secrets.get(name)
      const version = token === undefined ? undefined : taken?.versions.get(token)
      if (taken && version && version.value === value) return { secret: taken, versionId: version.id }
      if (taken?.deletionAt !== undefined)
        throw new AwsError(
          "InvalidRequestException",
          "You can't create this secret because a secret with this name is already scheduled for deletion.",
        )
      if (taken)
        throw new AwsError(
          "ResourceExistsException",
          `The operation failed because the secret ${name} already exists.`,
        )
      const suffix = randomBytes(3).toString("hex")
      const arn = `arn:aws:secretsmanager:${region}:000000000000:secret:${name}-${suffix}`
      const secret: Secret = {
        name,
        arn,
        createdAt: now(),
        changedAt: now(),
        deletionAt: undefined,
        versions: new Map(),
      }
      secrets.set(name, secret)
      return value === undefined ? { secret, versionId: undefined } : addVersion(secret, value, token)
    },
    put: (id, value, token) => addVersion(findUsable(id), value, token),
    remove: (id, recoveryDays = 30) => {
      const secret = find(id)
      secret.deletionAt = now() + recoveryDays * dayMs
      return secret
    },
    restore: (id) => {
      const secret = find(id)
      secret.deletionAt = undefined
      return secret
    },
    list: () => [...secrets.values()].filter(({ deletionAt }) => deletionAt === undefined),
  }
}
