import { createHash } from "node:crypto"
import { Agent } from "node:https"
import {
  CreateSecretCommand,
  DescribeSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  paginateListSecrets,
  RestoreSecretCommand,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager"
import { errorName } from "./explain-error.ts"
import type { Patience, SecretState, StoreRequest } from "./secrets-manager.ts"
import type { SignIn } from "./sign-in.ts"

/** Milliseconds. */
const defaultTimeouts = { connectionTimeout: 5_000, requestTimeout: 30_000 }

export type KnownState = Exclude<SecretState, { readonly kind: "denied" }>

/** What is asked of Secrets Manager, with the SDK's own errors. */
export function createOperations(
  { profile, region }: SignIn,
  env: Readonly<Record<string, string | undefined>>,
  { timeoutMs, repeats = true }: Patience = {},
) {
  const timeouts =
    timeoutMs === undefined
      ? defaultTimeouts
      : { connectionTimeout: timeoutMs / 2, requestTimeout: timeoutMs, throwOnRequestTimeout: true }
  const client = new SecretsManagerClient({
    region,
    ...(repeats ? {} : { maxAttempts: 1 }),
    ...(profile === undefined ? {} : { profile }),
    requestHandler: { ...timeouts, httpsAgent: new Agent({ keepAlive: true, proxyEnv: env }) },
    logger: silence,
  })
  return {
    async describe(name: string): Promise<KnownState> {
      const secret = await unlessMissing(client.send(new DescribeSecretCommand({ SecretId: name })))
      if (secret === undefined) return { kind: "absent" }
      const { DeletedDate, LastChangedDate, VersionIdsToStages = {} } = secret
      if (DeletedDate !== undefined) return { kind: "deleting", deletedAt: DeletedDate.getTime() }
      const current = Object.values(VersionIdsToStages).some((stages) => stages.includes("AWSCURRENT"))
      return current ? { kind: "present", changedAt: LastChangedDate?.getTime() } : { kind: "empty" }
    },

    async read(name: string): Promise<string | undefined> {
      const secret = await unlessMissing(client.send(new GetSecretValueCommand({ SecretId: name })))
      if (secret?.SecretBinary !== undefined) return Buffer.from(secret.SecretBinary).toString()
      return secret?.SecretString
    },

    async store({ name, value, attempt }: StoreRequest, state: KnownState["kind"]) {
      const content = { SecretString: value, ClientRequestToken: makeRequestToken(attempt, name) }
      if (state === "absent") {
        await client.send(new CreateSecretCommand({ Name: name, ...content }))
        return "created"
      }
      if (state === "deleting") await client.send(new RestoreSecretCommand({ SecretId: name }))
      await client.send(new PutSecretValueCommand({ SecretId: name, ...content }))
      return state === "deleting" ? "restored" : "updated"
    },

    async list(prefix: string): Promise<readonly string[]> {
      const names: string[] = []
      const pages = paginateListSecrets({ client }, { Filters: [{ Key: "name", Values: [prefix] }] })
      for await (const { SecretList = [] } of pages)
        names.push(...SecretList.flatMap(({ Name }) => Name ?? []))
      return names
    },
  }
}

/**
 * 32 to 64 characters. It becomes the version's id, which more people may read than the value.
 * Source: AWS Secrets Manager API reference, `ClientRequestToken`.
 */
const makeRequestToken = (attempt: string, name: string): string =>
  createHash("sha256").update(`${attempt}\n${name}`).digest("hex")

/** Both a missing secret and a missing value are called so. Source: AWS Secrets Manager API reference, `GetSecretValue`. */
async function unlessMissing<Value>(reading: Promise<Value>): Promise<Value | undefined> {
  try {
    return await reading
  } catch (error) {
    if (errorName(error) === "ResourceNotFoundException") return undefined
    throw error
  }
}

/** The SDK warns on standard error about variables that we have looked at already. */
const silence = { trace: () => {}, debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }
