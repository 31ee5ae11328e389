import { randomBytes } from "node:crypto"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { createSecretsManager } from "../../src/adapters/aws/secrets-manager.ts"
import type { SavedRun } from "../../src/core/state/saved-state.ts"
import { catalogue } from "../../src/doctor/catalogue.ts"
import { type Aws, startAws } from "../../src/sandbox/aws/start-aws.ts"
import { useEnvironment } from "../adapters/aws/environment.ts"
import { makeHealthyRepo, paths, replace } from "../cases/doctor/healthy-repo.ts"
import { stored, webshopState } from "../cases/doctor/states.ts"
import { type Examined, examineBy, say } from "./examine.ts"

const environment = useEnvironment()
const checks = catalogue.filter(({ group }) => group === "aws")
const path = (part: string) => `customer/shop-test/webshop-oidc-${part}`
const clientId = "3fe8f2f0-da38-42eb-80c7-febc1d1dcb3f"
const clientSecret = `abc8Q~${randomBytes(17).toString("hex")}`
const sessionSecret = randomBytes(16).toString("hex")

let aws: Aws
let at: number
beforeEach(async () => {
  at = Date.UTC(2026, 10, 23)
  aws = await startAws({ accessKeys: ["AKIATEST"], now: () => at })
  await environment.config(
    "[profile idp-ns-shop-test]\nregion = eu-west-1\naws_access_key_id = AKIATEST\naws_secret_access_key = test\n",
  )
  environment.set({ AWS_ENDPOINT_URL_SECRETS_MANAGER: aws.url })
})
afterEach(() => aws.close())

const store = (values: Readonly<Record<string, string>>) => {
  for (const [part, value] of Object.entries(values)) aws.vault.create(path(part), value, undefined)
}
const storeAll = (more: Readonly<Record<string, string>> = {}) =>
  store({
    "client-id": clientId,
    "client-secret": clientSecret,
    "session-secret": sessionSecret,
    ...more,
  })

const look = async (examined: Examined = {}, texts = makeHealthyRepo()) => {
  const results = await examineBy(checks, texts, {
    scope: { app: "webshop" },
    aws: (namespace) =>
      createSecretsManager({ namespace }, environment.env, { timeoutMs: 2000, repeats: false }),
    now: () => at,
    ...examined,
  })
  const seen = say(results)
  for (const secret of [clientSecret, sessionSecret]) expect(JSON.stringify(results)).not.toContain(secret)
  return seen
}

const pass = { "411": "pass", "412": "pass", "413": "pass", "414": "pass" }

