import { spawn } from "node:child_process"
import { randomBytes, randomUUID } from "node:crypto"
import { createServer } from "node:net"
import { text } from "node:stream/consumers"
import { inspect } from "node:util"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { createSecretsManager, type SecretsManager } from "../../../src/adapters/aws/secrets-manager.ts"
import { AppError } from "../../../src/core/errors.ts"
import { type Aws, type AwsFault, startAws } from "../../../src/sandbox/aws/start-aws.ts"
import { useEnvironment } from "./environment.ts"

const environment = useEnvironment()
const accessKey = `AKIA${randomBytes(8).toString("hex").toUpperCase()}`
const day = 24 * 60 * 60 * 1000
const start = Date.UTC(2026, 10, 23)
const name = "customer/shop/web-oidc-client-secret"
const value = `aB3~${randomBytes(24).toString("base64url")}`
let now: number
let aws: Aws
let secrets: SecretsManager

beforeEach(async () => {
  now = start
  aws = await startAws({ accessKeys: [accessKey], now: () => now })
  environment.set({
    AWS_ENDPOINT_URL_SECRETS_MANAGER: aws.url,
    AWS_ACCESS_KEY_ID: accessKey,
    AWS_SECRET_ACCESS_KEY: randomBytes(20).toString("hex"),
  })
  secrets = await createSecretsManager({ namespace: "shop" }, environment.env)
})
afterEach(() => aws.close())

const store = (attempt: string = randomUUID(), stored = value) =>
  secrets.store({ name, value: stored, attempt })

const failure = async (promise: Promise<unknown>): Promise<AppError> => {
  const error = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof AppError)) throw new Error(`Expected an AppError, got ${inspect(error)}`)
  return error
}

describe("describe", () => {
  it("tells what is there without reading it", async () => {
    expect(await secrets.describe(name)).toEqual({ kind: "absent" })
    await store()
    expect(await secrets.describe(name)).toEqual({ kind: "present", changedAt: start })
    expect(aws.operations).not.toContain("GetSecretValue")
  })

  it("tells a secret without a value, and one that is being deleted", async () => {
    aws.vault.create("customer/shop/empty", undefined, undefined)
    expect(await secrets.describe("customer/shop/empty")).toEqual({ kind: "empty" })
    await store()
    aws.vault.remove(name, 7)
    expect(await secrets.describe(name)).toMatchObject({ kind: "deleting" })
    now += 8 * day
    expect(await secrets.describe(name)).toEqual({ kind: "absent" })
  })

  it("does not take no access for no secret", async () => {
    aws.setFault({ kind: "access-denied" })
    expect(await secrets.describe(name)).toMatchObject({
      kind: "denied",
      error: { code: "aws/access-denied" },
    })
  })

  it("sees nothing in another region, and says which one it looked in", async () => {
    await store()
    const elsewhere = await createSecretsManager({ namespace: "shop", region: "eu-north-1" }, environment.env)
    expect(await elsewhere.describe(name)).toEqual({ kind: "absent" })
    expect(elsewhere.signIn).toMatchObject({ region: "eu-north-1", regionSource: "the flag" })
  })
})

describe("store", () => {
  it("creates, then updates, and the old value stays the previous one", async () => {
    expect(await store()).toBe("created")
    expect(await store(randomUUID(), "second")).toBe("updated")
    expect(await secrets.read(name)).toBe("second")
    const stages = Object.values(aws.vault.describe(name).stages)
    expect(stages).toEqual([["AWSPREVIOUS"], ["AWSCURRENT"]])
  })

  it("gives a value to a secret that has none", async () => {
    aws.vault.create(name, undefined, undefined)
    expect(await store()).toBe("updated")
    expect(await secrets.read(name)).toBe(value)
  })

  it("brings one back from deletion", async () => {
    await store()
    aws.vault.remove(name, undefined)
    expect(await store(randomUUID(), "second")).toBe("restored")
    expect(await secrets.read(name)).toBe("second")
  })

  it("stores once, however often one attempt is repeated", async () => {
    const attempt = randomUUID()
    for (let time = 0; time < 3; time++) await store(attempt)
    expect(aws.vault.describe(name).secret.versions.size).toBe(1)
    expect(await failure(store(attempt, "another value"))).toMatchObject({ code: "aws/refused" })
  })

  it("names versions after the attempt, not after the value", async () => {
    const attempt = randomUUID()
    await store(attempt)
    const [first] = aws.vault.describe(name).secret.versions.keys()
    aws.vault.remove(name, 0)
    await store(attempt, "another value")
    const [second] = aws.vault.describe(name).secret.versions.keys()
    expect(first).toBe(second)
    expect(first).toMatch(/^[\w-]{32,64}$/)
  })

  it("repeats itself through throttling", async () => {
    aws.setFault({ kind: "throttling", times: 1 })
    expect(await store()).toBe("created")
  })
})

