import { describe, expect, it } from "vitest"
import { installsMiddleware, parseRelease } from "../../../src/core/repo/release.ts"
import { applicationText } from "../../fakes/apps-repo.ts"

describe("installsMiddleware", () => {
  it.each([
    ["our chart", applicationText("x", "helm/idp-oidc-middleware"), true],
    ["our chart from elsewhere", applicationText("x", "oci/team/idp-oidc-middleware"), true],
    ["another chart", applicationText("x"), false],
    ["another chart that mentions ours", `# not helm/idp-oidc-middleware\n${applicationText("x")}`, false],
    ["a broken file", "helm: [idp-oidc-middleware", false],
    ["no file", undefined, false],
  ])("judges %s", (_, text, expected) => {
    expect(installsMiddleware(text)).toBe(expected)
  })
})

describe("parseRelease", () => {
  const parse = (values: string | undefined, application?: string) =>
    parseRelease({ name: "x", path: "values.yaml", applicationPath: "application.yaml", application, values })

  it("reads what later answers continue", () => {
    const release = parse(
      "domain: a.example.com\ncookieNamePrefix: _A_\nbypassPaths: [/x]\nauthorization: {assertClaims: [{name: groups}]}\n",
      applicationText("x", "helm/idp-oidc-middleware", "0.3.2"),
    )
    expect(release).toMatchObject({
      chartVersion: "0.3.2",
      domain: "a.example.com",
      cookieNamePrefix: "_A_",
      bypassPaths: ["/x"],
      assertClaims: [{ name: "groups" }],
    })
  })

  it.each([
    ["", "x"],
    ["fullnameOverride: login\n", "login"],
    ["nameOverride: login\n", "x-login"],
    ["fullnameOverride: ''\nnameOverride: x\n", "x"],
    ["fullnameOverride: [\n", "x"],
  ])("knows what ingresses call its middleware: %j", (values, expected) => {
    expect(parse(values).middleware).toBe(expected)
  })

  it("knows nothing of files that do not parse, or are not there", () => {
    const nothing = { chartVersion: undefined, domain: undefined, bypassPaths: [], assertClaims: [] }
    expect(parse("domain: [", "helm: [")).toMatchObject(nothing)
    expect(parse(undefined)).toMatchObject(nothing)
  })
})
