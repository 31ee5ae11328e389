import type { GitHub } from "../adapters/github/github.ts"
import { AppError, renderLocation } from "../core/errors.ts"
import type { WorkflowRoute } from "../core/plan/effect.ts"
import type { Missing } from "../core/plan/missing.ts"
import type { Tree } from "../core/repo/tree.ts"
import { chooseWorkflow } from "../core/workflow/choose-workflow.ts"
import { lintWorkflow, safeSteps } from "../core/workflow/lint-workflow.ts"
import { type InputMapping, type InputProblem, matchInputs } from "../core/workflow/match-inputs.ts"
import { parseWorkflow, type Workflow } from "../core/workflow/parse-workflow.ts"
import { readWorkflows } from "./read-workflows.ts"

export interface ReadWorkflowTools {
  readonly tree: Tree
  readonly github: () => Promise<
    Pick<GitHub, "tokenSource" | "viewer" | "repository" | "listWorkflows" | "lastRuns" | "file">
  >
}

export interface WorkflowRequest {
  readonly workflow?: string
  readonly ref?: string
  readonly showOnly: boolean
}

export type RouteReading =
  | { readonly kind: "read"; readonly route: WorkflowRoute; readonly notes: readonly string[] }
  | { readonly kind: "missing"; readonly missing: readonly Missing[] }

/**
 * The workflow to run, judged by the very text that GitHub will run, not by the clone's.
 *
 * @throws AppError `secrets/workflow-not-found`, `secrets/workflow-inputs`, `secrets/workflow-leaks`,
 * `secrets/run-under-way`, `github/*`
 */
export async function readWorkflowRoute(
  tools: ReadWorkflowTools,
  { workflow: chosen, ref, showOnly }: WorkflowRequest,
  namespace: string,
): Promise<RouteReading> {
  const workflows = await readWorkflows(tools.tree)
  const choice = chooseWorkflow(workflows, { namespace, ...(chosen === undefined ? {} : { chosen }) })
  if (choice.kind === "several")
    return missingWorkflow(`several workflows store secrets of ${namespace}`, choice.workflows)
  if (choice.kind === "none")
    return missingWorkflow(
      chosen === undefined ? `no workflow names ${namespace}` : `no workflow is called ${chosen}`,
      choice.candidates,
    )
  const remote = await askGitHub(tools, choice.workflow.path, ref, showOnly)
  const workflow = remote.workflow ?? choice.workflow
  const inputs = requireInputs(workflow)
  const notes = requireNoLeaks(workflow, inputs)
  const { path, name } = workflow
  return {
    kind: "read",
    route: {
      kind: "workflow",
      path,
      name,
      ref: remote.ref,
      inputs,
      ...(remote.workflow === undefined ? {} : { remote: remote.ids }),
    },
    notes: [...remote.notes, ...notes],
  }
}

const missingWorkflow = (why: string, workflows: readonly Workflow[]): RouteReading => ({
  kind: "missing",
  missing: [
    workflows.length > 0
      ? { flag: "--workflow", why, choices: workflows.map(({ path }) => path) }
      : { flag: "--secrets-via", why: "no workflow can be run by hand here", choices: ["aws", "skip"] },
  ],
})

type Remote =
  | {
      readonly workflow: Workflow
      readonly ref: string
      readonly ids: { readonly workflowId: number; readonly actor: string }
      readonly notes: readonly string[]
    }
  /** GitHub could not be asked. */
  | { readonly workflow: undefined; readonly ref: string; readonly notes: readonly string[] }

