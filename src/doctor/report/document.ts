/** The report for programs. Its fields are listed in `docs/commands.md`; `schema` counts incompatible changes. */
import type { Finding } from "../check.ts"
import type { CheckResult } from "../run-checks.ts"
import type { Diagnosis } from "../symptoms.ts"
import { summarise } from "./summary.ts"

export interface Subject {
  readonly namespace: string
  readonly app: string | undefined
  readonly release: string | undefined
}

export const reportDocument = (
  results: readonly CheckResult[],
  subjects: readonly Subject[],
  diagnosis?: Diagnosis,
) => ({
  schema: 1,
  status: results.some(({ status }) => status === "fail") ? "failed" : "passed",
  ...(diagnosis === undefined ? {} : { diagnosis }),
  subjects,
  summary: summarise(results),
  checks: results.map(checkDocument),
})

function checkDocument(result: CheckResult) {
  const { check, status, findings, because, dependsOn, suppressed, lacks, durationMs } = result
  const { id, group, title, needs, after, hint } = check
  return {
    id,
    group,
    status,
    title,
    needs,
    dependsOn: after,
    ...(because === undefined ? {} : { skippedBecause: because }),
    ...(dependsOn === undefined ? {} : { blockedBy: dependsOn }),
    ...(suppressed && { suppressed }),
    ...(lacks && { lacks: { access: lacks.access, why: lacks.why, command: lacks.command } }),
    findings: findings.map((finding) => findingDocument(finding, hint)),
    docs: docsOf(id),
    durationMs,
  }
}

const findingDocument = (
  { severity, what, location, found, expected, command, hint, fix }: Finding,
  general: string,
) => ({
  status: severity,
  detail: what,
  ...(location && { location }),
  ...(found === undefined ? {} : { found }),
  ...(expected === undefined ? {} : { expected }),
  fix: {
    text: hint ?? general,
    commands: command === undefined ? [] : [command],
    auto: fix !== undefined,
  },
})

/** Where the check is explained, within this project. */
export const docsOf = (id: string): string => `docs/checks.md#${id.toLowerCase()}`
