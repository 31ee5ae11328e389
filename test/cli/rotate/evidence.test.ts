import { describe, expect, it } from "vitest"
import type { SecretState } from "../../../src/adapters/aws/secrets-manager.ts"
import { judgeFetched, judgeStored, storedAt } from "../../../src/cli/rotate/evidence.ts"
import { AppError } from "../../../src/core/errors.ts"
import type { Objects } from "../../../src/doctor/cluster.ts"
import { parseReleaseFolder } from "../../../src/doctor/login.ts"

const release = parseReleaseFolder({
  namespace: "shop",
  name: "web-oidc",
  application: undefined,
  values: "domain: x.example\n",
})
const at = Date.UTC(2026, 10, 25, 12)
const synced = (refreshTime: string | undefined, status = "True", name = "web-oidc"): Objects => ({
  kind: "read",
  items: [
    {
      metadata: { name },
      status: { ...(refreshTime ? { refreshTime } : {}), conditions: [{ type: "Ready", status }] },
    },
  ],
})

describe("judgeFetched", () => {
  it.each<[name: string, objects: Objects, expected: string]>([
    ["later than it was stored", synced("2026-11-25T12:00:01Z"), "proven"],
    ["in the same second, which may be before", synced("2026-11-25T12:00:00Z"), "not-yet"],
    ["earlier", synced("2026-11-25T11:00:00Z"), "not-yet"],
    ["later, and in trouble", synced("2026-11-25T13:00:00Z", "False"), "not-yet"],
    ["at no time yet", synced(undefined), "not-yet"],
    ["by another release", synced("2026-11-25T13:00:00Z", "True", "other"), "unknown"],
    ["where nobody may look", { kind: "refused", reason: "forbidden" }, "unknown"],
  ])("fetched %s", (_, objects, expected) => {
    expect(judgeFetched({ at }, objects, release).state).toBe(expected)
  })

  it("proves nothing where it is not known when the secret was stored", () => {
    const unknown = { at: undefined, why: "there is no sign-in to AWS" }
    expect(judgeFetched(unknown, synced("2026-11-25T13:00:00Z"), release).state).toBe("unknown")
  })
})

describe("judgeStored", () => {
  it.each<[name: string, state: SecretState | undefined, expected: string]>([
    ["there", { kind: "present", changedAt: at }, "proven"],
    ["there since an unknown time", { kind: "present", changedAt: undefined }, "unknown"],
    ["not there", { kind: "absent" }, "unknown"],
    ["not to be seen", { kind: "denied", error: new AppError("aws/access-denied", "No.") }, "unknown"],
    ["with nobody signed in", undefined, "unknown"],
  ])("is %s", (_, state, expected) => {
    expect(judgeStored("customer/shop/x", storedAt("customer/shop/x", state)).state).toBe(expected)
  })
})
