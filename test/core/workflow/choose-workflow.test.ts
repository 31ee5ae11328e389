import { expect, it } from "vitest"
import { chooseWorkflow, type WorkflowQuestion } from "../../../src/core/workflow/choose-workflow.ts"
import { mustParse } from "./workflows.ts"

const workflow = (file: string, name: string, on = "workflow_dispatch") =>
  mustParse(`name: ${name}\non: ${on}`, `.github/workflows/${file}`)

const all = [
  workflow("a.yml", "shop secrets in cluster idp-test"),
  workflow("b.yml", "shop-dev secrets in cluster idp-test"),
  workflow("c.yml", "shop-dev secrets in cluster idp-prod"),
  workflow("set-secrets-billing.yml", "Set secrets"),
  workflow("news-secrets.yaml", "Set secrets"),
  workflow("deploy.yml", "Deploy shop to idp-test"),
  workflow("d.yml", "blog secrets in cluster idp-test", "push"),
]

const check = (question: WorkflowQuestion) => {
  const choice = chooseWorkflow(all, question)
  const files = (workflows: readonly { path: string }[]) =>
    workflows.map(({ path }) => path.split("/").at(-1))
  if (choice.kind === "one") return files([choice.workflow])
  return choice.kind === "several" ? files(choice.workflows) : "none"
}

it.each<[string, WorkflowQuestion, readonly string[] | "none"]>([
  ["the namespace as a whole word", { namespace: "shop" }, ["a.yml"]],
  ["two clusters", { namespace: "shop-dev" }, ["b.yml", "c.yml"]],
  ["one of two clusters", { namespace: "shop-dev", cluster: "idp-prod" }, ["c.yml"]],
  ["a cluster that it is not in", { namespace: "shop", cluster: "idp-prod" }, "none"],
  ["the file's name alone", { namespace: "billing" }, ["set-secrets-billing.yml"]],
  ["the namespace in front", { namespace: "news" }, ["news-secrets.yaml"]],
  ["a workflow that cannot be run by hand", { namespace: "blog" }, "none"],
  ["a choice by path", { namespace: "x", chosen: ".github/workflows/deploy.yml" }, ["deploy.yml"]],
  ["a choice by file", { namespace: "x", chosen: "deploy" }, ["deploy.yml"]],
  ["a choice by name", { namespace: "x", chosen: "Deploy shop to idp-test" }, ["deploy.yml"]],
  [
    "a choice that two answer to",
    { namespace: "x", chosen: "Set secrets" },
    ["set-secrets-billing.yml", "news-secrets.yaml"],
  ],
  ["a choice that none answers to", { namespace: "shop", chosen: "nope" }, "none"],
])("decides by %s", (_title, question, expected) => {
  expect(check(question)).toEqual(expected)
})

it("knows one by its inputs where its name says nothing of secrets", () => {
  const unnamed = mustParse("name: shop\non: { workflow_dispatch: { inputs: { subpath: {}, value: {} } } }")
  expect(chooseWorkflow([...all, unnamed], { namespace: "shop" })).toMatchObject({ kind: "several" })
})

it("offers what can be run by hand when nothing matches", () => {
  const choice = chooseWorkflow(all, { namespace: "nope" })
  expect(choice).toMatchObject({ kind: "none", candidates: { length: 6 } })
})
