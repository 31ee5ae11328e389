import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { type Aws, type AwsFault, startAws } from "../../../src/sandbox/aws/start-aws.ts"

const day = 24 * 60 * 60 * 1000
let now: number
let aws: Aws

beforeEach(async () => {
  now = Date.UTC(2026, 10, 23)
  aws = await startAws({ accessKeys: ["AKIAKNOWN"], now: () => now })
})
afterEach(() => aws.close())

/** The wire itself, as any SDK would write it. */
async function call(operation: string, input: object = {}, key = "AKIAKNOWN") {
  const response = await fetch(aws.url, {
    method: "POST",
    headers: {
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": `secretsmanager.${operation}`,
      authorization: `AWS4-HMAC-SHA256 Credential=${key}/20261123/eu-west-1/secretsmanager/aws4_request, Signature=0`,
    },
    body: JSON.stringify(input),
  })
  expect(response.headers.get("content-type")).toBe("application/x-amz-json-1.1")
  return { status: response.status, body: await response.json() }
}

const name = "customer/shop/web-oidc-client-id"
const refused = (type: string, message: string | RegExp) => ({
  status: 400,
  body: { __type: type, message: expect.stringMatching(message) },
})

describe("the life of a secret", () => {
  it("goes from nothing to two versions, to deletion and back", async () => {
    expect(await call("DescribeSecret", { SecretId: name })).toEqual(
      refused("ResourceNotFoundException", /can't find/),
    )
    await call("CreateSecret", { Name: name, SecretString: "one", ClientRequestToken: "a".repeat(32) })
    now += 1000
    await call("PutSecretValue", { SecretId: name, SecretString: "two", ClientRequestToken: "b".repeat(32) })
    expect((await call("DescribeSecret", { SecretId: name })).body).toMatchObject({
      CreatedDate: (now - 1000) / 1000,
      LastChangedDate: now / 1000,
      VersionIdsToStages: { ["a".repeat(32)]: ["AWSPREVIOUS"], ["b".repeat(32)]: ["AWSCURRENT"] },
    })
    await call("DeleteSecret", { SecretId: name, RecoveryWindowInDays: 7 })
    expect((await call("DescribeSecret", { SecretId: name })).body).toHaveProperty("DeletedDate")
    for (const operation of ["GetSecretValue", "PutSecretValue"])
      expect(await call(operation, { SecretId: name })).toEqual(
        refused("InvalidRequestException", /marked for deletion/),
      )
    expect(await call("CreateSecret", { Name: name })).toEqual(
      refused("InvalidRequestException", /scheduled for deletion/),
    )
    await call("RestoreSecret", { SecretId: name })
    expect((await call("GetSecretValue", { SecretId: name })).body).toMatchObject({ SecretString: "two" })
  })

  it("ends with its recovery window, when its name is free again", async () => {
    await call("CreateSecret", { Name: name, SecretString: "one" })
    await call("DeleteSecret", { SecretId: name, RecoveryWindowInDays: 7 })
    now += 7 * day
    expect((await call("DescribeSecret", { SecretId: name })).status).toBe(400)
    expect((await call("CreateSecret", { Name: name, SecretString: "new" })).status).toBe(200)
  })
})

it("tells a secret without a value by its message alone", async () => {
  await call("CreateSecret", { Name: name })
  expect(await call("GetSecretValue", { SecretId: name })).toEqual(
    refused("ResourceNotFoundException", /secret value for staging label: AWSCURRENT/),
  )
})

it("takes one token for one content", async () => {
  const create = (SecretString: string) =>
    call("CreateSecret", { Name: name, SecretString, ClientRequestToken: "a".repeat(32) })
  expect((await create("one")).status).toBe(200)
  expect((await create("one")).status).toBe(200)
  expect(await create("two")).toEqual(refused("ResourceExistsException", /already exists/))
  const put = (SecretString: string) =>
    call("PutSecretValue", { SecretId: name, SecretString, ClientRequestToken: "a".repeat(32) })
  expect((await put("one")).status).toBe(200)
  expect(await put("two")).toEqual(refused("ResourceExistsException", /ClientRequestToken/))
})

it.each<[AwsFault["kind"], number, string]>([
  ["access-denied", 400, "AccessDeniedException"],
  ["expired-token", 400, "ExpiredTokenException"],
  ["throttling", 400, "ThrottlingException"],
  ["internal", 500, "InternalServiceError"],
])("fails as AWS does: %s", async (kind, status, type) => {
  aws.setFault({ kind, times: 1 })
  expect(await call("ListSecrets")).toMatchObject({ status, body: { __type: type } })
  expect((await call("ListSecrets")).status).toBe(200)
})

it("knows whom it does not know", async () => {
  expect(await call("ListSecrets", {}, "AKIAOTHER")).toEqual(
    refused("UnrecognizedClientException", /invalid/),
  )
})

it("refuses a name that AWS refuses", async () => {
  expect(await call("CreateSecret", { Name: "a b" })).toEqual(refused("ValidationException", /Invalid name/))
})
