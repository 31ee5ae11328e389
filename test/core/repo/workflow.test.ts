import { describe, expect, it } from "vitest"
import { parseSecretsWorkflow } from "../../../src/core/repo/workflow.ts"
import { workflowText } from "../../fakes/apps-repo.ts"

const find = (text: string, { namespace = "shop-dev", path = ".github/workflows/set.yaml" } = {}) =>
  parseSecretsWorkflow(text, path, namespace)

describe("parseSecretsWorkflow", () => {
  it("reads name and inputs from the file", () => {
    expect(find(workflowText("shop-dev"))).toEqual({
      path: ".github/workflows/set.yaml",
      name: "shop-dev secrets in cluster example-test",
      inputs: ["subpath", "value"],
      leak: undefined,
    })
  })

  it("says where the value would be shown", () => {
    const steps = "    steps:\n      - run: store ${{ inputs.value }}\n"
    const text = `name: shop-dev secrets\non: { workflow_dispatch: { inputs: { subpath: {}, value: {} } } }\njobs:\n  store:\n${steps}`
    expect(find(text)?.leak).toMatch(/inputs\.value .*is printed before it runs/)
  })

  it("goes by the file, whose path GitHub shows, where the workflow has no name", () => {
    const text = workflowText("shop-dev").replace(/^name:.*\n/, "")
    expect(find(text, { path: ".github/workflows/shop-dev.yml" })?.name).toBe(
      ".github/workflows/shop-dev.yml",
    )
  })

  it.each([
    ["another namespace that begins alike", workflowText("shop-dev-2")],
    ["another namespace that ends alike", workflowText("web-shop-dev")],
    ["a workflow that nobody can start", workflowText("shop-dev").replace("workflow_dispatch", "push")],
    ["a workflow with other inputs", workflowText("shop-dev").replace("value:", "password:")],
    ["a workflow that only mentions them", "name: shop-dev # workflow_dispatch subpath value\n"],
    ["a file that is no YAML", `${workflowText("shop-dev")}\n  - [`],
  ])("leaves out %s", (_, text) => {
    expect(find(text)).toBeUndefined()
  })
})
