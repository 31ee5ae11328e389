import { matchInputs } from "./match-inputs.ts"
import type { Workflow } from "./parse-workflow.ts"

export interface WorkflowQuestion {
  readonly namespace: string
  /** Where the namespace exists on several clusters; then the workflow's name has to say which. */
  readonly cluster?: string
  /** The user's choice: a path, a file name, or the name in the Actions tab. It overrules what names suggest. */
  readonly chosen?: string
}

export type WorkflowChoice =
  | { readonly kind: "one"; readonly workflow: Workflow }
  | { readonly kind: "several"; readonly workflows: readonly Workflow[] }
  /** `candidates` can be run by hand, so that a message can offer them. */
  | { readonly kind: "none"; readonly candidates: readonly Workflow[] }

/**
 * The workflow that stores secrets of a namespace. The guide names it by example: "my-namespace secrets in cluster idp-test".
 *
 * One that speaks of secrets counts even where its inputs have other names (`matchInputs`): it is the right one all the same,
 * and the message should say what it renamed.
 */
export function chooseWorkflow(
  workflows: readonly Workflow[],
  { namespace, cluster, chosen }: WorkflowQuestion,
): WorkflowChoice {
  const candidates = workflows.filter(({ dispatchable }) => dispatchable)
  const matches =
    chosen === undefined
      ? candidates.filter((workflow) => isFor(workflow, namespace, cluster))
      : candidates.filter((workflow) => namesOf(workflow).includes(chosen))
  const [only, ...others] = matches
  if (only === undefined) return { kind: "none", candidates }
  return others.length === 0 ? { kind: "one", workflow: only } : { kind: "several", workflows: matches }
}

/** What a user may call a workflow: its path, its file with and without extension, its name. */
export function namesOf({ path, name }: Pick<Workflow, "path" | "name">): readonly string[] {
  const file = path.slice(path.lastIndexOf("/") + 1)
  return [path, file, file.replace(/\.ya?ml$/, ""), name]
}

function isFor(workflow: Workflow, namespace: string, cluster: string | undefined): boolean {
  const words = new Set(namesOf(workflow).flatMap((name) => name.split(/[^A-Za-z0-9-]+/)))
  const secrets =
    [...words].some((word) => /(?:^|-)secrets?(?:-|$)/i.test(word)) || matchInputs(workflow.inputs).ok
  // A file is often named `set-secrets-<namespace>` or `<namespace>-secrets`: the namespace ends or starts a longer word there.
  const mentions = [...words].some((word) => stripped(word) === namespace)
  return secrets && mentions && (cluster === undefined || words.has(cluster))
}

const stripped = (word: string): string => word.replace(/^(?:set-)?secrets?-|-secrets?$/g, "")
