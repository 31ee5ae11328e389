/** What `doctor` prints: the report to stdout in the format asked for, the edits of `--fix` to stderr. */

import type { Exit } from "../../core/errors.ts"
import type { Topic } from "../../core/explain/topic.ts"
import { type Line, renderEffects } from "../../core/plan/preview.ts"
import { shellWord } from "../../core/text/shell-word.ts"
import { wrap } from "../../core/text/wrap.ts"
import { accesses, type Check } from "../../doctor/check.ts"
import type { FixPlan } from "../../doctor/fixes.ts"
import type { Login } from "../../doctor/login.ts"
import { docsOf, reportDocument, type Subject } from "../../doctor/report/document.ts"
import { renderJunit } from "../../doctor/report/junit.ts"
import { sarifDocument } from "../../doctor/report/sarif.ts"
import { renderClosing, renderGroup } from "../../doctor/report/text.ts"
import type { CheckResult } from "../../doctor/run-checks.ts"
import type { Diagnosis } from "../../doctor/symptoms.ts"
import type { Invocation, Io } from "../command.ts"
import { createPaint } from "../paint.ts"
import { version } from "../version.ts"
import type { Fixed } from "./fix.ts"

export interface DoctorReport {
  /** The edits that could be made. */
  readonly fixes: (plan: FixPlan) => void
  /** What became of them. */
  readonly fixed: (fixed: Fixed) => void
  /** What still fails while `--wait` goes on. */
  readonly waiting: (failing: readonly string[]) => void
  /** In the order of the catalogue. A group is printed when its last check is done. */
  readonly result: (result: CheckResult) => void
  readonly finish: (outcome: DoctorOutcome) => void
}

export interface DoctorOutcome {
  readonly results: readonly CheckResult[]
  readonly logins: readonly Login[]
  readonly fixed: Fixed | undefined
  readonly diagnosis: Diagnosis | undefined
}

export function createDoctorReport(invocation: Invocation, io: Io): DoctorReport {
  const toStderr = createPaint(io.stderr, io, invocation)
  const fixes = (plan: FixPlan) => {
    if (!invocation.on("quiet")) io.stderr.write(toStderr(renderFixPlan(plan)))
  }
  const fixed = (outcome: Fixed) => {
    if (!invocation.on("quiet") && outcome.effects.length > 0)
      io.stderr.write(toStderr(renderFixed(outcome, invocation.on("dry-run"))))
  }
  let waitedFor = ""
  const waiting = (failing: readonly string[]) => {
    const now = failing.join(", ")
    if (now !== waitedFor && !invocation.on("quiet")) io.stderr.write(`Waiting for ${now}.\n`)
    waitedFor = now
  }
  return formatOf(invocation) === "text"
    ? { fixes, fixed, waiting, ...createTextReport(invocation, io) }
    : {
        fixes,
        fixed,
        waiting,
        result: () => undefined,
        finish: (outcome) => writeDocument(outcome, invocation, io),
      }
}

type Format = "text" | "json" | "junit" | "sarif"

const formats: readonly Format[] = ["text", "json", "junit", "sarif"]

const formatOf = (invocation: Invocation): Format =>
  invocation.on("json") ? "json" : (formats.find((format) => format === invocation.text("format")) ?? "text")

function createTextReport(invocation: Invocation, io: Io): Pick<DoctorReport, "result" | "finish"> {
  const paint = createPaint(io.stdout, io, invocation)
  const waiting: CheckResult[] = []
  let endsBlank = false
  const flush = () => {
    const [first] = waiting
    if (first === undefined) return
    const lines = renderGroup(first.check.group, waiting.splice(0))
    endsBlank = lines.at(-1)?.length === 0
    io.stdout.write(paint(lines))
  }
  return {
    result: (result) => {
      if (waiting[0] && waiting[0].check.group !== result.check.group) flush()
      waiting.push(result)
    },
    finish: ({ results, logins, fixed, diagnosis }) => {
      flush()
      const fixable = results.flatMap(({ findings }) => findings.filter(({ fix }) => fix)).length
      const refused = (fixed?.refused ?? []).map(
        ({ id, path, why }): Line => [{ tone: "warning", text: `${id} was not repaired in ${path}: ${why}` }],
      )
      const closing = renderClosing(results, {
        command: commandLine(invocation),
        fixable: Math.max(0, fixable - (fixed?.refused.length ?? 0)),
        diagnosis,
      })
      const gap: readonly Line[] = endsBlank ? [] : [[]]
      io.stdout.write(paint([...gap, ...refused, ...renderSubjects(logins), ...closing]))
    },
  }
}

