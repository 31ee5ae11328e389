/** `idp-oidc init`: flags to answers, then read, plan, preview, apply. */
import { join, relative, resolve } from "node:path"
import { createFiles } from "../../adapters/fs/files.ts"
import { createWorkingTree } from "../../adapters/fs/working-tree.ts"
import { type GitRepository, openRepository } from "../../adapters/git/git.ts"
import { AppError, type Exit } from "../../core/errors.ts"
import { deriveAnswers } from "../../core/plan/derive-answers.ts"
import { makePlan, type PlanOptions } from "../../core/plan/make-plan.ts"
import type { Missing } from "../../core/plan/missing.ts"
import type { Plan } from "../../core/plan/plan.ts"
import { shellWord } from "../../core/text/shell-word.ts"
import type { Terminal } from "../../ui/terminal.ts"
import { applyPlan } from "../../wizard/apply-plan.ts"
import { type ReadRequest, readSnapshot } from "../../wizard/read-snapshot.ts"
import type { Decisions, MakePlan, Planned } from "../../wizard/wizard-state.ts"
import { appsFoldersAround } from "../apps-folders-around.ts"
import type { Invocation, Io, RunCommand } from "../command.ts"
import { ask, terminalToAskIn } from "../init/ask.ts"
import { createConnections } from "../init/connections.ts"
import { givenFromFlags } from "../init/given-from-flags.ts"
import { createRunReport, type RunReport, reportMissing, reportPlan } from "../init/report.ts"
import { missingSecrets, prepareSecrets, type Secrets, secretTools, withValues } from "../init/secrets.ts"
import { secretsFromFlags } from "../init/secrets-from-flags.ts"

export const run: RunCommand = async (invocation, io) => {
  const given = givenFromFlags(invocation)
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
  const secrets = {
    choice: await secretsFromFlags(invocation, io),
    connections: createConnections(repository, io),
  }
  const pullRequests = !invocation.on("pr") ? undefined : invocation.on("dry-run") ? "show" : "make"
  const makePlan: MakePlan = (decisions) =>
    readAndPlan(
      repository,
      folder,
      { ...decisions, pullRequests },
      options,
      withValues(secrets, decisions.values),
      io,
    )
  const decisions = { given, toBranch: invocation.on("commit") || invocation.on("pr"), values: {} }
  const terminal = terminalToAskIn(invocation, io)
  if (terminal) return askAndApply(decisions, makePlan, terminal, repository, secrets, invocation, io)
  const planned = await makePlan(decisions)
  const approved = invocation.on("yes") || invocation.on("dry-run")
  const missing = [...(planned.kind === "missing" ? planned.missing : []), ...(approved ? [] : [approval])]
  if (planned.kind === "missing" || !approved) return reportMissing(missing, invocation, io)
  return invocation.on("dry-run")
    ? reportPlan(withWriting(planned.plan, invocation), invocation, io)
    : apply(planned.plan, repository, secrets, createRunReport(invocation, io), io)
}

/** After a dry run the next thing is to do it; what the plan itself advises comes after that. */
function withWriting(plan: Plan, { flagsWithout }: Invocation): Plan {
  if (plan.status !== "planned") return plan
  const flags = flagsWithout("dry-run", "json", "yes", "no-color", "quiet").map(shellWord)
  const command = ["idp-oidc init", ...flags, "--yes"].join(" ")
  return { ...plan, next: [{ command, why: "does what is shown above" }, ...plan.next] }
}

async function askAndApply(
  decisions: Decisions,
  makePlan: MakePlan,
  terminal: Terminal,
  repository: GitRepository,
  secrets: Secrets,
  invocation: Invocation,
  io: Io,
): Promise<Exit> {
  const ending = await ask(decisions, makePlan, terminal, io)
  switch (ending.kind) {
    case "approved":
      return apply(
        ending.plan,
        repository,
        withValues(secrets, ending.values),
        createRunReport(invocation, io),
        io,
      )
    case "left":
      io.stderr.write("Nothing was written.\n")
      return "cancelled"
    case "failed":
      throw ending.error
  }
}

async function readAndPlan(
  repository: GitRepository,
  folder: string,
  { given, toBranch, pullRequests }: Decisions & { readonly pullRequests: ReadRequest["pullRequests"] },
  options: PlanOptions,
  secrets: Secrets,
  io: Io,
): Promise<Planned> {
  const files = createFiles()
  const workingTree = createWorkingTree(files, repository.root)
  const reading = await readSnapshot(
    { git: repository, files, workingTree, github: secrets.connections.github },
    {
      given,
      around: appsFoldersAround(repository.root, folder),
      toBranch,
      ...(toBranch && pullRequests ? { pullRequests } : {}),
      wire: options.wire !== "no",
      ticketPath: options.ticketOut === undefined ? undefined : resolve(io.cwd, options.ticketOut),
    },
  )
  if (reading.kind === "missing")
    return { kind: "missing", missing: [...reading.missing, ...missingSecrets(secrets)] }
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
  const prepared = await prepareSecrets(secrets, derived.answers, snapshot, workingTree)
  if (prepared.kind === "missing") return prepared
  return {
    kind: "planned",
    plan: makePlan(derived.answers, derived.origins, snapshot, { ...options, ...prepared.options }),
  }
}

/** Nobody can be asked without a terminal, and nothing is written that nobody has agreed to. */
const approval: Missing = {
  flag: "--yes",
  why: "accepts what was derived and writes it; --dry-run shows it first",
}

async function apply(
  plan: Plan,
  repository: GitRepository,
  secrets: Secrets,
  report: RunReport,
  io: Io,
): Promise<Exit> {
  report.before(plan)
  io.signal.throwIfAborted()
  const tools = {
    git: repository,
    files: createFiles(),
    root: repository.root,
    cwd: io.cwd,
    github: secrets.connections.github,
    ...(await secretTools(secrets, plan, io, report.run)),
  }
  await applyPlan(plan.effects, tools, report.outcome)
  return report.after(plan)
}

const notARepository = (invocation: Invocation): AppError =>
  new AppError(
    "repo/not-a-repository",
    `There is no git repository ${invocation.on("repo") ? `at ${invocation.text("repo")}` : "around this folder"}.`,
    { hint: "Run this inside your apps repo, or name it with --repo DIR." },
  )
