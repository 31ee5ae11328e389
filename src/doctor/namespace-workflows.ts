/** Which workflow stores the secrets of each namespace that has a login. */
import { chooseWorkflow, type WorkflowChoice } from "../core/workflow/choose-workflow.ts"
import type { Workflow } from "../core/workflow/parse-workflow.ts"
import type { Facts } from "./facts.ts"

export interface NamespaceWorkflow {
  readonly namespace: string
  readonly choice: WorkflowChoice
}

export async function chooseWorkflows(facts: Facts): Promise<readonly NamespaceWorkflow[]> {
  const [{ logins }, workflows] = await Promise.all([facts.logins(), facts.workflows()])
  const namespaces = [...new Set(logins.map(({ namespace }) => namespace))]
  return namespaces.map((namespace) => ({ namespace, choice: chooseWorkflow(workflows, { namespace }) }))
}

export const chosenOf = (choices: readonly NamespaceWorkflow[]): readonly Workflow[] =>
  choices.flatMap(({ choice }) =>
    choice.kind === "one" ? [choice.workflow] : choice.kind === "several" ? choice.workflows : [],
  )
