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
  const details = [...results.flatMap(renderFindings), ...renderSkips(results)]
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
  const reported = findings.filter(
    ({ severity }) => severity !== "unknown" || !check.needs.some((need) => need !== "files"),
  )
  return reported.flatMap((finding, index) => [
    ...(finding.severity === "info" ? [] : [blank]),
    ...renderFinding(check.id, finding, index === reported.length - 1 ? check.hint : undefined),
  ])
}

/** The check's own advice stands below the last of its findings only. */
function renderFinding(id: string, finding: Finding, general: string | undefined): readonly Line[] {
  const { severity, what, location, found, expected, hint = general, command } = finding
  const head: Line = [
    plain("  "),
    marks[severity],
    faint(` ${id}  `),
    { tone: severity === "info" ? "faint" : "strong", text: what },
  ]
  if (severity === "info") return [[...head, faint(location ? `  ${renderLocation(location)}` : "")]]
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

/** One line for each reason that is worth knowing: a failure further up, or a decision. */
function renderSkips(results: readonly CheckResult[]): readonly Line[] {
  const isNarrow = results.length < 3
  const skipped = results.flatMap(({ check, because, dependsOn, suppressed }) =>
    because !== undefined && (dependsOn || suppressed || isNarrow) ? [{ id: check.id, because }] : [],
  )
  const byReason = Map.groupBy(skipped, ({ because }) => because)
  const lines = [...byReason].map(([because, ofReason]): Line => {
    const [first] = ofReason
    const which = ofReason.length === 1 && first ? first.id : `${ofReason.length} checks`
    return [faint(`  · ${which} skipped: ${because}`)]
  })
  return lines.length === 0 ? [] : [blank, ...lines]
}

export interface Closing {
  /** `idp-oidc doctor` with the flags that say which app. */
  readonly command: string
  /** Edits that `--fix` could make. */
  readonly fixable: number
}

/** What it all came to, and what to run next. */
export function renderClosing(
  results: readonly CheckResult[],
  { command, fixable }: Closing,
): readonly Line[] {
  const { fail, warn, checked, total, unknown } = summarise(results)
  const verdict =
    fail + warn === 0
      ? "Nothing wrong was found."
      : `${[...(fail > 0 ? [`${fail} failed`] : []), ...(warn > 0 ? [counted(warn, "warning")] : [])].join(", ")}.`
  const firstId = results.find(({ status }) => status === "fail" || status === "warn")?.check.id
  return [
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
  const unknown = results.filter(({ status }) => status === "unknown")
  const needs = new Set(unknown.flatMap(({ check }) => check.needs.filter((need) => need !== "files")))
  const what = [...needs].map((need) => accesses[need]).join(" and ")
  return what === "" ? `${unknown.length} unknown` : `${unknown.length} need ${what}`
}

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`

const blank: Line = []
const plain = (text: string): Span => ({ tone: "plain", text })
const faint = (text: string): Span => ({ tone: "faint", text })
const commandSpan = (text: string): Span => ({ tone: "command", text })
