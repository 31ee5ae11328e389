import { describe, expect, it } from "vitest"
import { companyProfile } from "../../src/core/contract/company.ts"
import { makeHealthyRepo, paths, replace } from "../cases/doctor/healthy-repo.ts"
import { complaintsOf, type Examined, examine, factsOf, machine, quietGit } from "./examine.ts"

const findingsOf = async (id: string, texts: Map<string, string>, examined: Examined = {}) =>
  (await examine(texts, examined)).find(({ check }) => check.id === id)

const subjects = async (texts: Map<string, string>, scope: Examined["scope"] = {}) => {
  const { logins } = await factsOf(texts, { scope }).logins()
  return logins.map(({ app, release }) => `${app?.name} behind ${release?.name}`)
}

describe("what is looked at", () => {
  it("is every login of the repository, unless told otherwise", async () => {
    expect(await subjects(makeHealthyRepo())).toEqual([
      "orders-api behind orders-api-oidc",
      "webshop behind webshop-oidc",
    ])
  })

  it.each([
    [{ app: "webshop" }, ["webshop behind webshop-oidc"]],
    [{ app: "webshop-oidc" }, ["webshop behind webshop-oidc"]],
    [{ namespace: "billing-prod" }, []],
    [{ app: "invoices" }, ["invoices behind undefined"]],
  ])("is what %j names", async (scope, expected) => {
    expect(await subjects(makeHealthyRepo(), scope)).toEqual(expected)
  })

  it("is not disturbed by a fault of an app out of scope", async () => {
    const texts = makeHealthyRepo()
    replace(texts, paths.privateValues, "domain: internal-", "domain: https://")
    expect(complaintsOf(await examine(texts, { scope: { app: "webshop" } }))).toEqual([])
  })

  it("is a release that several apps share, without blaming any of them for the host of another", async () => {
    const texts = makeHealthyRepo()
    replace(
      texts,
      "apps/billing-prod/invoices/values.yaml",
      "    enabled: true\n",
      "    enabled: true\n    middlewares: [shop-test-webshop-oidc@kubernetescrd]\n",
    )
    expect(complaintsOf(await examine(texts))).toEqual(["OIDC203 warn"])
  })
})

describe("checks of the surroundings", () => {
  it("refuses an old Node", async () => {
    expect(
      await findingsOf("OIDC001", makeHealthyRepo(), { machine: { ...machine, nodeVersion: "22.11.9" } }),
    ).toMatchObject({
      status: "fail",
      findings: [{ found: "22.11.9" }],
    })
    const enough = { machine: { ...machine, nodeVersion: "22.12.0" } }
    expect((await findingsOf("OIDC001", makeHealthyRepo(), enough))?.status).toBe("pass")
  })

  it("refuses a repository without apps", async () => {
    const results = await examine(new Map([["README.md", "hello\n"]]))
    expect(complaintsOf(results)).toEqual(["OIDC010 fail"])
  })

  it.each([
    [{ namespace: "shop-tset" }, "Did you mean --namespace shop-test?"],
    [{ namespace: "shop-test", app: "webshp" }, "Did you mean --app webshop?"],
  ])("suggests what %j may mean", async (scope, hint) => {
    const result = await findingsOf("OIDC011", makeHealthyRepo(), { scope })
    expect(result).toMatchObject({ status: "fail", findings: [{ hint }] })
  })

  it("warns of a merge that is under way", async () => {
    const result = await findingsOf("OIDC012", makeHealthyRepo(), {
      git: { ...quietGit, operation: "merge" },
    })
    expect(result).toMatchObject({ status: "warn", findings: [{ what: "a merge is under way" }] })
  })

  it("tells which bypassed paths only Kubernetes asks for", async () => {
    const texts = makeHealthyRepo()
    replace(texts, paths.values, "/healthz/live", "/healthz")
    expect(await findingsOf("OIDC208", texts)).toMatchObject({
      status: "info",
      findings: [{ location: { path: paths.app } }],
    })
  })

  it("holds the tenant against that of .idp-oidc.yaml", async () => {
    const texts = makeHealthyRepo()
    const tenantId = "3fe8f2f0-da38-42eb-80c7-febc1d1dcb3f"
    texts.set(paths.values, `${texts.get(paths.values)}provider:\n  tenantId: ${tenantId}\n`)
    const profile = { ...companyProfile, tenantId: "11111111-2222-4333-8444-555555555555" }
    expect((await findingsOf("OIDC120", texts, { profile }))?.status).toBe("fail")
    expect((await findingsOf("OIDC120", texts, { profile: { ...profile, tenantId } }))?.status).toBe("pass")
  })
})
