import { randomBytes } from "node:crypto"
import { inspect } from "node:util"
import { expect, it } from "vitest"
import { AppError } from "../../src/core/errors.ts"
import type { StoreSecret } from "../../src/core/plan/effect.ts"
import { createSecret } from "../../src/ui/secret.ts"
import { applySecret, makeSessionSecret, type SecretTools } from "../../src/wizard/apply-secret.ts"

const value = randomBytes(20).toString("hex")
const effect: StoreSecret = {
  kind: "store-secret",
  field: "client-secret",
  name: "web-oidc-client-secret",
  path: "customer/shop/web-oidc-client-secret",
  route: { kind: "aws" },
  title: "",
  why: "",
}
const tools = (store: Required<SecretTools>["aws"]["store"]): SecretTools => ({
  values: {
    "client-id": createSecret("id"),
    "client-secret": createSecret(value),
    "session-secret": createSecret("session"),
  },
  aws: { store },
  attempt: "once",
  onProgress: () => undefined,
  earlier: [],
  onRun: async () => undefined,
  now: () => 0,
})

it("gives each secret its own value and name", async () => {
  const asked: unknown[] = []
  const stored = await applySecret(
    effect,
    tools(async (request) => {
      asked.push(request)
      return "created"
    }),
  )
  expect(asked).toEqual([{ name: effect.path, value, attempt: "once" }])
  expect(stored).toEqual({ kind: "aws", what: "created" })
})

it.each([
  ["a server's refusal", new AppError("aws/refused", `The value ${value} is refused.`, { details: [value] })],
  ["a bug", new TypeError(`Cannot read ${value}`)],
])("keeps the value out of %s", async (_name, thrown) => {
  const error = await applySecret(
    effect,
    tools(() => Promise.reject(thrown)),
  ).catch((caught: unknown) => caught)
  expect(error).toBeInstanceOf(Error)
  expect(inspect(error)).not.toContain(value)
})

it("prints none of the values, however the tools are printed", () => {
  const all = tools(async () => "created")
  expect(inspect(all, { depth: 9 }) + JSON.stringify(all)).not.toContain(value)
})

it("makes a session secret of 16 random bytes, as 32 hexadecimal digits", () => {
  expect(makeSessionSecret((size) => new Uint8Array(size).fill(171))).toBe("ab".repeat(16))
})
