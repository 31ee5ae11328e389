import { parse } from "yaml"
import { readEventFileUse } from "../../core/workflow/event-file.ts"
import type { Workflow } from "../../core/workflow/parse-workflow.ts"
import type { RunScript, StepScript } from "./runs.ts"

/** A run that somebody asked for. */
export interface Dispatch {
  /** `owner/name`. */
  readonly repository: string
  readonly workflow: Workflow
  readonly inputs: Readonly<Record<string, string>>
}

/** What the workflow's own work came to: what its last step prints, and whether that step fails. */
export interface Outcome {
  readonly conclusion: "success" | "failure"
  readonly output: readonly string[]
}

/** Does the work of a workflow; the runner prints what a real one would print around it. */
export type Perform = (dispatch: Dispatch) => Promise<Outcome>

/**
 * The steps of a workflow's first job with their logs.
 *
 * Logs follow the file: expressions are filled in before a step is printed, as on GitHub, so a workflow that leaks there
 * leaks here. Source: actions/runner#643.
 */
export async function makeRunScript(dispatch: Dispatch, text: string, perform: Perform): Promise<RunScript> {
  const [[job, definition] = ["job", {}]] = Object.entries(record(record(parse(text)).jobs))
  const declared = record(definition).steps
  const steps = Array.isArray(declared) ? declared.map(record) : []
  const outcome = await perform(dispatch)
  const last = steps.length - 1
  return {
    job,
    steps: [
      { name: "Set up job", seconds: 1, conclusion: "success", log: ["Runner name: 'GitHub Actions 1'"] },
      ...steps.map((step, index) => makeStep(step, dispatch, index === last ? outcome : quiet)),
      { name: "Complete job", seconds: 0, conclusion: "success", log: ["Cleaning up orphan processes"] },
    ],
  }
}

const quiet: Outcome = { conclusion: "success", output: [] }

function makeStep(step: Json, { inputs }: Dispatch, { conclusion, output }: Outcome): StepScript {
  const script = typeof step.run === "string" ? step.run : undefined
  const what = script ?? String(step.uses ?? "")
  const title = what.split("\n", 1)[0] ?? ""
  const log = [
    `##[group]Run ${title}`,
    ...(script === undefined
      ? block("with", step.with)
      : [...script.trimEnd().split("\n"), "shell: /usr/bin/bash -e {0}"]),
    ...block("env", step.env),
    "##[endgroup]",
  ].map((line) => fillIn(line, inputs))
  const masked = Object.entries(inputs)
    .filter(([name]) => script !== undefined && readEventFileUse(script, name).kind === "masked")
    .map(([, value]) => value)
  const printed = output.map((line) => masked.reduce((text, value) => text.replaceAll(value, "***"), line))
  const name = typeof step.name === "string" ? fillIn(step.name, inputs) : `Run ${title}`
  return { name, seconds: 2, conclusion, log: [...log, ...printed] }
}

const block = (name: string, values: unknown): string[] => {
  const entries = Object.entries(record(values))
  return entries.length === 0 ? [] : [`${name}:`, ...entries.map(([key, value]) => `  ${key}: ${value}`)]
}

/** The expressions that matter here: one input, or all of them. Any other is left empty. */
export const fillIn = (text: string, inputs: Readonly<Record<string, string>>): string =>
  text.replace(/\$\{\{\s*(.*?)\s*\}\}/g, (_whole, expression: string) => {
    const [, name] = /^(?:github\.event\.)?inputs\.([\w-]+)$/.exec(expression) ?? []
    if (name !== undefined) return inputs[name] ?? ""
    return /^toJSON\((?:github\.event\.)?inputs\)$/i.test(expression) ? JSON.stringify(inputs) : ""
  })

type Json = Readonly<Record<string, unknown>>

const record = (value: unknown): Json => (typeof value === "object" && value !== null ? (value as Json) : {})
