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
import type { CheckResult, Lack } from "../run-checks.ts"
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
  const unasked = results.filter(isUnasked).length
  const unknown = summary.unknown - unasked
  const counts = [
    counted(summary.total, "check"),
    ...(summary.fail > 0 ? [`${summary.fail} failed`] : []),
    ...(summary.warn > 0 ? [counted(summary.warn, "warning")] : []),
    ...(unknown > 0 ? [`${unknown} unknown`] : []),
    ...(unasked > 0 ? [`${unasked} not asked for`] : []),
    ...(summary.skip > 0 ? [`${summary.skip} skipped`] : []),
  ]
  const details = [...results.flatMap(renderFindings), ...renderSilence(results)]
  return [
    [mark, plain(` ${group.padEnd(8)}`), faint(counts.join(", "))],
    ...(details.length === 0 ? [] : [...details, blank]),
  ]
}

/** What nobody tried to find out, because this run was told so or not told otherwise. */
const isUnasked = ({ lacks }: CheckResult): boolean => lacks?.isWithheld === true

function worstOf(results: readonly CheckResult[]): Severity | "pass" {
  const { fail, warn, checked } = summarise(results)
  if (fail > 0) return "fail"
  if (warn > 0) return "warn"
  if (results.some((result) => result.status === "unknown" && !isUnasked(result))) return "unknown"
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
  const { severity, what, location, found, expected, hint = general, command, fix } = finding
  const head: Line = [plain("  "), marks[severity], faint(` ${id}  `), { tone: "strong", text: what }]
  return [
    head,
    ...row("where", location && renderLocation(location)),
    ...row("found", found),
    ...row("expected", expected),
    ...row("do", hint),
    ...row("run", command, "command"),
    ...row("fix", fix && "--fix makes this edit"),
  ]
}

const row = (label: string, text: string | undefined, tone: Tone = "plain"): readonly Line[] =>
  text === undefined ? [] : [[faint(`    ${label.padEnd(8)}  `), { tone, text }]]

/** What could not be told, and what had nothing to look at: a line for each reason that is worth knowing. */
const renderSilence = (results: readonly CheckResult[]): readonly Line[] => {
  const isNarrow = results.length < 3
  const unknowns = results.flatMap(({ check: { id }, findings, lacks }): Silence[] => {
    if (lacks !== undefined) return lacks.isWithheld ? [] : [{ id, ...sayLack(lacks) }]
    return findings
      .filter(({ severity }) => severity === "unknown")
      .map(({ what, found, hint, command }) => ({
        id,
        because: found ? `${what} (${found})` : what,
        hint,
        command,
      }))
  })
  const skips = results.flatMap(({ check: { id }, because, dependsOn, suppressed, lacks }): Silence[] => {
    if (lacks?.isWithheld && isNarrow)
      return [{ id, because: `needs ${accesses[lacks.access]}, ${lacks.why}` }]
    return because !== undefined && (dependsOn || suppressed || isNarrow) ? [{ id, because }] : []
  })
  const lines = [
    ...byReason(unknowns).flatMap(([{ because, hint, command }, which]): Line[] => [
      [plain("  "), marks.unknown, faint(` ${which}  `), plain(because)],
      ...row("do", hint),
      ...row("run", command, "command"),
    ]),
    ...byReason(skips).map(([{ because }, which]): Line => [faint(`  · ${which} skipped: ${because}`)]),
  ]
  return lines.length === 0 ? [] : [blank, ...lines]
}

const sayLack = ({ access, why, hint, command }: Lack) => ({
  because: `${accesses[access]} is needed: ${why}`,
  hint,
  command,
})

interface Silence {
  readonly id: string
  readonly because: string
  readonly hint?: string | undefined
  readonly command?: string | undefined
}

/** A failure near the top leaves many checks with the same reason. */
const byReason = (silences: readonly Silence[]): readonly (readonly [first: Silence, which: string])[] =>
  [...Map.groupBy(silences, ({ because }) => because).values()].flatMap(([first, ...others]) =>
    first === undefined
      ? []
      : [[first, others.length === 0 ? first.id : `${others.length + 1} checks`] as const],
  )

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
  const { fail, warn, checked, total } = summarise(results)
  const verdict =
    fail + warn === 0
      ? "Nothing wrong was found."
      : `${[...(fail > 0 ? [`${fail} failed`] : []), ...(warn > 0 ? [counted(warn, "warning")] : [])].join(", ")}.`
  const worst = results.find(({ status }) => status === (fail > 0 ? "fail" : "warn"))?.check.id
  return [
    ...(diagnosis === undefined
      ? []
      : [blank, [{ tone: "strong", text: "Diagnosis  " }, plain(diagnosis.text)] as const]),
    blank,
    [{ tone: "strong", text: verdict }, plain(` Checked ${checked} of ${total}${renderUnchecked(results)}.`)],
    ...(fixable > 0
      ? [
          [
            faint("  "),
            commandSpan(`${command} --fix`),
            faint(`   makes ${counted(fixable, "edit")} that can be derived, with a diff`),
          ],
        ]
      : []),
    ...(worst === undefined
      ? []
      : [[faint("  "), commandSpan(`idp-oidc doctor --explain ${worst}`), faint("   says more about one")]]),
  ]
}

/** `7 need HTTPS to the app's hosts (5), --read-values (2); 3 could not be told; 4 have nothing to look at` */
function renderUnchecked(results: readonly CheckResult[]): string {
  const lacking = results.flatMap(({ lacks }) => lacks ?? [])
  const groups = [...Map.groupBy(lacking, ({ access }) => access)].toSorted(
    ([, a], [, b]) => b.length - a.length,
  )
  const needs = groups.map(([access, { length }]) =>
    groups.length === 1 ? accesses[access] : `${accesses[access]} (${length})`,
  )
  const untold = results.filter(({ status, lacks }) => status === "unknown" && !lacks).length
  const idle = results.filter(({ status }) => status === "skip").length
  return [
    ...(lacking.length > 0
      ? [`${lacking.length} ${lacking.length === 1 ? "needs" : "need"} ${needs.join(", ")}`]
      : []),
    ...(untold > 0 ? [`${untold} could not be told`] : []),
    ...(idle > 0 ? [`${idle} had nothing to look at`] : []),
  ]
    .map((part) => `; ${part}`)
    .join("")
}

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`

const blank: Line = []
const plain = (text: string): Span => ({ tone: "plain", text })
const faint = (text: string): Span => ({ tone: "faint", text })
const commandSpan = (text: string): Span => ({ tone: "command", text })
