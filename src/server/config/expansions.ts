import type { KeyPath, ValuesProblem } from "../../core/contract/problem.ts"
import type { Values } from "../../core/contract/values.ts"
import type { Result } from "../../core/result.ts"
import { problem } from "./problem.ts"

/** What the existing middleware would replace by something of Traefik's: a variable, a file, or a Kubernetes Secret. */
const expansion = /^(?:\$\{.*\}|urn:k8s:secret:.*)$/s

/**
 * Refuses values that stand for something else. Expanding them would show whatever this process can read to anyone who
 * may write `values.yaml`; taking them literally would not do what was meant.
 */
export function findExpansions({ global: _, ...values }: Values): Result<undefined, ValuesProblem> {
  const problems = [...expansionsIn(values, [])].map((path) =>
    problem(path, "stands for a variable, a file or a secret, which are not read here", "the value itself"),
  )
  return problems.length > 0 ? { ok: false, problems } : { ok: true, value: undefined }
}

function* expansionsIn(value: unknown, path: KeyPath): Generator<KeyPath> {
  if (typeof value === "string" && expansion.test(value.trim())) yield path
  if (Array.isArray(value))
    for (const [index, item] of value.entries()) yield* expansionsIn(item, [...path, index])
  else if (typeof value === "object" && value !== null)
    for (const [key, member] of Object.entries(value)) yield* expansionsIn(member, [...path, key])
}
