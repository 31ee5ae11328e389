/** What `init`, `rotate` and `remove` print: data to stdout, progress to stderr, one JSON document instead of both. */
import { AppError, type Exit } from "../../core/errors.ts"
import { missingDocument, planDocument } from "../../core/plan/document.ts"
import type { Effect } from "../../core/plan/effect.ts"
import type { Missing } from "../../core/plan/missing.ts"
import type { Answered, Plan } from "../../core/plan/plan.ts"
import { type Line, renderNext, renderPreview, renderRemarks } from "../../core/plan/preview.ts"
import type { Outcome } from "../../wizard/apply-plan.ts"
import type { SecretTools, StoredBy } from "../../wizard/apply-secret.ts"
import type { RunProgress } from "../../wizard/run-workflow.ts"
import type { Invocation, Io } from "../command.ts"
import { createPaint } from "../paint.ts"

/** A dry run: the plan is what was asked for, so it is data. */
export function reportPlan(plan: Plan<Answered>, invocation: Invocation, io: Io): Exit {
  if (invocation.on("json")) writeJson(planDocument(plan, { applied: false }), io)
  else
    writeLines(
      [...renderPreview(plan, { ticketText: true }), ...renderRemarks(plan), ...renderNext(plan), []],
      io.stdout,
      invocation,
      io,
    )
  return exitOf(plan)
}

/** What a run that writes says before, while and after. */
export interface RunReport {
  /** With `remarks`, notes and waits too: somebody is about to be asked. */
  readonly before: (plan: Plan<Answered>, show?: { readonly remarks: boolean }) => void
  readonly outcome: (outcome: Outcome) => void
  readonly run: SecretTools["onProgress"]
  readonly after: (plan: Plan<Answered>) => Exit
}

/** The ticket alone is data there; everything else is progress. */
export function createRunReport(invocation: Invocation, io: Io): RunReport {
  const { on } = invocation
  const progress = (lines: readonly Line[]) => {
    if (!on("json") && !on("quiet")) writeLines(lines, io.stderr, invocation, io)
  }
  let told: string | undefined
  const opened = new Map<string, string>()
  return {
    before: (plan, { remarks } = { remarks: false }) => {
      progress([...renderPreview(plan, { ticketText: false }), ...(remarks ? renderRemarks(plan) : [])])
      if (plan.effects.length > 0) progress([[]])
    },
    outcome: (outcome) => {
      if (outcome.effect.kind === "pull-request" && outcome.url)
        opened.set(outcome.effect.branch, outcome.url)
      progress(renderOutcome(outcome))
    },
    run: ({ name }, { status, step, url }) => {
      const text = `${name}: ${step ?? runStatuses[status]}`
      if (text !== told)
        progress([[{ tone: "faint", text: `  ${text}${status === "queued" ? `  ${url}` : ""}` }]])
      told = text
    },
    after: (plan) => {
      if (on("json")) writeJson(planDocument(plan, { applied: true, opened }), io)
      else writeTickets(plan.effects, io)
      const exit = opened.size > 0 ? "action" : exitOf(plan)
      const remarks = [...renderRemarks(plan), ...renderNext(plan), []]
      // Whoever must act has to be told, however quiet the rest was to be.
      if (exit === "action" && on("quiet") && !on("json")) writeLines(remarks, io.stderr, invocation, io)
      else progress(remarks)
      return exit
    },
  }
}

const runStatuses: Readonly<Record<RunProgress["status"], string>> = {
  queued: "waits for a runner",
  waiting: "waits for somebody's approval",
  in_progress: "runs",
  completed: "has ended",
  "searching-log": "its log is searched for the value",
}

/**
 * What is missing, all at once.
 *
 * @throws AppError `usage/missing-answers`, unless a JSON document says it
 */
export function reportMissing(missing: readonly Missing[], invocation: Invocation, io: Io): Exit {
  if (invocation.on("json")) {
    writeJson(missingDocument(missing), io)
    return "usage"
  }
  throw new AppError("usage/missing-answers", "Some answers are missing, and nothing was written.", {
    details: missing.map(
      ({ flag, why, choices }) => `${flag}: ${why}${choices ? ` (${someOf(choices)})` : ""}`,
    ),
    hint: `Add ${missing.map(({ flag }) => flag).join(", ")}.`,
  })
}

const choicesShown = 12

const someOf = (choices: readonly string[]): string =>
  choices.length <= choicesShown
    ? choices.join(", ")
    : `${choices.slice(0, choicesShown).join(", ")} and ${choices.length - choicesShown} more`

const exitOf = ({ status }: Plan<Answered>): Exit => (status === "action-required" ? "action" : "ok")

/** Between lines that tell where it begins and ends, where a person reads both streams. */
function writeTickets(effects: readonly Effect[], io: Io): void {
  for (const effect of effects)
    if (effect.kind === "ticket" && !effect.file)
      io.stdout.write(io.stdout.isTTY ? `\n${effect.text}` : effect.text)
}

function renderOutcome({ effect, commit, stored, url }: Outcome): readonly Line[] {
  const done = (text: string): readonly Line[] => [
    [
      { tone: "added", text: "✔ " },
      { tone: "plain", text },
    ],
  ]
  switch (effect.kind) {
    case "create-file":
    case "edit-file":
      return done(`${effect.path} written`)
    case "delete-file":
      return done(`${effect.path} deleted`)
    case "commit":
      return done(`${effect.branch} is at ${commit?.slice(0, 10)}`)
    case "ticket":
      return effect.file ? done(`${effect.file.path} written`) : []
    case "pull-request":
      return done(`${url} waits to be merged: it ${effect.why}`)
    case "store-secret":
      return done(`${effect.path} ${stored ? describeStored(stored) : "stored"}`)
    case "instruct":
      return []
  }
}

function describeStored(stored: StoredBy): string {
  if (stored.kind === "aws") return stored.what
  return stored.log === "clean"
    ? `stored, and the log does not show it: ${stored.url}`
    : `stored; there is no log to search: ${stored.url}`
}

function writeLines(lines: readonly Line[], stream: Io["stdout"], invocation: Invocation, io: Io): void {
  stream.write(createPaint(stream, io, invocation)(lines))
}

const writeJson = (document: unknown, io: Io): void => {
  io.stdout.write(`${JSON.stringify(document)}\n`)
}
