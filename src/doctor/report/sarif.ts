/**
 * The report as SARIF, which code hosts show at the lines of a pull request. Source: OASIS SARIF 2.1.0.
 *
 * Only what is wrong is in it: that is what the format is for.
 */
import type { Check, Finding } from "../check.ts"
import type { CheckResult } from "../run-checks.ts"

export const sarifDocument = (results: readonly CheckResult[], version: string) => ({
  $schema: "https://json.schemastore.org/sarif-2.1.0.json",
  version: "2.1.0",
  runs: [
    {
      tool: {
        driver: {
          name: "idp-oidc doctor",
          semanticVersion: version,
          rules: results.map(({ check }) => ruleOf(check)),
        },
      },
      columnKind: "utf16CodeUnits",
      results: results.flatMap(({ check, findings }) =>
        findings.filter(({ severity }) => severity !== "unknown").map((finding) => resultOf(check, finding)),
      ),
    },
  ],
})

const ruleOf = ({ id, title, hint }: Check) => ({
  id,
  shortDescription: { text: title },
  help: { text: hint },
})

const levels = { fail: "error", warn: "warning", info: "note", unknown: "none" } as const

const resultOf = ({ id }: Check, { severity, what, found, expected, location }: Finding) => ({
  ruleId: id,
  level: levels[severity],
  message: {
    text: [
      what,
      ...(found === undefined ? [] : [`found ${found}`]),
      ...(expected === undefined ? [] : [`expected ${expected}`]),
    ].join("; "),
  },
  ...(location && {
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: location.path, uriBaseId: "%SRCROOT%" },
          ...(location.line === undefined
            ? {}
            : { region: { startLine: location.line, startColumn: location.column ?? 1 } }),
        },
      },
    ],
  }),
})