describe("the AWS checks", () => {
  it("pass where all three secrets are stored", async () => {
    storeAll()
    expect(await look()).toEqual(pass)
  })

  it("read no value unless they are asked to", async () => {
    storeAll()
    const seen = await look({ withheld: new Map([["values", "not asked for"]]) })
    expect(seen).toEqual({ ...pass, "414": "unknown: not asked for" })
    expect(aws.operations).not.toContain("GetSecretValue")
  })

  it("are unknown without a sign-in", async () => {
    const unknown = "unknown: there is no profile idp-ns-shop-test on this machine, and no other sign-in"
    expect(new Set(Object.values(await look({ aws: async () => undefined })))).toEqual(new Set([unknown]))
  })

  it("are unknown where the sign-in has expired, and say how to renew it", async () => {
    aws.setFault({ kind: "expired-token" })
    const results = await examineBy(checks, makeHealthyRepo(), {
      scope: { app: "webshop" },
      aws: (namespace) => createSecretsManager({ namespace }, environment.env, { repeats: false }),
    })
    expect(results.map(({ status, lacks }) => [status, lacks?.command])).toEqual(
      checks.map(() => ["unknown", "aws sso login --profile idp-ns-shop-test"]),
    )
  })

  it("are unknown where the role may not look", async () => {
    aws.setFault({ kind: "access-denied" })
    const seen = await look()
    expect(seen).toMatchObject({
      "411": "unknown: the sign-in to AWS may not look at secrets of shop-test",
      "412": `unknown: AWS does not say whether ${path("client-id")} is there`,
    })
    expect(seen["414"]).toMatch(/^unknown: The profile idp-ns-shop-test may not read/)
  })

  it("see that Secrets Manager is out of reach", async () => {
    await aws.close()
    expect((await look())["412"]).toMatch(/^unknown: secrets Manager in eu-west-1 could not be reached/i)
  })

  it("see a secret that was never stored, and the name that was meant", async () => {
    storeAll()
    aws.vault.remove(path("client-secret"), 0)
    aws.vault.create(path("clientsecret"), "x", undefined)
    expect((await look())["412"]).toBe(
      `fail: there is no secret ${path("client-secret")}: ${path("clientsecret")}`,
    )
  })

  it("do not take the secret of another app for a slip", async () => {
    storeAll()
    aws.vault.remove(path("client-secret"), 0)
    aws.vault.create("customer/shop-test/checkout-oidc-client-secret", "x", undefined)
    expect((await look())["412"]).toBe(`fail: there is no secret ${path("client-secret")}`)
  })

  it("see a secret that is about to be deleted", async () => {
    storeAll()
    aws.vault.remove(path("client-id"), 7)
    expect((await look())["412"]).toMatch(/^fail: .*client-id is about to be deleted/)
  })

  it("see a secret that holds no value", async () => {
    store({ "client-id": clientId, "client-secret": clientSecret })
    aws.vault.create(path("session-secret"), undefined, undefined)
    expect((await look())["412"]).toBe(`fail: ${path("session-secret")} holds no value`)
  })

  it("see a client secret that is older than one can be", async () => {
    storeAll()
    at += 740 * 86_400_000
    expect((await look())["413"]).toMatch(/^warn: the client secret was stored 740 days ago/)
  })

  it("see a secret that went to another account", async () => {
    storeAll()
    const startedAt = new Date(at + 3_600_000).toISOString()
    const run = { field: "session-secret", via: "workflow", startedAt, storedAt: startedAt } as const
    const remembering = (change: Partial<SavedRun>) => ({
      states: async () => [stored({ ...webshopState, runs: [{ ...run, ...change }] })],
    })
    expect((await look(remembering({})))["413"]).toMatch(
      /^fail: init stored .*session-secret on 2026-11-23, and AWS has an older one/,
    )
    expect((await look(remembering({ startedAt: new Date(at - 1000).toISOString() })))["413"]).toBe("pass")
  })

  it.each([
    [
      "a line break",
      { "session-secret": `${sessionSecret}\n` },
      /^fail: the session secret of .* line break/,
    ],
    ["quotes", { "client-id": `"${clientId}"` }, /^fail: the client ID of .* quotes/i],
    ["the Secret ID", { "client-secret": "11111111-2222-4333-8444-555555555555" }, /^fail: .*Secret ID/],
    ["another length", { "session-secret": "abc" }, /^fail: .*It has 3 bytes/],
    [
      "an unusual form",
      { "client-secret": "unusual-but-not-impossible-value-of-some-length" },
      /^warn: the client secret/,
    ],
  ] as const)("see %s in a stored value", async (_, values, expected) => {
    storeAll(values)
    expect((await look())["414"]).toMatch(expected)
  })

  it("see client ID and client secret in each other's place", async () => {
    storeAll({ "client-id": clientSecret, "client-secret": clientId })
    expect((await look())["414"]).toBe(
      "fail: client ID and client secret of webshop-oidc are stored in each other's place",
    )
  })

  it("take several session secrets on 1.x, one a line", async () => {
    storeAll({ "session-secret": `${sessionSecret}\n${randomBytes(16).toString("hex")}\n` })
    const texts = makeHealthyRepo()
    expect((await look({}, texts))["414"]).toMatch(/^fail/)
    replace(texts, paths.application, "0.3.3", "1.0.0")
    expect((await look({}, texts))["414"]).toBe("pass")
  })

  it("say where secrets are looked up, if that is not the platform's profile", async () => {
    storeAll()
    environment.set({ AWS_ACCESS_KEY_ID: "AKIATEST", AWS_SECRET_ACCESS_KEY: "test" })
    expect((await look())["411"]).toMatch(
      /^info: secrets are looked up as the environment's own credentials in eu-west-1/,
    )
  })
})
