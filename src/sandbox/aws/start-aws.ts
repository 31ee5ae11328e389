import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import { listenOnLoopback, readBody } from "../loopback.ts"
import { AwsError } from "./aws-error.ts"
import { createVault, type Secret, type Vault } from "./vault.ts"

export interface AwsOptions {
  /** Keys that it knows; others are refused. Signatures are not verified: the point is whom a client presents itself as. */
  readonly accessKeys: readonly string[]
  /** Default: `eu-west-1`. Requests signed for another region see nothing. */
  readonly region?: string
  /** Default: any free one. */
  readonly port?: number
  /** Milliseconds since the epoch; default: the machine's clock. */
  readonly now?: () => number
}

/** A running stand-in for AWS Secrets Manager. */
export interface Aws {
  /** `http://127.0.0.1:PORT`: what `AWS_ENDPOINT_URL_SECRETS_MANAGER` is set to. */
  readonly url: string
  /** Behind the protocol: what a test or another stand-in puts in and looks up. */
  readonly vault: Vault
  /** Operations asked for so far, refused ones included. */
  readonly operations: readonly string[]
  readonly setFault: (fault: AwsFault | undefined) => void
  readonly close: () => Promise<void>
}

export interface AwsFault {
  readonly kind: "access-denied" | "expired-token" | "throttling" | "internal"
  /** Which operations; all where absent. */
  readonly operations?: readonly string[]
  /** How many requests are hit before it heals by itself; all where absent. */
  readonly times?: number
}

/** Starts the stand-in on loopback. Source: AWS Secrets Manager API reference; the JSON 1.1 protocol. */
export async function startAws(options: AwsOptions): Promise<Aws> {
  const { accessKeys, region = "eu-west-1", port, now = Date.now } = options
  const vault = createVault(region, now)
  const elsewhere = createVault("elsewhere", now)
  const operations: string[] = []
  let fault: AwsFault | undefined

  async function answer(request: IncomingMessage): Promise<object> {
    const target = String(request.headers["x-amz-target"] ?? "")
    const operation = target.replace(/^secretsmanager\./, "")
    const body = JSON.parse((await readBody(request)).toString() || "{}") as Input
    operations.push(operation)
    applyFault(operation, body)
    // Source: AWS General Reference, "Signature Version 4": Credential=KEY/DATE/REGION/SERVICE/aws4_request.
    const [, key = "", signedFor] =
      /Credential=([^/]+)\/\d+\/([^/]+)\//.exec(request.headers.authorization ?? "") ?? []
    if (!accessKeys.includes(key))
      throw new AwsError(
        "UnrecognizedClientException",
        "The security token included in the request is invalid.",
      )
    const handler = handlers[operation]
    if (!handler) throw new AwsError("UnknownOperationException", "")
    return handler(signedFor === region ? vault : elsewhere, body)
  }

  function applyFault(operation: string, { SecretId, Name }: Input): void {
    if (!fault || (fault.operations && !fault.operations.includes(operation))) return
    const { kind, times = Number.POSITIVE_INFINITY } = fault
    fault = times > 1 ? { ...fault, times: times - 1 } : undefined
    throw makeFault(kind, operation, String(SecretId ?? Name ?? "*"))
  }

  const server = createServer((request, response) => {
    answer(request).then(
      (body) => send(response, 200, body),
      (error: unknown) => {
        const known =
          error instanceof AwsError ? error : new AwsError("InternalServiceError", String(error), 500)
        send(response, known.status, { __type: known.type, message: known.message })
      },
    )
  })
  const { url, close } = await listenOnLoopback(server, port)
  return {
    url,
    vault,
    operations,
    setFault: (next) => {
      fault = next
    },
    close,
  }
}

/** Source: AWS Secrets Manager API reference, "Common errors"; the message of a denial as IAM words it. */
function makeFault(kind: AwsFault["kind"], operation: string, resource: string): AwsError {
  switch (kind) {
    case "access-denied":
      return new AwsError(
        "AccessDeniedException",
        `User: arn:aws:sts::000000000000:assumed-role/idp/dev is not authorized to perform: secretsmanager:${operation} on resource: ${resource}`,
      )
    case "expired-token":
      return new AwsError("ExpiredTokenException", "The security token included in the request is expired")
    case "throttling":
      return new AwsError("ThrottlingException", "Rate exceeded")
    case "internal":
      return new AwsError("InternalServiceError", "An error occurred on the server side.", 500)
  }
}

interface Input {
  readonly SecretId?: string
  readonly Name?: string
  readonly SecretString?: string
  readonly ClientRequestToken?: string
  readonly RecoveryWindowInDays?: number
  readonly Filters?: readonly { readonly Key: string; readonly Values: readonly string[] }[]
}

const handlers: Readonly<Record<string, (vault: Vault, input: Input) => object>> = {
  DescribeSecret: (vault, { SecretId = "" }) => {
    const { secret, stages } = vault.describe(SecretId)
    return { ...identity(secret), ...times(secret), VersionIdsToStages: stages }
  },
  GetSecretValue: (vault, { SecretId = "" }) => {
    const { secret, version } = vault.read(SecretId)
    const { id, value, stages, createdAt } = version
    return {
      ...identity(secret),
      VersionId: id,
      VersionStages: stages,
      SecretString: value,
      CreatedDate: seconds(createdAt),
    }
  },
  CreateSecret: (vault, { Name = "", SecretString, ClientRequestToken }) => {
    const { secret, versionId } = vault.create(Name, SecretString, ClientRequestToken)
    return { ...identity(secret), VersionId: versionId }
  },
  PutSecretValue: (vault, { SecretId = "", SecretString = "", ClientRequestToken }) => {
    const { secret, versionId } = vault.put(SecretId, SecretString, ClientRequestToken)
    return { ...identity(secret), VersionId: versionId, VersionStages: ["AWSCURRENT"] }
  },
  DeleteSecret: (vault, { SecretId = "", RecoveryWindowInDays }) => {
    const secret = vault.remove(SecretId, RecoveryWindowInDays)
    return { ...identity(secret), DeletionDate: seconds(secret.deletionAt ?? 0) }
  },
  RestoreSecret: (vault, { SecretId = "" }) => identity(vault.restore(SecretId)),
  ListSecrets: (vault, { Filters = [] }) => {
    const prefixes = Filters.filter(({ Key }) => Key === "name").flatMap(({ Values }) => Values)
    const matches = vault
      .list()
      .filter(({ name }) => prefixes.length === 0 || prefixes.some((prefix) => name.startsWith(prefix)))
    return { SecretList: matches.map((secret) => ({ ...identity(secret), ...times(secret) })) }
  },
}

const identity = ({ arn, name }: Secret) => ({ ARN: arn, Name: name })

/** `DeletedDate` is when deletion was asked for; a date at all is what clients look at. */
const times = ({ createdAt, changedAt, deletionAt }: Secret) => ({
  CreatedDate: seconds(createdAt),
  LastChangedDate: seconds(changedAt),
  ...(deletionAt === undefined ? {} : { DeletedDate: seconds(deletionAt) }),
})

const seconds = (ms: number): number => ms / 1000

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "content-type": "application/x-amz-json-1.1" }).end(JSON.stringify(body))
}
