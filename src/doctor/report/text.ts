/**
 * The report for people: a line for each group, and more only where something is to be done.
 *
 *     ✔ repo    4 checks
 *     ✖ chart   19 checks, 1 failed
 *
 *       ✖ OIDC105  domain has a scheme
 *         where     apps/shop/web-oidc/values.yaml:3:1
 *         found     https://web.example.com
 *         expected  the bare host of the ingress, such as myapp.example.com
 *         do        Did you mean web.example.com?
 */
import { renderLocation } from "../../core/errors.ts"
import type { Line, Span, Tone } from "../../core/plan/preview.ts"
import { accesses, type Finding, type Group, type Severity } from "../check.ts"
import type { CheckResult } from "../run-checks.ts"
import type { Diagnosis } from "../symptoms.ts"
import { summarise } from "./summary.ts"

const marks: Readonly<Record<Severity | "pass", Span>> = {
  pass: { tone: "added", text: "✔" },
  info: { tone: "faint", text: "·" },
  warn: { tone: "warning", text: "!" },
  fail: { tone: "removed", text: "✖" },
  unknown: { tone: "warning", text: "?" },
}

export function renderGroup(group: Group, results: readonly CheckResult[]): readonly Line[] {
  const summary = summarise(results)
  const mark = marks[worstOf(results)]
  const counts = [
    counted(summary.total, "check"),
    ...(summary.fail > 0 ? [`${summary.fail} failed`] : []),
    ...(summary.warn > 0 ? [counted(summary.warn, "warning")] : []),
    ...(summary.unknown > 0 ? [`${summary.unknown} unknown`] : []),
    ...(summary.skip > 0 ? [`${summary.skip} skipped`] : []),
  ]
  const details = [...results.flatMap(renderFindings), ...renderSilence(results)]
  return [
    [mark, plain(` ${group.padEnd(8)}`), faint(counts.join(", "))],
    ...(details.length === 0 ? [] : [...details, blank]),
  ]
}

function worstOf(results: readonly CheckResult[]): Severity | "pass" {
  const { fail, warn, unknown, checked } = summarise(results)
  if (fail > 0) return "fail"
  if (warn > 0) return "warn"
  if (unknown > 0) return "unknown"
  return checked > 0 ? "pass" : "info"
}

const renderFindings = ({ check, findings }: CheckResult): readonly Line[] => {
  const reported = findings.filter(({ severity }) => severity !== "unknown")
  const faults = reported.filter(({ severity }) => severity !== "info")
  const remarks = reported.filter(({ severity }) => severity === "info")
  return [
    ...faults.flatMap((finding, index) => [
      blank,
      ...renderFault(check.id, finding, index === faults.length - 1 ? check.hint : undefined),
    ]),
    ...(remarks.length > 0 ? [blank] : []),
    ...remarks.map((remark) => renderRemark(check.id, remark)),
  ]
}

const renderRemark = (id: string, { what, location }: Finding): Line => [
  plain("  "),
  marks.info,
  faint(` ${id}  ${what}${location ? `  ${renderLocation(location)}` : ""}`),
]

/** The check's own advice stands below the last of its findings only. */
function renderFault(id: string, finding: Finding, general: string | undefined): readonly Line[] {
  const { severity, what, location, found, expected, hint = general, command } = finding
  const head: Line = [plain("  "), marks[severity], faint(` ${id}  `), { tone: "strong", text: what }]
  return [
    head,
    ...row("where", location && renderLocation(location)),
    ...row("found", found),
    ...row("expected", expected),
    ...row("do", hint),
    ...row("run", command, "command"),
  ]
}

const row = (label: string, text: string | undefined, tone: Tone = "plain"): readonly Line[] =>
  text === undefined ? [] : [[faint(`    ${label.padEnd(8)}  `), { tone, text }]]

/** What could not be told, and what had nothing to look at: a line for each reason that is worth knowing. */
const renderSilence = (results: readonly CheckResult[]): readonly Line[] => {
  const isNarrow = results.length < 3
  const unknowns = results.flatMap(({ check, findings, withheld }) =>
    withheld
      ? []
      : findings
          .filter(({ severity }) => severity === "unknown")
          .map(({ what, found }) => ({ id: check.id, because: found ? `${what} (${found})` : what })),
  )
  const skips = results.flatMap(({ check, because, dependsOn, suppressed }) =>
    because !== undefined && (dependsOn || suppressed || isNarrow) ? [{ id: check.id, because }] : [],
  )
  const lines = [
    ...byReason(unknowns).map(
      ([because, which]): Line => [plain("  "), marks.unknown, faint(` ${which}  `), plain(because)],
    ),
    ...byReason(skips).map(([because, which]): Line => [faint(`  · ${which} skipped: ${because}`)]),
  ]
  return lines.length === 0 ? [] : [blank, ...lines]
}

interface Reason {
  readonly id: string
  readonly because: string
}

/** A failure near the top leaves many checks with the same reason. */
const byReason = (reasons: readonly Reason[]): readonly (readonly [because: string, which: string])[] =>
  [...Map.groupBy(reasons, ({ because }) => because)].map(([because, [first, ...others]]) => [
    because,
    first && others.length === 0 ? first.id : `${others.length + 1} checks`,
  ])

export interface Closing {
  /** `idp-oidc doctor` with the flags that say which app. */
  readonly command: string
  /** Edits that `--fix` could make. */
  readonly fixable: number
  readonly diagnosis: Diagnosis | undefined
}

/** What it all came to, and what to run next. */
export function renderClosing(
  results: readonly CheckResult[],
  { command, fixable, diagnosis }: Closing,
): readonly Line[] {
  const { fail, warn, checked, total, unknown } = summarise(results)
  const verdict =
    fail + warn === 0
      ? "Nothing wrong was found."
      : `${[...(fail > 0 ? [`${fail} failed`] : []), ...(warn > 0 ? [counted(warn, "warning")] : [])].join(", ")}.`
  const firstId = results.find(({ status }) => status === "fail" || status === "warn")?.check.id
  return [
    ...(diagnosis === undefined
      ? []
      : [blank, [{ tone: "strong", text: "Diagnosis  " }, plain(diagnosis.text)] as const]),
    blank,
    [
      { tone: "strong", text: verdict },
      plain(` Checked ${checked} of ${total}${unknown > 0 ? `; ${neededBy(results)}` : ""}.`),
    ],
    ...(fixable > 0
      ? [
          [
            faint("  "),
            commandSpan(`${command} --fix`),
            faint(`   makes ${counted(fixable, "edit")} that can be derived, with a diff`),
          ],
        ]
      : []),
    ...(firstId === undefined
      ? []
      : [
          [faint("  "), commandSpan(`idp-oidc doctor --explain ${firstId}`), faint("   says more about one")],
        ]),
  ]
}

/** `7 need HTTPS to the app's hosts` */
function neededBy(results: readonly CheckResult[]): string {
  const unknown = results.filter(({ withheld }) => withheld)
  const needs = new Set(unknown.flatMap(({ check }) => check.needs.filter((need) => need !== "files")))
  const what = [...needs].map((need) => accesses[need]).join(" and ")
  const others = results.filter(({ status, withheld }) => status === "unknown" && !withheld).length
  return [
    ...(unknown.length > 0 ? [`${unknown.length} need ${what}`] : []),
    ...(others > 0 ? [`${others} could not be told`] : []),
  ].join(", ")
}

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`

const blank: Line = []
const plain = (text: string): Span => ({ tone: "plain", text })
const faint = (text: string): Span => ({ tone: "faint", text })
const commandSpan = (text: string): Span => ({ tone: "command", text })
