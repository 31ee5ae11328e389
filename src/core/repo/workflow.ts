import { parse } from "yaml"

/** A workflow that stores one secret per run, read from its own YAML rather than assumed. */
export interface SecretsWorkflow {
  readonly path: string
  /** As the Actions tab lists it. */
  readonly name: string
  /** Names of its inputs, in the file's order. */
  readonly inputs: readonly string[]
}

/** The guide's names of the two inputs. Source: guide, step 2. */
export const secretInputs = { path: "subpath", value: "value" } as const

/**
 * The workflow, where this file is one that stores secrets of the namespace: it can be dispatched, takes the guide's two
 * inputs and carries the namespace in its name or file name. A file that is not YAML is not such a workflow.
 */
export function parseSecretsWorkflow(
  text: string,
  path: string,
  namespace: string,
): SecretsWorkflow | undefined {
  if (!text.includes("workflow_dispatch") || !text.includes(secretInputs.path)) return undefined
  const workflow = parseRecord(text)
  const trigger = record(record(workflow.on).workflow_dispatch)
  const inputs = Object.keys(record(trigger.inputs))
  const file = path.slice(path.lastIndexOf("/") + 1)
  const name = typeof workflow.name === "string" ? workflow.name : file
  const named = [name, file.replace(/\.ya?ml$/, "")].some((text) => mentions(text, namespace))
  return named && Object.values(secretInputs).every((input) => inputs.includes(input))
    ? { path, name, inputs }
    : undefined
}

/** As a whole word, so that `shop` does not claim the workflow of `shop-dev`. */
const mentions = (text: string, namespace: string): boolean =>
  text.split(/[^A-Za-z0-9-]+/).some((word) => word === namespace || word === `${namespace}-secrets`)

function parseRecord(text: string): Readonly<Record<string, unknown>> {
  try {
    return record(parse(text))
  } catch {
    return {}
  }
}

const record = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {}
