/** The workflow that stores secrets, as its file has it, and as GitHub does. */
import { lintWorkflow, safeSteps } from "../../core/workflow/lint-workflow.ts"
import { guideInputs, type InputProblem, matchInputs } from "../../core/workflow/match-inputs.ts"
import type { Workflow } from "../../core/workflow/parse-workflow.ts"
import { type Check, type Finding, fail, looked, nothing, warn } from "../check.ts"
import { type Facts, whereReached } from "../facts.ts"
import { chooseWorkflows, chosenOf } from "../namespace-workflows.ts"

export const workflowFound: Check = {
  id: "OIDC303",
  group: "github",
  title: "A workflow stores the namespace's secrets",
  needs: ["files"],
  after: ["OIDC011"],
  hint: "The platform team provides it; it is called NAMESPACE secrets in cluster CLUSTER.",
  run: async (facts) => {
    const all = await chooseWorkflows(facts)
    if (all.length === 0) return nothing("no app here has a login")
    return looked(
      ...(await findDisabled(chosenOf(all), facts)),
      ...all.flatMap(({ namespace, choice }): readonly Finding[] => {
        if (choice.kind === "one") return []
        return choice.kind === "none"
          ? [
              fail(`no workflow that can be run by hand stores secrets of ${namespace}`, {
                location: { path: ".github/workflows" },
                ...(choice.candidates.length > 0
                  ? { found: choice.candidates.map(({ name }) => name).join(", ") }
                  : {}),
                expected: `a workflow whose name has ${namespace} and secrets`,
              }),
            ]
          : [
              warn(`several workflows store secrets of ${namespace}`, {
                location: { path: choice.workflows[0]?.path ?? ".github/workflows" },
                found: choice.workflows.map(({ name }) => name).join(", "),
                hint: "Run the one of the cluster that the app is on.",
              }),
            ]
      }),
    )
  },
}

/** GitHub runs what is on the default branch, and only while nobody has switched it off. */
async function findDisabled(chosen: readonly Workflow[], facts: Facts): Promise<readonly Finding[]> {
  const github = await whereReached(facts.github)
  if (github === undefined || chosen.length === 0) return []
  const listed = await whereReached(github.listWorkflows)
  if (listed === undefined) return []
  return chosen.flatMap(({ path }) => {
    const remote = listed.find((candidate) => candidate.path === path)
    if (remote?.active) return []
    const what = remote
      ? "the workflow is switched off, so GitHub does not run it"
      : "the workflow is not on the default branch yet, so GitHub does not offer it"
    const hint = remote
      ? "Open it in the Actions tab and enable it."
      : "Merge the branch that adds it, or pull what is newer."
    return [fail(what, { location: { path }, hint })]
  })
}

const aboutWorkflows = (look: (workflow: Workflow) => readonly Finding[]) => async (facts: Facts) => {
  const workflows = chosenOf(await chooseWorkflows(facts))
  return workflows.length === 0 ? nothing("no such workflow was found") : looked(...workflows.flatMap(look))
}

export const workflowInputs: Check = {
  id: "OIDC304",
  group: "github",
  title: `The workflow takes ${guideInputs.path} and ${guideInputs.value}`,
  needs: ["files"],
  after: ["OIDC303"],
  hint: "Look at the inputs in the workflow's file before you run it.",
  run: aboutWorkflows(({ path, inputs }) => {
    const matched = matchInputs(inputs)
    return matched.ok
      ? []
      : matched.problems.map((problem) =>
          fail(sayInput(problem), { location: { path }, ...placeOf(problem), ...adviceOn(problem) }),
        )
  }),
}

const placeOf = (problem: InputProblem) => ("input" in problem ? { location: problem.input.location } : {})

/** By hand any name will do; it is `init` that has to be told. */
const adviceOn = (problem: InputProblem) =>
  problem.kind === "missing" && problem.likely !== undefined
    ? {
        hint: `Give ${problem.role === "path" ? "the secret's name" : "its value"} as ${problem.likely} when you run it.`,
      }
    : {}

function sayInput(problem: InputProblem): string {
  switch (problem.kind) {
    case "missing":
      return `there is no input ${guideInputs[problem.role]}${problem.likely ? `; ${problem.likely} may be it` : ""}`
    case "unanswered":
      return `the input ${problem.input.name} is required as well`
    case "unknown":
      return `there is no input ${problem.name}`
    case "not-an-option":
      return `the input ${problem.input.name} does not take that value`
  }
}

export const workflowLeaks: Check = {
  id: "OIDC305",
  group: "github",
  title: "The workflow keeps the secret out of its log",
  needs: ["files"],
  after: ["OIDC303"],
  hint: `Store no secret by it until the platform team reads the value from the event file, and order anew what it has printed: ${safeSteps(guideInputs.value).join("; ")}`,
  run: aboutWorkflows((workflow) => {
    const { verdict, findings } = lintWorkflow(workflow, guideInputs.value)
    if (verdict === "safe") return []
    const reports = findings.map(({ severity, what, location }) =>
      (severity === "leak" ? fail : warn)(what.replace(/\.$/, ""), { location }),
    )
    return reports.length > 0
      ? reports
      : [
          warn("nothing in the workflow shows that the value is masked", {
            location: { path: workflow.path },
          }),
        ]
  }),
}

export const workflowChecks: readonly Check[] = [workflowFound, workflowInputs, workflowLeaks]
