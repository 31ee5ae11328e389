import { chooseWorkflow } from "../workflow/choose-workflow.ts"
import { lintWorkflow } from "../workflow/lint-workflow.ts"
import { guideInputs, matchInputs } from "../workflow/match-inputs.ts"
import { parseWorkflow } from "../workflow/parse-workflow.ts"

/** A workflow that stores one secret per run, read from its own YAML rather than assumed. */
export interface SecretsWorkflow {
  readonly path: string
  /** As the Actions tab lists it. */
  readonly name: string
  /** Names of its inputs, in the file's order. */
  readonly inputs: readonly string[]
  /** Where it would show the value, as a sentence; `undefined` where the file does not tell of such a place. */
  readonly leak: string | undefined
}

/** The guide's names of the two inputs. Source: guide, step 2. */
export const secretInputs = guideInputs

/**
 * The workflow, where this file is one that stores secrets of the namespace: it can be dispatched, takes the guide's two
 * inputs and carries the namespace in its name or file name. A file that is not YAML is not such a workflow.
 */
export function parseSecretsWorkflow(
  text: string,
  path: string,
  namespace: string,
): SecretsWorkflow | undefined {
  // Most workflows of a repository are something else; parsing is what costs.
  if (!text.includes("workflow_dispatch")) return undefined
  const parsed = parseWorkflow(text, path)
  if (!parsed.ok) return undefined
  const choice = chooseWorkflow([parsed.value], { namespace })
  if (choice.kind !== "one" || !matchInputs(choice.workflow.inputs).ok) return undefined
  const { name, inputs } = choice.workflow
  const leak = lintWorkflow(choice.workflow, secretInputs.value).findings.find(
    ({ severity }) => severity === "leak",
  )
  return { path, name, inputs: inputs.map((input) => input.name), leak: leak?.what }
}
