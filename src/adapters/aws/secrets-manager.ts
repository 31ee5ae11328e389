import { createHash } from "node:crypto"
import { Agent } from "node:https"
import type { SecretsManagerClient } from "@aws-sdk/client-secrets-manager"
import { AppError } from "../../core/errors.ts"
import { errorName, explainError } from "./explain-error.ts"
import { chooseSignIn, type SignIn, type SignInChoice } from "./sign-in.ts"

export type SecretState =
  | { readonly kind: "present"; readonly changedAt: number | undefined }
  /** It exists and holds nothing. */
  | { readonly kind: "empty" }
  | { readonly kind: "absent" }
  /** Somebody deleted it; it can be restored until its window has passed. */
  | { readonly kind: "deleting"; readonly deletedAt: number }
  /** AWS does not say whether it exists. Never to be taken for absent. */
  | { readonly kind: "denied"; readonly error: AppError }

export interface StoreRequest {
  /** The whole name, as `customer/shop/web-oidc-client-secret`. */
  readonly name: string
  readonly value: string
  /** Names one attempt, so that doing it over after a lost answer stores nothing twice. Not derived from the value. */
  readonly attempt: string
}

/** Secrets of one namespace. Every method throws AppErrors `aws/*`. */
export interface SecretsManager {
  readonly signIn: SignIn
  readonly describe: (name: string) => Promise<SecretState>
  /** Undefined where there is no current value. Only ever for checks in memory. */
  readonly read: (name: string) => Promise<string | undefined>
  /** Creates the secret, brings it back from deletion, or gives it a new value: whichever it takes. */
  readonly store: (request: StoreRequest) => Promise<"created" | "restored" | "updated">
  /** Names that start so, for "did you mean". */
  readonly list: (prefix: string) => Promise<readonly string[]>
}

/** Milliseconds. */
const timeouts = { connectionTimeout: 5_000, requestTimeout: 30_000 }

/**
 * Secrets Manager by the user's own sign-in. The SDK is loaded here and not before: it takes 90 ms, and most commands never
 * need it. It reads credentials from the process's environment, as every AWS tool does.
 */
export async function createSecretsManager(
  choice: SignInChoice,
  env: Readonly<Record<string, string | undefined>>,
): Promise<SecretsManager> {
  const signIn = await chooseSignIn(choice, env)
  const sdk = await import("@aws-sdk/client-secrets-manager")
  const client = new sdk.SecretsManagerClient({
    region: signIn.region,
    ...(signIn.profile === undefined ? {} : { profile: signIn.profile }),
    requestHandler: { ...timeouts, httpsAgent: new Agent({ keepAlive: true, proxyEnv: env }) },
    logger: silence,
  })
  const guard = async <Value>(action: string, work: () => Promise<Value>): Promise<Value> => {
    try {
      return await work()
    } catch (error) {
      throw explainError(error, { ...signIn, namespace: choice.namespace, action })
    }
  }
  const operations = createOperations(sdk, client)
  const describe = (name: string): Promise<SecretState> =>
    guard(`look at ${name}`, () => operations.describe(name)).catch((error: unknown): SecretState => {
      if (error instanceof AppError && error.code === "aws/access-denied") return { kind: "denied", error }
      throw error
    })
  return {
    signIn,
    describe,
    read: (name) => guard(`read ${name}`, () => operations.read(name)),
    store: async (request) => {
      const state = await describe(request.name)
      if (state.kind === "denied") throw state.error
      return guard(`store ${request.name}`, () => operations.store(request, state.kind))
    },
    list: (prefix) => guard(`list ${prefix}`, () => operations.list(prefix)),
  }
}

type Sdk = typeof import("@aws-sdk/client-secrets-manager")

function createOperations(sdk: Sdk, client: SecretsManagerClient) {
  return {
    async describe(name: string): Promise<SecretState> {
      const secret = await unlessMissing(client.send(new sdk.DescribeSecretCommand({ SecretId: name })))
      if (secret === undefined) return { kind: "absent" }
      const { DeletedDate, LastChangedDate, VersionIdsToStages = {} } = secret
      if (DeletedDate !== undefined) return { kind: "deleting", deletedAt: DeletedDate.getTime() }
      const current = Object.values(VersionIdsToStages).some((stages) => stages.includes("AWSCURRENT"))
      return current ? { kind: "present", changedAt: LastChangedDate?.getTime() } : { kind: "empty" }
    },

    async read(name: string): Promise<string | undefined> {
      const secret = await unlessMissing(client.send(new sdk.GetSecretValueCommand({ SecretId: name })))
      if (secret?.SecretBinary !== undefined) return Buffer.from(secret.SecretBinary).toString()
      return secret?.SecretString
    },

    async store({ name, value, attempt }: StoreRequest, state: Exclude<SecretState["kind"], "denied">) {
      const content = { SecretString: value, ClientRequestToken: makeRequestToken(attempt, name) }
      if (state === "absent") {
        await client.send(new sdk.CreateSecretCommand({ Name: name, ...content }))
        return "created"
      }
      if (state === "deleting") await client.send(new sdk.RestoreSecretCommand({ SecretId: name }))
      await client.send(new sdk.PutSecretValueCommand({ SecretId: name, ...content }))
      return state === "deleting" ? "restored" : "updated"
    },

    async list(prefix: string): Promise<readonly string[]> {
      const names: string[] = []
      const pages = sdk.paginateListSecrets({ client }, { Filters: [{ Key: "name", Values: [prefix] }] })
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
