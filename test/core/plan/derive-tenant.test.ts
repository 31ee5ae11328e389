import { expect, it } from "vitest"
import { companyProfile } from "../../../src/core/contract/company.ts"
import { deriveTenant, type TenantSources } from "../../../src/core/plan/derive-tenant.ts"
import { parseRelease } from "../../../src/core/repo/release.ts"

const [one, other] = ["9d2f8a4e-0000-4000-8000-00000000000A", "11111111-2222-4333-8444-555555555555"]
const release = (provider: string, name = "api-oidc") =>
  parseRelease({
    name,
    path: `apps/shop-dev/${name}/values.yaml`,
    applicationPath: `apps/shop-dev/${name}/application.yaml`,
    application: undefined,
    values: `domain: a.example.com\nprovider: {${provider}}\n`,
  })
const entra = (tenant: string) => `url: "https://login.microsoftonline.com/${tenant}/v2.0"`
const profile = { ...companyProfile, domains: ["apps.example.com"] }

const derive = (changes: Partial<TenantSources> = {}, host = "web.shop.apps.example.com") =>
  deriveTenant(
    { profile, releases: [], existing: undefined, sibling: undefined, ...changes },
    { hosts: [host] },
  )
const known = (id: string, origin = "apps/shop-dev/api-oidc/values.yaml") => ({
  kind: "known",
  id: id.toLowerCase(),
  origin,
})

it.each<[string, Partial<TenantSources>, unknown]>([
  ["the profile", { profile: { ...profile, tenantId: other } }, known(other, ".idp-oidc.yaml")],
  ["another app's tenantId", { releases: [release(`tenantId: ${one}`)] }, known(one)],
  ["another app's url", { releases: [release("usePkce: true", "x"), release(entra(one))] }, known(one)],
  ["the same app in another namespace", { sibling: release(entra(one)) }, known(one)],
  [
    "several that agree",
    { existing: release(`tenantId: ${one}`, "web-oidc"), releases: [release(entra(one))] },
    known(one, "apps/shop-dev/web-oidc/values.yaml"),
  ],
])("is what %s says", (_, sources, expected) => {
  expect(derive(sources)).toEqual(expected)
})

const byDomain = { kind: "of-domain", domains: ["apps.example.com", "example.com"] }

it.each<[string, Partial<TenantSources>]>([
  ["nobody says it", { releases: [release("usePkce: true")] }],
  ["two apps disagree", { releases: [release(entra(one)), release(entra(other), "x")] }],
  ["an app says none in particular", { releases: [release("tenantId: common"), release(entra("common"))] }],
  ["an app logs in elsewhere", { releases: [release(`url: "https://idp.example.com/${one}"`)] }],
  [
    "an app's address only looks like Entra's",
    { releases: [release(`url: "http://login.microsoftonline.com/${one}"`)] },
  ],
])("is asked for by the domain of the platform where %s", (_, sources) => {
  expect(derive(sources)).toEqual(byDomain)
})

it("is not guessed for a host outside of the platform's domains", () => {
  expect(derive({}, "web.example.org")).toBeUndefined()
  expect(derive({}, "notapps.example.com")).toBeUndefined()
})

it("is nobody's where the app itself logs in elsewhere", () => {
  const existing = release(`url: "https://idp.example.com/realms/shop"`, "web-oidc")
  expect(derive({ existing, profile: { ...profile, tenantId: one } })).toBeUndefined()
})
