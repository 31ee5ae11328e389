import { describe, expect, it } from "vitest"
import { companyProfile } from "../../../src/core/contract/company.ts"
import { renderLocatedProblem } from "../../../src/core/contract/problem.ts"
import { parseProfile, schemaUrl } from "../../../src/core/contract/profile.ts"

it("is the company's own without a file, and with an empty one", () => {
  expect(parseProfile(undefined)).toEqual({ ok: true, value: companyProfile })
  expect(parseProfile("# nothing differs here\n")).toEqual({ ok: true, value: companyProfile })
})

it("takes each fact from the file, and the others from the company", () => {
  const source = `
organisation: Contoso
chart:
  repository: contoso/charts
chartVersions:
  forward-auth: 1.4.0
domains: [apps.contoso.example]
tenantId: 11111111-2222-3333-4444-555555555555
servicedesk: servicedesk@contoso.example
ticketLanguage: en
runtime: forward-auth
suppressedChecks:
  - id: chart/published
    reason: Our charts are vendored.
`
  expect(parseProfile(source)).toEqual({
    ok: true,
    value: {
      organisation: "Contoso",
      chart: { ...companyProfile.chart, repository: "contoso/charts" },
      chartVersions: { ...companyProfile.chartVersions, "forward-auth": "1.4.0" },
      pinnedVersions: ["forward-auth"],
      domains: ["apps.contoso.example"],
      tenantId: "11111111-2222-3333-4444-555555555555",
      servicedesk: "servicedesk@contoso.example",
      ticketLanguage: "en",
      runtime: "forward-auth",
      suppressedChecks: [{ id: "chart/published", reason: "Our charts are vendored." }],
    },
  })
})

describe("refuses", () => {
  it.each([
    [
      "an unknown key",
      "tenant: x",
      /^\.idp-oidc\.yaml:1:1: tenant: unknown key, .* did you mean tenantId\?$/,
    ],
    [
      "a language nobody writes tickets in",
      "ticketLanguage: sv",
      /1:1: ticketLanguage: is "sv", expected one of da, en$/,
    ],
    [
      "a suppressed check without a reason",
      "suppressedChecks:\n  - id: a",
      /2:5: suppressedChecks\[0\]\.reason: is missing/,
    ],
    [
      "an empty reason",
      "suppressedChecks:\n  - id: a\n    reason: ''",
      /3:5: suppressedChecks\[0\]\.reason: is empty/,
    ],
    [
      "a domain that is an address",
      "domains: [https://a.example]",
      /1:11: domains\[0\]: is "https:\/\/a\.example", expected a bare domain/,
    ],
    ["a tenant that is a name", "tenantId: contoso", /tenantId: is "contoso", expected a directory id/],
    [
      "a repository that is an address",
      "chart: {repository: https://github.com/a/b}",
      /1:9: chart\.repository: is .*, expected owner\/name/,
    ],
    [
      "a schema address without a version",
      "chart: {schemaUrl: https://x.example/latest.json}",
      /chart\.schemaUrl: is .*, expected an https URL with \{version\} in it$/,
    ],
    [
      "a version of the other runtime",
      "chartVersions: {platform: 1.0.0}",
      /chartVersions\.platform: is "1\.0\.0", expected a version such as 0\.3\.3$/,
    ],
    [
      "a range",
      "chartVersions: {forward-auth: ^1.0.0}",
      /chartVersions\.forward-auth: is "\^1\.0\.0", expected a version such as 1\.0\.0$/,
    ],
    ["a version that is a number", "chartVersions: {platform: 0.3}", /chartVersions\.platform: is a number/],
    ["what is not YAML", "a: b: c", /^\.idp-oidc\.yaml:1:4: nested mappings/],
  ])("%s", (_what, source, expected) => {
    const result = parseProfile(source)
    expect(result.ok ? "" : result.problems.map(renderLocatedProblem).join("\n")).toMatch(expected)
  })
})

it("knows where the schema of a version is", () => {
  const profile = {
    ...companyProfile,
    chart: { ...companyProfile.chart, schemaUrl: "https://x.example/{chart}/v{version}.json" },
  }
  expect(schemaUrl(profile, "0.3.3")).toBe("https://x.example/idp-oidc-middleware/v0.3.3.json")
})
