/** What the doctor says, at three moments of `init`: before anything begins, before the ingress is touched, and after. */
import { createFiles } from "../../adapters/fs/files.ts"
import { createWorkingTree } from "../../adapters/fs/working-tree.ts"
import { createHttp } from "../../adapters/http/http.ts"
import { renderLocation } from "../../core/errors.ts"
import type { InitPlan } from "../../core/plan/plan.ts"
import { releaseFiles } from "../../core/plan/snapshot.ts"
import { appFolder } from "../../core/repo/app.ts"
import { type Tree, withTexts } from "../../core/repo/tree.ts"
import { accesses, type CheckId } from "../../doctor/check.ts"
import type { CheckResult } from "../../doctor/run-checks.ts"
import type { Finding } from "../../ui/views/findings.ts"
import type { WizardTools } from "../../wizard/advance.ts"
import { appName } from "../../wizard/memory.ts"
import type { Verdict } from "../../wizard/verdict.ts"
import type { Decisions, Look } from "../../wizard/wizard-state.ts"
import type { Io } from "../command.ts"
import { checksOf, examine, unlessAskedFor } from "../doctor/examine.ts"
import { version } from "../version.ts"
import type { PlanContext } from "./read-and-plan.ts"
import { tryValues } from "./try-values.ts"

/** Asks the doctor, about the tools around once for each app. */
export function createLook(context: PlanContext, io: Io): WizardTools["look"] {
  const http = createHttp({ userAgent: `idp-oidc/${version}`, timeoutMs: 4500 })
  const preflights = new Map<string, Promise<Verdict>>()
  return (at, plan, decisions) => {
    if (at === "values") return tryValues(plan, decisions.values, http)
    const looked = () => look(at, plan, decisions, context, io)
    if (at !== "preflight") return looked()
    const name = appName(plan.answers)
    const earlier = preflights.get(name) ?? looked()
    preflights.set(name, earlier)
    return earlier
  }
}

/** What cannot be seen is no reason to stop; that is for the screen to decide. */
async function look(
  at: Exclude<Look, "values">,
  plan: InitPlan,
  decisions: Pick<Decisions, "destination">,
  context: PlanContext,
  io: Io,
): Promise<Verdict> {
  const { namespace, app } = plan.answers
  const { results } = await examine(
    {
      repository: context.repository,
      tree: await treeOf(plan, decisions, context),
      scope: { namespace, app },
      checks: checks[at](),
      withheld: unlessAskedFor,
    },
    io,
  )
  return { outcome: outcomeOf(results, proofs[at]), findings: findingsOf(results) }
}

const checks = {
  preflight: () => checksOf("env", "repo", "github"),
  evidence: () => checksOf("cluster", "argo", "aws").filter(({ id }) => !ofTheIngress.includes(id)),
  login: () => checksOf("http", "entra"),
} as const

/** The ingress does not reference the middleware yet, so these have nothing to say. */
const ofTheIngress: readonly CheckId[] = ["OIDC506", "OIDC605"]

/**
 * What must have been seen, each line enough by itself; that nothing is wrong proves nothing where nothing could be seen. Most
 * developers see ArgoCD and hardly anything of the cluster: an application is healthy when its ExternalSecret is ready too.
 */
const proofs: Readonly<Record<Exclude<Look, "values">, readonly (readonly CheckId[])[]>> = {
  preflight: [["OIDC301", "OIDC302"]],
  evidence: [
    ["OIDC502", "OIDC504", "OIDC505"],
    ["OIDC602", "OIDC603", "OIDC604"],
  ],
  login: [["OIDC703", "OIDC704"]],
}

function outcomeOf(
  results: readonly CheckResult[],
  alternatives: readonly (readonly CheckId[])[],
): Verdict["outcome"] {
  if (results.some(({ status }) => status === "fail")) return "bad"
  const isSeen = (id: CheckId) =>
    results.some(({ check, status }) => check.id === id && (status === "pass" || status === "warn"))
  return alternatives.some((proof) => proof.every(isSeen)) ? "good" : "unknown"
}

/** What is wrong comes first; what could not be reached is told once for all checks that needed it. */
function findingsOf(results: readonly CheckResult[]): readonly Finding[] {
  const told = results.filter(({ status, lacks }) => status !== "info" && status !== "skip" && !lacks)
  const rank = (status: string) => ["fail", "warn", "unknown", "pass"].indexOf(status)
  const lacking = results.flatMap(({ lacks }) => (lacks && !lacks.isWithheld ? [lacks] : []))
  return [
    ...told.toSorted((a, b) => rank(a.status) - rank(b.status)).map(findingOf),
    ...[...Map.groupBy(lacking, ({ access }) => access)].map(([access, [first, ...others]]): Finding => {
      const fix = first?.command ?? first?.hint
      return {
        status: "unknown",
        title: `${others.length === 0 ? "One check needs" : `${others.length + 1} checks need`} ${accesses[access]}`,
        ...(first ? { detail: first.why } : {}),
        ...(fix === undefined ? {} : { fix }),
      }
    }),
  ]
}

function findingOf({ check, status, findings }: CheckResult): Finding {
  const own = findings.filter(({ severity }) => severity === status)
  const said = own.map(({ what, location, found, expected }) =>
    [
      what,
      ...(found === undefined ? [] : [`found ${found}`]),
      ...(expected === undefined ? [] : [`expected ${expected}`]),
      ...(location ? [renderLocation(location)] : []),
    ].join("; "),
  )
  const helpful = own.find(({ command, hint }) => command ?? hint)
  const fix = helpful?.command ?? helpful?.hint ?? check.hint
  return {
    status: status === "info" ? "pass" : status,
    title: `${check.title} (${check.id})`,
    ...(status === "pass" || said.length === 0 ? {} : { detail: said.join("\n") }),
    ...(status === "fail" || status === "warn" ? { fix } : {}),
  }
}

/** Where changes are merged on GitHub, this clone has not seen them: then GitHub's files count. */
async function treeOf(
  { answers: { namespace, app, release } }: InitPlan,
  { destination }: Pick<Decisions, "destination">,
  { repository, connections }: PlanContext,
): Promise<Tree> {
  const tree = createWorkingTree(createFiles(), repository.root)
  if (destination !== "pull-request") return tree
  const github = await connections.github()
  const { defaultBranch } = await github.repository()
  const paths = [
    ...Object.values(releaseFiles(appFolder(namespace, release))),
    `${appFolder(namespace, app)}/values.yaml`,
  ]
  const texts = await Promise.all(paths.map((path) => github.file(path, defaultBranch)))
  const found = paths.flatMap((path, index) => {
    const text = texts[index]
    return text === undefined ? [] : [[path, text] as const]
  })
  return withTexts(tree, new Map(found))
}
