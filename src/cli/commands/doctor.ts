/** `idp-oidc doctor`: looks at everything that a login depends on and says what is wrong. */
import { resolve } from "node:path"
import { setTimeout } from "node:timers/promises"
import checksPage from "../../../docs/checks.md" with { type: "text" }
import { createFiles } from "../../adapters/fs/files.ts"
import { openRepository } from "../../adapters/git/git.ts"
import { AppError } from "../../core/errors.ts"
import { parseTopicPage } from "../../core/explain/parse-topic-page.ts"
import { parseDuration } from "../../core/text/duration.ts"
import { catalogue } from "../../doctor/catalogue.ts"
import type { Access, Check } from "../../doctor/check.ts"
import type { Scope } from "../../doctor/pair-logins.ts"
import { exitOf } from "../../doctor/report/summary.ts"
import { findCheck, selectChecks } from "../../doctor/select-checks.ts"
import { diagnose, symptoms } from "../../doctor/symptoms.ts"
import { appsFoldersAround } from "../apps-folders-around.ts"
import type { Invocation, Io, RunCommand } from "../command.ts"
import { type Examination, type Examined, examine, unlessAskedFor } from "../doctor/examine.ts"
import { fix } from "../doctor/fix.ts"
import { createDoctorReport, type DoctorReport, explainCheck, listChecks } from "../doctor/report.ts"
import { readText } from "../read-text.ts"

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
    withheld: withheldBy(invocation),
    claims: await readClaims(invocation, io),
  }
  const report = createDoctorReport(invocation, io)
  const fixed = invocation.on("fix") ? await fix(examination, report, invocation, io) : undefined
  const { facts, results } = await examineUntilHealthy(examination, report, waitMs, io)
  const { logins } = await facts.logins()
  report.finish({ results, logins, fixed, diagnosis: symptom && diagnose(symptom, results) })
  return exitOf(results, invocation.text("fail-on") === "warn" ? "warn" : "fail")
}

const offline: readonly Access[] = ["network", "github", "aws", "cluster", "argo", "https", "login"]

/** What this run does not use, each with why. */
function withheldBy({ on }: Pick<Invocation, "on">): ReadonlyMap<Access, string> {
  const withheld = new Map(unlessAskedFor)
  if (on("read-values")) withheld.delete("values")
  if (on("claims")) withheld.delete("claims")
  if (on("offline")) for (const access of offline) withheld.set(access, "--offline")
  return withheld
}

/** Milliseconds between two examinations: ArgoCD and certificates take minutes, so asking more often tells nothing new. */
const pauseMs = 5000

/**
 * Looks again and again until nothing fails or the time is up. Only what fails is asked about again, and only the last
 * examination of everything is reported.
 */
async function examineUntilHealthy(
  examination: Examination,
  report: DoctorReport,
  waitMs: number,
  io: Io,
): Promise<Examined> {
  if (waitMs === 0) return examine(examination, io, report.result)
  const deadline = performance.now() + waitMs
  const isOver = () => performance.now() + pauseMs > deadline
  let examined = await examine(examination, io)
  let failing = failingOf(examined)
  while (failing.length > 0 && !isOver()) {
    report.waiting(failing.map(({ id }) => id))
    await setTimeout(pauseMs, undefined, { signal: io.signal })
    failing = failingOf(await examine({ ...examination, checks: failing }, io))
    if (failing.length > 0 && !isOver()) continue
    examined = await examine(examination, io)
    failing = failingOf(examined)
  }
  for (const result of examined.results) report.result(result)
  return examined
}

const failingOf = ({ results }: Examined): readonly Check[] =>
  results.filter(({ status }) => status === "fail").map(({ check }) => check)

/** @throws AppError `usage/invalid-flag` */
function waitFrom(invocation: Invocation): number {
  const text = invocation.text("wait") ?? "0s"
  const waitMs = parseDuration(text)
  if (waitMs !== undefined) return waitMs
  throw new AppError("usage/invalid-flag", `--wait does not take "${text}".`, {
    hint: "Give it minutes and seconds, such as 3m or 90s.",
  })
}

/**
 * What stands in the file of `--claims`, or on standard input.
 *
 * @throws AppError `usage/invalid-flag`
 */
async function readClaims(invocation: Invocation, io: Io): Promise<string | undefined> {
  const file = invocation.text("claims")
  if (file === undefined) return undefined
  const text = file === "-" ? await readText(io.stdin) : await createFiles().read(resolve(io.cwd, file))
  if (text !== undefined) return text
  throw new AppError("usage/invalid-flag", `--claims: there is no file ${file}.`, {
    hint: "Put the claims of a token into a file, as JSON, or pipe them to --claims -.",
  })
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
