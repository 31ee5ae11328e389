import { expect, it } from "vitest"
import { matchInputs } from "../../../src/core/workflow/match-inputs.ts"
import { mustParse } from "./workflows.ts"

const inputsOf = (yaml: string) => mustParse(`on: { workflow_dispatch: { inputs: ${yaml} } }`).inputs

it("takes the guide's names", () => {
  const inputs = inputsOf("{ value: { required: true }, subpath: { required: true } }")
  expect(matchInputs(inputs)).toEqual({ ok: true, value: { path: "subpath", value: "value", others: {} } })
})

it("leaves optional inputs and those with a default alone", () => {
  const inputs = inputsOf(
    "{ subpath: {}, value: {}, region: { required: true, default: eu-west-1 }, note: {} }",
  )
  expect(matchInputs(inputs).ok).toBe(true)
})

it("names what carries the two elsewhere on the platform, and does not take it by itself", () => {
  const inputs = inputsOf("{ secretsmanager_name: { required: true }, password: { required: true } }")
  expect(matchInputs(inputs)).toEqual({
    ok: false,
    problems: [
      { kind: "missing", role: "path", likely: "secretsmanager_name" },
      { kind: "missing", role: "value", likely: "password" },
    ],
  })
  const names = { path: "secretsmanager_name", value: "password" }
  expect(matchInputs(inputs, { names })).toEqual({ ok: true, value: { ...names, others: {} } })
})

it("asks for a further required input, and takes the answer", () => {
  const inputs = inputsOf(
    "{ subpath: {}, value: {}, cluster: { required: true, options: [idp-test, idp-prod] } }",
  )
  expect(matchInputs(inputs)).toMatchObject({
    ok: false,
    problems: [{ kind: "unanswered", input: { name: "cluster" } }],
  })
  expect(matchInputs(inputs, { others: { cluster: "idp-test" } }).ok).toBe(true)
  expect(matchInputs(inputs, { others: { cluster: "test" } })).toMatchObject({
    ok: false,
    problems: [{ kind: "not-an-option", value: "test" }],
  })
})

it("refuses a value for an input that the workflow does not have", () => {
  const inputs = inputsOf("{ subpath: {}, value: {} }")
  expect(matchInputs(inputs, { others: { clutser: "x" } })).toEqual({
    ok: false,
    problems: [{ kind: "unknown", name: "clutser" }],
  })
})