/** Says what was looked at, so that silence about an app is not taken for health. */
function renderSubjects(logins: readonly Login[]): readonly Line[] {
  const [first] = subjectsOf(logins)
  if (first === undefined)
    return [[{ tone: "plain", text: "No app here has a login. idp-oidc init puts one in front of an app." }]]
  const { namespace, app, release } = first
  const text =
    logins.length > 1
      ? `Looked at ${logins.length} logins.`
      : `Looked at ${app ?? "no app"} in ${namespace}, behind ${release ?? "no release of the middleware"}.`
  return [[{ tone: "faint", text }]]
}

const subjectsOf = (logins: readonly Login[]): readonly Subject[] =>
  logins.map(({ namespace, app, release }) => ({ namespace, app: app?.name, release: release?.name }))

function writeDocument(
  { results, logins, fixed, diagnosis }: DoctorOutcome,
  invocation: Invocation,
  io: Io,
): void {
  switch (formatOf(invocation)) {
    case "junit":
      io.stdout.write(renderJunit(results, invocation.text("fail-on") === "warn" ? "warn" : "fail"))
      return
    case "sarif":
      io.stdout.write(`${JSON.stringify(sarifDocument(results, version), undefined, 2)}\n`)
      return
    default: {
      const document = reportDocument(results, subjectsOf(logins), diagnosis)
      const fixes = fixed && {
        fixes: {
          applied: fixed.written.length > 0,
          files: fixed.effects.map(({ path, why }) => ({ path, why, written: fixed.written.includes(path) })),
          refused: fixed.refused,
        },
      }
      io.stdout.write(`${JSON.stringify({ ...document, ...fixes })}\n`)
    }
  }
}

const renderFixPlan = ({ effects }: FixPlan): readonly Line[] =>
  effects.length === 0
    ? [[{ tone: "plain", text: "There is nothing that can be repaired by an edit." }], []]
    : [...renderEffects(effects, { ticketText: false }), []]

function renderFixed({ effects, written }: Fixed, dryRun: boolean): readonly Line[] {
  const kept = effects.length - written.length
  const done = dryRun
    ? "Nothing was written: this is a dry run."
    : written.length === 0
      ? "Nothing was written."
      : `Written${kept > 0 ? `, but for ${kept} that you did not want` : ""}. What is left:`
  return [[{ tone: "strong", text: done }], []]
}

/** The command as it has to be typed again to look at the same. */
const commandLine = (invocation: Invocation): string =>
  [
    "idp-oidc doctor",
    ...["repo", "namespace", "app", "symptom", "group", "only", "skip"].flatMap((flag) =>
      invocation.list(flag).map((value) => `--${flag} ${shellWord(value)}`),
    ),
  ].join(" ")

/** `doctor --list`. */
export function listChecks(checks: readonly Check[], invocation: Invocation, io: Io): Exit {
  if (formatOf(invocation) === "json") {
    const list = checks.map(({ id, group, title, needs, after }) => ({
      id,
      group,
      title,
      needs,
      dependsOn: after,
      docs: docsOf(id),
    }))
    io.stdout.write(`${JSON.stringify({ schema: 1, checks: list })}\n`)
    return "ok"
  }
  const lines = checks.map(({ id, group, title, needs }): Line => {
    const beyond = needs.filter((need) => need !== "files").map((need) => accesses[need])
    return [
      { tone: "plain", text: `${id}  ` },
      { tone: "faint", text: group.padEnd(8) },
      { tone: "plain", text: title },
      { tone: "faint", text: beyond.length > 0 ? `  needs ${beyond.join(" and ")}` : "" },
    ]
  })
  io.stdout.write(createPaint(io.stdout, io, invocation)(lines))
  return "ok"
}

/** `doctor --explain ID`. */
export function explainCheck(check: Check, topics: readonly Topic[], invocation: Invocation, io: Io): Exit {
  const topic = topics.find(({ id }) => id === check.id)
  const { id, group, title, hint } = check
  const about = topic === undefined ? "" : [`${topic.title}.`, topic.fix ?? ""].join(" ").trim()
  if (formatOf(invocation) === "json") {
    io.stdout.write(`${JSON.stringify({ schema: 1, id, group, title, hint, about, docs: docsOf(id) })}\n`)
    return "ok"
  }
  const width = Math.min(io.stdout.columns ?? 80, 100)
  const lines: readonly Line[] = [
    [{ tone: "strong", text: `${id}: ${title}` }],
    [],
    ...wrap(about === "" ? hint : about, width - 2).map(
      (text): Line => [{ tone: "plain", text: `  ${text}` }],
    ),
  ]
  io.stdout.write(createPaint(io.stdout, io, invocation)(lines))
  return "ok"
}
