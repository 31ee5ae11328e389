import { expect, it } from "vitest"
import { planSecrets, type SecretsFacts } from "../../../../src/core/plan/effects/secrets.ts"

const plan = (facts: Partial<SecretsFacts>) =>
  planSecrets(
    { namespace: "shop-dev", app: "web" },
    {
      route: { kind: "aws" },
      stored: { "client-id": "absent", "client-secret": "absent", "session-secret": "absent" },
      overwrite: false,
      notes: [],
      ...facts,
    },
  )
const fields = ({ effects }: ReturnType<typeof plan>) => effects.map(({ field }) => field)
const all = ["client-id", "client-secret", "session-secret"]

it("sends the client ID before any secret, whatever is known", () => {
  const unknown = { "client-id": "unknown", "client-secret": "unknown", "session-secret": "unknown" } as const
  expect(fields(plan({}))).toEqual(all)
  expect(fields(plan({ stored: unknown }))).toEqual(all)
})

it("names each secret as the workflow is told and as AWS has it", () => {
  expect(plan({}).effects[1]).toMatchObject({
    name: "web-oidc-client-secret",
    path: "customer/shop-dev/web-oidc-client-secret",
    title: "Store the client secret as customer/shop-dev/web-oidc-client-secret",
  })
})

it("tries a workflow with the client ID even where it is there, but not for nothing", () => {
  const inputs = { path: "subpath", value: "value", others: {} }
  const route = { kind: "workflow", path: "w.yaml", name: "w", ref: "main", inputs } as const
  const stored = { "client-id": "present", "client-secret": "present", "session-secret": "absent" } as const
  expect(fields(plan({ route, stored }))).toEqual(["client-id", "session-secret"])
  expect(plan({ route, stored: { ...stored, "session-secret": "present" } }).effects).toEqual([])
})

it("keeps what is there and says so; replaces it only where that was asked for", () => {
  const stored = { "client-id": "present", "client-secret": "absent", "session-secret": "present" } as const
  const kept = plan({ stored })
  expect(fields(kept)).toEqual(["client-secret"])
  expect(kept.notes.join()).toContain("customer/shop-dev/web-oidc-session-secret")
  const replaced = plan({ stored, overwrite: true })
  expect(fields(replaced)).toEqual(all)
  expect(replaced.effects[0]?.title).toMatch(/^Replace/)
  expect(replaced.notes).toEqual([])
})
