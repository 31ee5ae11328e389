import { failure, type Result, success } from "../result.ts"
import type { WorkflowInput } from "./parse-workflow.ts"

/** The two things that a run needs to be told, by the guide's names. Source: guide, step 2. */
export const guideInputs = { path: "subpath", value: "value" } as const
export type InputRole = keyof typeof guideInputs

/** Which input carries what, and the fixed values of any other that a run must be given. */
export interface InputMapping {
  readonly path: string
  readonly value: string
  readonly others: Readonly<Record<string, string>>
}

export interface InputChoice {
  /** Other names for the two, where the workflow does not use the guide's. */
  readonly names?: Partial<Readonly<Record<InputRole, string>>>
  /** Values for further inputs. */
  readonly others?: Readonly<Record<string, string>>
}

export type InputProblem =
  /** No input carries this; `likely` names the one that other workflows of the platform use for it. */
  | { readonly kind: "missing"; readonly role: InputRole; readonly likely: string | undefined }
  /** The workflow asks for something more, and nobody said what. */
  | { readonly kind: "unanswered"; readonly input: WorkflowInput }
  | { readonly kind: "unknown"; readonly name: string }
  | { readonly kind: "not-an-option"; readonly input: WorkflowInput; readonly value: string }

/**
 * Tells the inputs of a workflow apart by name; never by guess, since one of them is a secret and the other is shown.
 */
export function matchInputs(
  inputs: readonly WorkflowInput[],
  { names = {}, others = {} }: InputChoice = {},
): Result<InputMapping, InputProblem> {
  const wanted = { ...guideInputs, ...names }
  const find = (name: string) => inputs.find((input) => input.name === name)
  const roles = Object.keys(guideInputs) as InputRole[]
  const missing = roles
    .filter((role) => find(wanted[role]) === undefined)
    .map((role) => ({ kind: "missing", role, likely: likelyInput(inputs, role) }) as const)
  const unanswered = inputs
    .filter(({ name, required, preset }) => required && preset === undefined && !(name in others))
    .filter(({ name }) => !Object.values(wanted).includes(name))
    // While a role is open, one of the unanswered inputs is most likely it, so naming them as well says nothing new.
    .filter(() => missing.length === 0)
    .map((input) => ({ kind: "unanswered", input }) as const)
  const given = Object.entries(others).flatMap(([name, value]): InputProblem[] => {
    const input = find(name)
    if (input === undefined) return [{ kind: "unknown", name }]
    return input.options.length > 0 && !input.options.includes(value)
      ? [{ kind: "not-an-option", input, value }]
      : []
  })
  const problems = [...missing, ...unanswered, ...given]
  return problems.length > 0 ? failure(...problems) : success({ ...wanted, others })
}

/** Names seen in the platform's documents for the same two. Source: how-to/redis.md of the platform. */
const aliases: Readonly<Record<InputRole, readonly string[]>> = {
  path: ["secretsmanager_name", "secret_name", "secret-name", "name", "path", "key"],
  value: ["password", "secret", "secret_value", "secret-value"],
}

const likelyInput = (inputs: readonly WorkflowInput[], role: InputRole): string | undefined =>
  aliases[role].find((alias) => inputs.some(({ name }) => name === alias))
