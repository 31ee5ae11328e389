/** `idp-oidc doctor`: looks at everything that a login depends on and says what is wrong. */
import { resolve } from "node:path"
import { setTimeout } from "node:timers/promises"
import checksPage from "../../../docs/checks.md" with { type: "text" }
import { createFiles } from "../../adapters/fs/files.ts"
import { createWorkingTree } from "../../adapters/fs/working-tree.ts"
import { openRepository } from "../../adapters/git/git.ts"
import { AppError } from "../../core/errors.ts"
import { parseTopicPage } from "../../core/explain/parse-topic-page.ts"
import { parseDuration } from "../../core/text/duration.ts"
import { catalogue } from "../../doctor/catalogue.ts"
import type { Access } from "../../doctor/check.ts"
import { type FixPlan, planFixes } from "../../doctor/fixes.ts"
import type { Scope } from "../../doctor/pair-logins.ts"
import { exitOf } from "../../doctor/report/summary.ts"
import { findCheck, selectChecks } from "../../doctor/select-checks.ts"
import { diagnose, symptoms } from "../../doctor/symptoms.ts"
import { applyPlan } from "../../wizard/apply-plan.ts"
import { appsFoldersAround } from "../apps-folders-around.ts"
import type { Invocation, Io, RunCommand } from "../command.ts"
import { type Examination, type Examined, examine } from "../doctor/examine.ts"
import { createDoctorReport, type DoctorReport, explainCheck, listChecks } from "../doctor/report.ts"

export const run: RunCommand = async (invocation, io) => {
  const explained = invocation.text("explain")
  if (explained !== undefined)
    return explainCheck(
      findCheck(catalogue, explained, "--explain"),
      parseTopicPage(checksPage),
      invocation,
      io,
    )
  const symptom = symptoms.find(({ name }) => name === invocation.text("symptom"))
  const checks = selectChecks(catalogue, {
    ...(symptom && { causes: symptom.causes.map(([id]) => id) }),
    only: invocation.list("only"),
    skip: invocation.list("skip"),
    groups: invocation.list("group"),
  })
  if (invocation.on("list")) return listChecks(checks, invocation, io)
  const waitMs = waitFrom(invocation)

  const folder = resolve(io.cwd, invocation.text("repo") ?? ".")
  const repository = await openRepository(folder, io.env)
  if (!repository) throw notARepository(invocation)
  const examination: Examination = {
    repository,
    scope: scopeOf(invocation, repository.root, folder),
    checks,
    withheld: invocation.on("offline") ? offline : new Map(),
  }
  const report = createDoctorReport(invocation, io)
  const fixed = invocation.on("fix") ? await fix(examination, report, invocation, io) : undefined
  const { facts, results } = await examineUntilHealthy(examination, report, waitMs, io)
  const { logins } = await facts.logins()
  report.finish({ results, logins, fixed, diagnosis: symptom && diagnose(symptom, results) })
  return exitOf(results, invocation.text("fail-on") === "warn" ? "warn" : "fail")
}

const offline: ReadonlyMap<Access, string> = new Map([
  ["cluster", "--offline"],
  ["https", "--offline"],
  ["login", "--offline"],
])

/** Milliseconds between two examinations: ArgoCD and certificates take minutes, so asking more often tells nothing new. */
const pauseMs = 5000

/** Looks again and again until nothing fails or the time is up; only the last examination is reported. */
async function examineUntilHealthy(
  examination: Examination,
  report: DoctorReport,
  waitMs: number,
  io: Io,
): Promise<Examined> {
  if (waitMs === 0) return examine(examination, io, report.result)
  const deadline = performance.now() + waitMs
  for (;;) {
    const examined = await examine(examination, io)
    const failing = examined.results.filter(({ status }) => status === "fail").map(({ check }) => check.id)
    if (failing.length === 0 || performance.now() + pauseMs > deadline) {
      for (const result of examined.results) report.result(result)
      return examined
    }
    report.waiting(failing)
    await setTimeout(pauseMs, undefined, { signal: io.signal })
  }
}

/** @throws AppError `usage/invalid-flag` */
function waitFrom(invocation: Invocation): number {
  const text = invocation.text("wait") ?? "0s"
  const waitMs = parseDuration(text)
  if (waitMs !== undefined) return waitMs
  throw new AppError("usage/invalid-flag", `--wait does not take "${text}".`, {
    hint: "Give it minutes and seconds, such as 3m or 90s.",
  })
}

/** Shows the edits, then makes them, unless it is a dry run. What is left is for the examination that follows. */
async function fix(
  examination: Examination,
  report: DoctorReport,
  invocation: Invocation,
  io: Io,
): Promise<FixPlan> {
  const { root } = examination.repository
  const { results } = await examine(examination, io)
  const paths = [
    ...new Set(results.flatMap(({ findings }) => findings.flatMap(({ fix }) => fix?.path ?? []))),
  ]
  const texts = await createWorkingTree(createFiles(), root).read(paths)
  const plan = planFixes(results, new Map(paths.map((path, index) => [path, texts[index] ?? ""])))
  report.fixes(plan)
  io.signal.throwIfAborted()
  if (!invocation.on("dry-run"))
    await applyPlan(
      plan.effects,
      { git: examination.repository, files: createFiles(), root, cwd: io.cwd },
      () => undefined,
    )
  return plan
}

/** By flags, else by the folder that the command was started in, else everything. */
function scopeOf(invocation: Invocation, root: string, folder: string): Scope {
  const [aroundNamespace, aroundApp] = appsFoldersAround(root, folder)
  const [namespace, app] = [invocation.text("namespace"), invocation.text("app")]
  if (app !== undefined) return { namespace: namespace ?? aroundNamespace, app }
  const isAround = namespace === undefined || namespace === aroundNamespace
  return { namespace: namespace ?? aroundNamespace, app: isAround ? aroundApp : undefined }
}

const notARepository = (invocation: Invocation): AppError =>
  new AppError(
    "repo/not-a-repository",
    `There is no git repository ${invocation.on("repo") ? `at ${invocation.text("repo")}` : "around this folder"}.`,
    { hint: "Run this inside your apps repo, or name it with --repo DIR." },
  )
