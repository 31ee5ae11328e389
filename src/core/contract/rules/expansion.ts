/**
 * Texts that the platform's plugin replaces when it starts: `${NAME}` by a variable of the ingress controller, and
 * `urn:k8s:secret:…` by a Secret. Our server takes every value as it stands, since the first would let anyone who can edit a
 * values file read the environment of a process that is not theirs.
 */
import type { KeyPath } from "../problem.ts"
import { unsafe, type ValuesRule } from "./rule.ts"

export const checkExpansion: ValuesRule = ({ global: _, ...values }, runtime) =>
  texts(values).flatMap(([path, text]) => {
    const expanded = expansions.find(([pattern]) => pattern.test(text))
    return expanded ? [unsafe(runtime, path, expanded[1], "the value itself")] : []
  })

const expansions: readonly (readonly [pattern: RegExp, what: string])[] = [
  [/^\$\{[^}]*\}$/, "is a reference to a variable of the ingress controller"],
  [/^urn:k8s:secret:/, "is a reference to a Kubernetes Secret"],
]

function texts(value: unknown, path: KeyPath = []): readonly (readonly [path: KeyPath, text: string])[] {
  if (typeof value === "string") return [[path, value]]
  if (Array.isArray(value)) return value.flatMap((item, index) => texts(item, [...path, index]))
  if (typeof value !== "object" || value === null) return []
  return Object.entries(value).flatMap(([key, member]) => texts(member, [...path, key]))
}
