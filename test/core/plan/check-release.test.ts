import { describe, expect, it } from "vitest"
import { renderLocatedProblem } from "../../../src/core/contract/problem.ts"
import { checkRelease } from "../../../src/core/plan/check-release.ts"
import { makeApplicationText } from "../../../src/core/plan/effects/application.ts"
import { makeValuesText } from "../../../src/core/plan/effects/values.ts"
import { parseRelease } from "../../../src/core/repo/release.ts"
import { fakeAnswers } from "../../fakes/snapshot.ts"

const answers = fakeAnswers()
const application = makeApplicationText(answers)
const values = makeValuesText(answers, "https://example.com/schema.json")
const other = parseRelease({
  name: "api-oidc",
  path: "apps/shop-dev/api-oidc/values.yaml",
  applicationPath: "apps/shop-dev/api-oidc/application.yaml",
  application,
  values: "domain: api.example.com\ncookieNamePrefix: _Taken_\n",
})

/** The problems of the two files after a replacement in whichever has the text. */
const check = (from = "", to = ""): readonly string[] =>
  checkRelease(
    { path: "application.yaml", text: application.replace(from, to) },
    { path: "values.yaml", text: values.replace(from, to) },
    answers,
    [other],
  ).map(renderLocatedProblem)

describe("a release that somebody has edited", () => {
  it("has no problem as it was made", () => {
    expect(check()).toEqual([])
  })

  it.each<[what: string, from: string, to: string, problem: string]>([
    ["a typo", "provider:", "provder:", "values.yaml:8:1: provder: unknown key"],
    ["no YAML", "domain: web", "domain: [web", "values.yaml:"],
    ["a host that is not served", "domain: web", "domain: shop", "values.yaml:3:1: domain: is no host"],
    [
      "another app's cookies",
      answers.cookiePrefix,
      "_Taken_",
      "values.yaml:6:1: cookieNamePrefix: is the prefix of api-oidc already",
    ],
    [
      "a secret that is stored elsewhere",
      "shop-dev/web-oidc-client-id",
      "shop-dev/web-id",
      "values.yaml:13:5: externalSecret.separateSecrets.clientId: is not where init stores it",
    ],
    [
      "a secret without a path",
      "    clientId: customer/shop-dev/web-oidc-client-id\n",
      "",
      "externalSecret.separateSecrets.clientId: is",
    ],
    [
      "another name of the middleware",
      "domain: web",
      "fullnameOverride: login\ndomain: web",
      "values.yaml:3:1: fullnameOverride: gives the middleware another name",
    ],
    ["another name", "name: web-oidc", "name: web", "application.yaml:2:1: name: is another name"],
    [
      "another chart",
      "idp-oidc-middleware",
      "idp-advanced",
      "application.yaml:6:3: helm.chart: is another chart",
    ],
    [
      "a version that is none",
      '"0.3.3"',
      '"latest"',
      "application.yaml:7:3: helm.chartVersion: is no version",
    ],
    ["no chart at all", "  chart: helm/idp-oidc-middleware\n", "", "helm.chart: is missing"],
    ["an unquoted version", '"0.3.3"', "0.3.3", "application.yaml:7:3: helm.chartVersion: is not quoted"],
  ])("is told of %s, with its line", (_, from, to, problem) => {
    expect(check(from, to).join("\n")).toContain(problem)
  })

  it("may keep the name that its middleware has", () => {
    const text = `nameOverride: login\n${values}`
    const problems = checkRelease(
      { path: "application.yaml", text: application },
      { path: "values.yaml", text },
      { ...answers, middleware: "web-oidc-login" },
      [],
    )
    expect(problems).toEqual([])
  })

  it("is judged by the schema of the version that it names", () => {
    const text = `${values}\nforwardAuth:\n  replicas: 2\n`
    const problems = (chartVersion: string) =>
      checkRelease(
        { path: "application.yaml", text: application.replace("0.3.3", chartVersion) },
        { path: "values.yaml", text },
        answers,
        [],
      ).map(({ path }) => path)
    expect(problems("0.3.3")).toContainEqual(["forwardAuth"])
    expect(problems("1.0.0")).toEqual([])
  })
})