async function askGitHub(
  { github: connect }: ReadWorkflowTools,
  path: string,
  wantedRef: string | undefined,
  showOnly: boolean,
): Promise<Remote> {
  try {
    const github = await connect()
    const [{ login: actor }, repository, listed] = await Promise.all([
      github.viewer(),
      github.repository(),
      github.listWorkflows(),
    ])
    if (!repository.canPush)
      throw new AppError(
        "github/forbidden",
        `The token of ${github.tokenSource} may not run workflows here.`,
        {
          hint: "Ask an owner of the repository for write access.",
        },
      )
    const ref = wantedRef ?? repository.defaultBranch
    const known = listed.find((candidate) => candidate.path === path)
    const text = known?.active ? await github.file(path, ref) : undefined
    const parsed = text === undefined ? undefined : parseWorkflow(text, path)
    if (!known || !parsed?.ok) throw notRunnable(path, ref, known)
    const open = (await github.lastRuns(known.id, 10)).find(({ status }) => status !== "completed")
    if (open && !showOnly) throw underWay(open.url)
    return {
      workflow: parsed.value,
      ref,
      ids: { workflowId: known.id, actor },
      notes: open ? [`A run of the workflow is still under way: ${open.url}`] : [],
    }
  } catch (error) {
    if (!showOnly || !(error instanceof AppError) || !/^github\/(?:unreachable|no-)/.test(error.code))
      throw error
    return {
      workflow: undefined,
      ref: wantedRef ?? "the default branch",
      notes: [`GitHub was not asked, so the workflow was judged by this clone's file: ${error.message}`],
    }
  }
}

function notRunnable(path: string, ref: string, known: { readonly active: boolean } | undefined): AppError {
  const [what, hint] =
    known?.active === false
      ? ["is switched off on GitHub", `gh workflow enable ${path.slice(path.lastIndexOf("/") + 1)}`]
      : [
          `is not on ${ref} on GitHub as a workflow`,
          "Push it to the default branch, or name another with --workflow.",
        ]
  return new AppError("secrets/workflow-not-found", `${path} ${what}.`, { location: { path }, hint })
}

const underWay = (url: string): AppError =>
  new AppError("secrets/run-under-way", `A run of the workflow has not ended yet: ${url}`, {
    hint: "Wait until it has, then run again: two runs for one secret may end in either order.",
  })

/** @throws AppError `secrets/workflow-inputs` */
function requireInputs({ inputs, path }: Workflow): InputMapping {
  const matched = matchInputs(inputs)
  if (matched.ok) return matched.value
  throw new AppError("secrets/workflow-inputs", `${path} does not take what the guide's workflow takes.`, {
    location: { path },
    details: matched.problems.map(describeInputProblem),
    hint: "Store the secrets with --secrets-via aws, or run the workflow by hand and use --secrets-via skip.",
  })
}

function describeInputProblem(problem: InputProblem): string {
  switch (problem.kind) {
    case "missing":
      return `it has no input for the ${problem.role}${problem.likely ? `; it may be ${problem.likely}` : ""}`
    case "unanswered":
      return `its input ${problem.input.name} is required, and nothing says what to put there`
    case "unknown":
      return `it has no input ${problem.name}`
    case "not-an-option":
      return `its input ${problem.input.name} does not take ${problem.value}`
  }
}

/**
 * Nothing where the workflow is safe; doubts as notes.
 *
 * @throws AppError `secrets/workflow-leaks`
 */
function requireNoLeaks(workflow: Workflow, { value }: InputMapping): readonly string[] {
  const { verdict, findings, calls } = lintWorkflow(workflow, value)
  if (verdict === "safe") return []
  const details = findings.map(({ what, location }) => `${renderLocation(location)}: ${what}`)
  if (verdict === "leaks")
    throw new AppError(
      "secrets/workflow-leaks",
      `${workflow.path} would print the secrets, so nothing was sent.`,
      {
        location: findings.find(({ severity }) => severity === "leak")?.location ?? { path: workflow.path },
        details: [
          ...details,
          "instead, the step's script begins with:",
          ...safeSteps(value).map((line) => `  ${line}`),
        ],
        hint: "Ask the IDP team on Slack to correct it; until then --secrets-via aws stores them without it.",
      },
    )
  const called = calls.map((file) => `it calls ${file}, which was not read`)
  const doubts = [...details, ...called]
  return [
    `Whether ${workflow.path} hides what it is given is not certain${doubts.length > 0 ? `: ${doubts.join("; ")}` : ""}. The client ID goes first, and its log is searched before a secret is sent.`,
  ]
}
