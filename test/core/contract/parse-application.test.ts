import { describe, expect, it } from "vitest"
import { parseApplication } from "../../../src/core/contract/parse-application.ts"
import { renderLocatedProblem } from "../../../src/core/contract/problem.ts"

/** The guide's file, with lines replaced. */
function application(lines: Readonly<Record<string, string>> = {}): string {
  const all: Record<string, string> = {
    apiVersion: "apiVersion: v2",
    name: "name: myapp-oidc",
    description: "description: OIDC middleware for myapp",
    version: "version: 0.1.0",
    helm: "helm:",
    chart: "  chart: helm/idp-oidc-middleware",
    chartVersion: '  chartVersion: "0.3.3"',
    ...lines,
  }
  return Object.values(all).filter(Boolean).join("\n")
}

const parse = (text: string) => parseApplication(text, { path: "application.yaml" })

it("reads the guide's file", () => {
  expect(parse(application())).toEqual({
    ok: true,
    value: {
      application: {
        apiVersion: "v2",
        name: "myapp-oidc",
        description: "OIDC middleware for myapp",
        version: "0.1.0",
        helm: { chart: "helm/idp-oidc-middleware", chartVersion: "0.3.3" },
      },
      warnings: [],
    },
  })
})

describe("it accepts", () => {
  it.each([
    ["no description", { description: "" }],
    ["labels and settings for notifications", { more: "labels:\n  team: shop\nslackChannel: shop-alerts" }],
    ["more settings of Helm", { more: "  releaseName: x" }],
    ["single quotes", { chartVersion: "  chartVersion: '0.3.3'" }],
  ])("%s", (_what, lines) =>
    expect(parse(application(lines))).toMatchObject({ ok: true, value: { warnings: [] } }),
  )
})

describe("it refuses", () => {
  const cases: readonly [what: string, lines: Record<string, string>, expected: readonly string[]][] = [
    [
      "a version that is a number",
      { chartVersion: "  chartVersion: 0.3" },
      ["application.yaml:7:3: helm.chartVersion: is a number, expected text that is not empty"],
    ],
    [
      "a version without a value",
      { chartVersion: "  chartVersion:" },
      ["application.yaml:7:3: helm.chartVersion: has no value, expected text that is not empty"],
    ],
    [
      "another format",
      { apiVersion: "apiVersion: v1" },
      ['application.yaml:1:1: apiVersion: is "v1", expected one of v2'],
    ],
    ["no name", { name: "" }, ["application.yaml:1:1: name: is missing, expected text that is not empty"]],
    [
      "no chart",
      { chart: "" },
      ["application.yaml:5:1: helm.chart: is missing, expected text that is not empty"],
    ],
    [
      "no helm",
      { helm: "", chart: "", chartVersion: "" },
      ["application.yaml:1:1: helm: is missing, expected a mapping of keys to values"],
    ],
    [
      "a version of the file that is a number",
      { version: "version: 1" },
      ["application.yaml:4:1: version: is a number, expected text that is not empty"],
    ],
  ]
  it.each(cases)("%s", (_what, lines, expected) => {
    const result = parse(application(lines))
    expect(result.ok ? [] : result.problems.map(renderLocatedProblem)).toEqual(expected)
  })
})

it("warns of a version that is text by luck", () => {
  const result = parse(application({ chartVersion: "  chartVersion: 0.3.3 # latest" }))
  expect(result.ok && result.value.application.helm.chartVersion).toBe("0.3.3")
  expect(result.ok && result.value.warnings.map(renderLocatedProblem)).toEqual([
    'application.yaml:7:3: helm.chartVersion: is not quoted, expected "0.3.3"',
  ])
})
