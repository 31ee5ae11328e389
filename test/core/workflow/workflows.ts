import { parseWorkflow, type Workflow } from "../../../src/core/workflow/parse-workflow.ts"

/** The platform's shape of a workflow that stores one secret, around the steps that a test is about. */
export const workflowText = (steps: string, { head = "", job = "" } = {}): string => `\
name: shop secrets in cluster idp-test
${head}on:
  workflow_dispatch:
    inputs:
      subpath:
        description: Name below customer/shop
        required: true
        type: string
      value:
        required: true
permissions: { id-token: write, contents: read }
jobs:
  store:
    runs-on: ubuntu-24.04
${job}    steps:
${steps.replace(/^(?=.)/gm, "      ")}
`

export function mustParse(text: string, path = ".github/workflows/set-secrets.yml"): Workflow {
  const parsed = parseWorkflow(text, path)
  if (!parsed.ok) throw new Error(parsed.problems.map(({ what }) => what).join("\n"))
  return parsed.value
}