it("reads nothing where there is nothing", async () => {
  expect(await secrets.read(name)).toBeUndefined()
  aws.vault.create(name, undefined, undefined)
  expect(await secrets.read(name)).toBeUndefined()
})

it("lists names by their beginning", async () => {
  for (const each of ["customer/shop/a", "customer/shop/b", "customer/other/a"])
    aws.vault.create(each, "x", undefined)
  expect(await secrets.list("customer/shop/")).toEqual(["customer/shop/a", "customer/shop/b"])
})

describe("errors", () => {
  it.each<[AwsFault, string, string]>([
    [{ kind: "expired-token" }, "aws/sign-in", "aws sso login --profile idp-ns-shop"],
    [{ kind: "access-denied" }, "aws/access-denied", "idp-ns-shop"],
    [{ kind: "throttling" }, "aws/throttled", "Wait"],
  ])("of the kind %j say what to do", async (fault, code, hint) => {
    aws.setFault({ ...fault, operations: ["GetSecretValue"] })
    expect(await failure(secrets.read(name))).toMatchObject({ code, hint: expect.stringContaining(hint) })
  })

  it("tell keys that AWS does not know", async () => {
    environment.set({ AWS_ACCESS_KEY_ID: "AKIAUNKNOWN" })
    const stranger = await createSecretsManager({ namespace: "shop" }, environment.env)
    expect(await failure(stranger.read(name))).toMatchObject({ code: "aws/sign-in" })
  })

  it("tell that there are no credentials", async () => {
    delete process.env.AWS_ACCESS_KEY_ID
    const nobody = await createSecretsManager(
      { namespace: "shop" },
      { ...environment.env, AWS_ACCESS_KEY_ID: undefined },
    )
    expect(await failure(nobody.describe(name))).toMatchObject({
      code: "aws/sign-in",
      hint: expect.stringContaining("aws sso login --profile idp-ns-shop"),
    })
  })

  it("give the exact command for a sign-in that has expired", async () => {
    await environment.config(`[profile idp-ns-shop]
sso_session = idp
sso_account_id = 000000000000
sso_role_name = dev
[sso-session idp]
sso_region = eu-west-1
sso_start_url = https://idp.awsapps.example/start
`)
    const expired = await createSecretsManager({ namespace: "shop", profile: "idp-ns-shop" }, environment.env)
    expect(await failure(expired.describe(name))).toMatchObject({
      code: "aws/sign-in",
      hint: "aws sso login --profile idp-ns-shop",
    })
  })

  it("tell that nothing answers", async () => {
    const port = await freePort()
    environment.set({ AWS_ENDPOINT_URL_SECRETS_MANAGER: `http://127.0.0.1:${port}` })
    const cutOff = await createSecretsManager({ namespace: "shop" }, environment.env)
    expect(await failure(cutOff.read(name))).toMatchObject({
      code: "aws/unreachable",
      message: expect.stringContaining("ECONNREFUSED"),
    })
  })
})

describe("the value", () => {
  it.each<AwsFault["kind"]>(["access-denied", "expired-token", "throttling", "internal"])(
    "is not in an error of the kind %s",
    async (kind) => {
      aws.setFault({ kind, operations: ["CreateSecret"] })
      const error = await failure(store())
      expect(inspect(error, { depth: 20, showHidden: true })).not.toContain(value)
    },
  )

  it("is printed nowhere, and neither is the SDK's opinion of the environment", async () => {
    await environment.config(
      `[profile mine]\naws_access_key_id = ${accessKey}\naws_secret_access_key = none\n`,
    )
    environment.set({ AWS_PROFILE: "mine" })
    // A process of its own, since the SDK says it once per process and the test runner takes `console` for itself.
    const program = `
      import { text } from "node:stream/consumers"
      import { createSecretsManager } from "${new URL("../../../src/adapters/aws/secrets-manager.ts", import.meta.url)}"
      const secrets = await createSecretsManager({ namespace: "shop" }, process.env)
      const value = await text(process.stdin)
      console.log(await secrets.store({ name: "${name}", value, attempt: "one" }))`
    const child = spawn(process.execPath, ["--input-type=module", "--eval", program], {
      env: environment.env,
    })
    child.stdin.end(value)
    const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)])
    expect({ stdout, stderr }).toEqual({ stdout: "created\n", stderr: "" })
    expect(aws.vault.read(name).version.value).toBe(value)
  })
})

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const { port } = server.address() as { port: number }
  await new Promise((resolve) => server.close(resolve))
  return port
}
