import { afterEach, describe, expect, it } from "vitest"
import { useEnvironment } from "../adapters/aws/environment.ts"
import { startWorld, type World } from "../doctor/world/world.ts"
import { type AppsRepo, createAppsRepo, isolatedEnv } from "../fakes/apps-repo.ts"
import { run } from "./run.ts"

const environment = useEnvironment()
let world: World | undefined
let repo: AppsRepo | undefined
afterEach(async () => {
  await world?.close()
  repo?.remove()
})

const outside = ["github", "aws", "cluster", "argo"].flatMap((group) => ["--group", group])

async function doctor(change: Record<string, string> = {}, ...args: readonly string[]) {
  await environment.config(
    "[profile idp-ns-shop-test]\nregion = eu-west-1\naws_access_key_id = AKIATEST\naws_secret_access_key = test\n",
  )
  world = await startWorld(environment.env)
  repo = createAppsRepo(Object.fromEntries(world.texts))
  repo.git("remote", "add", "origin", "git@github.com:acme/apps-shop.git")
  const { code, stdout, stderr } = await run(["doctor", "--app", "webshop", "--json", ...args], {
    cwd: repo.root,
    env: { ...isolatedEnv, ...world.environment(), ...change },
  })
  const { checks } = JSON.parse(stdout) as {
    checks: { id: string; status: string; lacks?: { access: string } }[]
  }
  return { code, stderr, stdout, checks }
}

const others = (checks: readonly { readonly id: string; readonly status: string }[]) =>
  checks.filter(({ status }) => status !== "pass").map(({ id, status }) => `${id} ${status}`)

describe("idp-oidc doctor, with a login to everything", () => {
  it("looks at GitHub, AWS, the cluster and ArgoCD by the user's own logins", async () => {
    const { code, stderr, checks } = await doctor({}, ...outside, "--read-values")
    expect({ code, stderr, others: others(checks) }).toEqual({
      code: 0,
      stderr: "",
      others: ["OIDC308 skip"],
    })
    expect(checks.length).toBe(24)
  })

  it("reads no value unless it is asked to", async () => {
    const { checks } = await doctor({}, "--group", "aws")
    expect(others(checks)).toEqual(["OIDC414 unknown"])
  })

  it("looks at the machine", async () => {
    const { checks } = await doctor({}, "--only", "003", "--only", "004")
    expect(others(checks)).toEqual([])
  })

  it("says which login is missing, and ends well all the same", async () => {
    const lost = { GH_TOKEN: "", AWS_CONFIG_FILE: "/nonexistent", ARGOCD_AUTH_TOKEN: "old" }
    const { code, checks } = await doctor(lost, ...outside)
    expect(code).toBe(0)
    const lacking = new Set(checks.flatMap(({ lacks }) => lacks?.access ?? []))
    expect([...lacking].sort()).toEqual(["argo", "aws", "github", "values"])
  })
})
