import type { Tree } from "../core/repo/tree.ts"
import { parseWorkflow, type Workflow } from "../core/workflow/parse-workflow.ts"

const folder = ".github/workflows"

/** The repository's workflows that can be run by hand. A file that is not YAML is none. */
export async function readWorkflows(tree: Tree): Promise<readonly Workflow[]> {
  const paths = (await tree.files(folder))
    .filter((name) => /\.ya?ml$/.test(name))
    .map((name) => `${folder}/${name}`)
  const texts = await tree.read(paths)
  return paths.flatMap((path, index) => {
    const text = texts[index] ?? ""
    // Most workflows of a repository are something else; parsing is what costs.
    const parsed = text.includes("workflow_dispatch") ? parseWorkflow(text, path) : undefined
    return parsed?.ok && parsed.value.dispatchable ? [parsed.value] : []
  })
}
