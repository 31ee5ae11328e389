import { describe, expect, it } from "vitest"
import { type Check, type Finding, fail, info, unknown, warn } from "../../../src/doctor/check.ts"
import { renderJunit } from "../../../src/doctor/report/junit.ts"
import { sarifDocument } from "../../../src/doctor/report/sarif.ts"
import { exitOf, summarise } from "../../../src/doctor/report/summary.ts"
import type { CheckResult, Status } from "../../../src/doctor/run-checks.ts"

const result = (
  number: number,
  status: Status,
  findings: readonly Finding[] = [],
  more: Partial<CheckResult> = {},
): CheckResult => {
  const check: Check = {
    id: `OIDC${number}`,
    group: number < 200 ? "chart" : "wire",
    title: "It is <well> & good",
    needs: ["files"],
    after: [],
    hint: "Do it.",
    run: async () => ({ kind: "looked", findings }),
  }
  return { check, status, findings, durationMs: 12, ...more }
}

const location = { path: "apps/a/b/values.yaml", line: 3, column: 5 }
const results = [
  result(101, "pass"),
  result(102, "warn", [warn("a newer version is known", { location, found: "0.3.2", expected: "0.3.3" })]),
  result(103, "fail", [fail('a "bad" <value>\u0007', { location })]),
  result(201, "skip", [], { because: "OIDC103 failed" }),
  result(202, "unknown", [unknown("cannot be told")]),
  result(203, "info", [info("by the way")]),
]

describe("the summary", () => {
  it("never counts what was skipped or is unknown as checked", () => {
    expect(summarise(results)).toEqual({
      pass: 1,
      info: 1,
      warn: 1,
      fail: 1,
      skip: 1,
      unknown: 1,
      total: 6,
      checked: 4,
    })
  })

  it.each([
    ["a failure", [result(1, "fail")], "fail", "failed"],
    ["a warning", [result(1, "warn")], "fail", "ok"],
    ["a warning that counts", [result(1, "warn")], "warn", "failed"],
    ["nothing but what is unknown", [result(1, "unknown"), result(2, "skip")], "fail", "internal"],
    ["a crash", [result(1, "pass"), result(2, "unknown", [], { crashed: true })], "fail", "internal"],
    [
      "a crash beside a failure",
      [result(1, "fail"), result(2, "unknown", [], { crashed: true })],
      "fail",
      "failed",
    ],
  ] as const)("ends %s as it should", (_, given, failOn, exit) => {
    expect(exitOf(given, failOn)).toBe(exit)
  })
})

describe("the JUnit report", () => {
  const xml = renderJunit(results, "fail")

  it("has a suite a group and a case a check", () => {
    expect(xml).toContain('<testsuite name="chart" tests="3" failures="1" skipped="0">')
    expect(xml).toContain('<testsuite name="wire" tests="3" failures="0" skipped="2">')
    expect(xml.match(/<testcase /g)).toHaveLength(results.length)
  })

  it("escapes what XML would read, and drops what it cannot hold", () => {
    expect(xml).toContain('<failure message="a &quot;bad&quot; &lt;value&gt;">')
    expect(xml).not.toContain("\u0007")
    expect(xml).not.toMatch(/name="[^"]*[<&](?!amp;|lt;|gt;|quot;)/)
  })

  it("takes a warning for a failure where it counts as one", () => {
    expect(renderJunit(results, "warn")).toContain('name="chart" tests="3" failures="2"')
  })
})

describe("the SARIF report", () => {
  const [run] = sarifDocument(results, "1.0.0").runs

  it("has a rule a check", () => {
    expect(run?.tool.driver.rules.map(({ id }) => id)).toEqual(results.map(({ check }) => check.id))
  })

  it("has a result for what was found, at its line, and none for what is unknown", () => {
    expect(run?.results).toMatchObject([
      {
        ruleId: "OIDC102",
        level: "warning",
        message: { text: "a newer version is known; found 0.3.2; expected 0.3.3" },
        locations: [
          {
            physicalLocation: {
              artifactLocation: { uri: location.path, uriBaseId: "%SRCROOT%" },
              region: { startLine: 3, startColumn: 5 },
            },
          },
        ],
      },
      { ruleId: "OIDC103", level: "error" },
      { ruleId: "OIDC203", level: "note" },
    ])
  })
})
