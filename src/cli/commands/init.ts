/** `idp-oidc init`: flags to answers, then read, plan, preview, apply. */
import { realpathSync } from "node:fs"
import { join, relative, resolve } from "node:path"
import { createFiles } from "../../adapters/fs/files.ts"
import { createWorkingTree } from "../../adapters/fs/working-tree.ts"
import { type GitRepository, openRepository } from "../../adapters/git/git.ts"
import { AppError, type Exit } from "../../core/errors.ts"
import { deriveAnswers } from "../../core/plan/derive-answers.ts"
import { missingDocument, planDocument } from "../../core/plan/document.ts"
import type { Effect } from "../../core/plan/effect.ts"
import { type Given, parseGiven } from "../../core/plan/given.ts"
import { makePlan, type PlanOptions } from "../../core/plan/make-plan.ts"
import type { Missing } from "../../core/plan/missing.ts"
import type { Plan } from "../../core/plan/plan.ts"
import { type Line, renderNext, renderPreview, renderRemarks } from "../../core/plan/preview.ts"
import { applyPlan, type Outcome } from "../../wizard/apply-plan.ts"
import { readSnapshot } from "../../wizard/read-snapshot.ts"
import type { Invocation, Io, RunCommand } from "../command.ts"
import { createPaint } from "../paint.ts"

export const run: RunCommand = async (invocation, io) => {
  requireAgreement(invocation)
  const given = parseFlags(invocation)
  const folder = resolve(io.cwd, invocation.text("repo") ?? ".")
  const repository = await openRepository(folder, io.env)
  if (!repository) throw notARepository(invocation)
  const options: PlanOptions = {
    wire: !invocation.on("wire")
      ? "no"
      : invocation.text("wire") === "unverified"
        ? "unverified"
        : "with-evidence",
    ticketOut: invocation.text("ticket-out"),
    here: {
      repo: invocation.text("repo"),
      path: (path) => relative(io.cwd, join(repository.root, path)),
    },
  }
  const planned = await readAndPlan(repository, folder, given, options, invocation, io)
  const approved = invocation.on("yes") || invocation.on("dry-run")
  const missing = [...(planned.kind === "missing" ? planned.missing : []), ...(approved ? [] : [approval])]
  if (planned.kind === "missing" || !approved) return reportMissing(missing, invocation, io)
  return invocation.on("dry-run")
    ? reportPlan(planned.plan, invocation, io)
    : applyAndReport(planned.plan, repository, invocation, io)
}

type Planned =
  | { readonly kind: "planned"; readonly plan: Plan }
  | { readonly kind: "missing"; readonly missing: readonly Missing[] }

async function readAndPlan(
  repository: GitRepository,
  folder: string,
  given: Given,
  options: PlanOptions,
  invocation: Invocation,
  io: Io,
): Promise<Planned> {
  const files = createFiles()
  const workingTree = createWorkingTree(files, repository.root)
  const reading = await readSnapshot(
    { git: repository, files, workingTree },
    {
      given,
      around: appsFoldersAround(repository.root, folder),
      toBranch: invocation.on("commit"),
      wire: options.wire !== "no",
      ticketPath: options.ticketOut === undefined ? undefined : resolve(io.cwd, options.ticketOut),
    },
  )
  if (reading.kind === "missing") return reading
  const { snapshot, release, origins } = reading
  const derived = deriveAnswers({
    given,
    app: snapshot.app,
    profile: snapshot.profile,
    release,
    releases: snapshot.releases,
    existing: snapshot.existing,
    origins,
  })
  if (derived.kind === "missing") return derived
  return { kind: "planned", plan: makePlan(derived.answers, derived.origins, snapshot, options) }
}

/** Nobody can be asked without a terminal, and nothing is written that nobody has agreed to. */
const approval: Missing = {
  flag: "--yes",
  why: "accepts what was derived and writes it; --dry-run shows it first",
}

function reportPlan(plan: Plan, invocation: Invocation, io: Io): Exit {
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

/** The ticket is data and goes to stdout; what is being done is progress and goes to stderr. */
async function applyAndReport(
  plan: Plan,
  repository: GitRepository,
  invocation: Invocation,
  io: Io,
): Promise<Exit> {
  const { on } = invocation
  const progress = (lines: readonly Line[]) => {
    if (!on("json") && !on("quiet")) writeLines(lines, io.stderr, invocation, io)
  }
  progress(renderPreview(plan, { ticketText: false }))
  const tools = { git: repository, files: createFiles(), root: repository.root, cwd: io.cwd }
  io.signal.throwIfAborted()
  if (plan.effects.length > 0) progress([[]])
  await applyPlan(plan.effects, tools, (outcome) => progress(renderOutcome(outcome)))
  if (on("json")) writeJson(planDocument(plan, { applied: true }), io)
  else writeTickets(plan.effects, io)
  progress([...renderRemarks(plan), ...renderNext(plan), []])
  return exitOf(plan)
}

/** Between lines that tell where it begins and ends, where a person reads both streams. */
function writeTickets(effects: readonly Effect[], io: Io): void {
  for (const effect of effects)
    if (effect.kind === "ticket" && !effect.file)
      io.stdout.write(io.stdout.isTTY ? `\n${effect.text}` : effect.text)
}

const exitOf = ({ status }: Plan): Exit => (status === "action-required" ? "action" : "ok")

function renderOutcome({ effect, commit }: Outcome): readonly Line[] {
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
    case "commit":
      return done(`${effect.branch} is at ${commit?.slice(0, 10)}`)
    case "ticket":
      return effect.file ? done(`${effect.file.path} written`) : []
    case "instruct":
      return []
  }
}

function reportMissing(missing: readonly Missing[], invocation: Invocation, io: Io): Exit {
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

function parseFlags(invocation: Invocation): Given {
  const given = parseGiven(invocation)
  if (given.ok) return given.value
  const [first = "", ...others] = given.problems
  throw new AppError(
    "usage/invalid-answer",
    others.length === 0 ? `${first}.` : `${given.problems.length} answers cannot be right.`,
    {
      details: others.length === 0 ? [] : given.problems,
      hint: "idp-oidc init --help says what each flag takes.",
    },
  )
}

function requireAgreement({ on }: Invocation): void {
  const contradiction = (message: string) =>
    new AppError("usage/contradicting-flags", message, { hint: "Leave one of the two out." })
  if (on("commit") && on("no-commit"))
    throw contradiction("--commit and --no-commit ask for opposite things.")
  if (on("branch") && !on("commit"))
    throw contradiction("--branch names where to commit, but --commit is not given.")
}

const notARepository = (invocation: Invocation): AppError =>
  new AppError(
    "repo/not-a-repository",
    `There is no git repository ${invocation.on("repo") ? `at ${invocation.text("repo")}` : "around this folder"}.`,
    { hint: "Run this inside your apps repo, or name it with --repo DIR." },
  )

/** `apps/shop/web/charts` below the root gives shop and web. */
function appsFoldersAround(root: string, folder: string): readonly string[] {
  const [apps, namespace, app] = relative(root, realpathSync(folder)).split(/[/\\]/)
  return apps === "apps" ? [namespace, app].filter((name) => name !== undefined) : []
}

function writeLines(lines: readonly Line[], stream: Io["stdout"], invocation: Invocation, io: Io): void {
  stream.write(createPaint(stream, io, invocation)(lines))
}

const writeJson = (document: unknown, io: Io): void => {
  io.stdout.write(`${JSON.stringify(document)}\n`)
}
