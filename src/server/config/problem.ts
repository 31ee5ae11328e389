/** Problems of values that only the server can see, in the shape that the contract's own checks use. */
import type { KeyPath, ValuesProblem } from "../../core/contract/problem.ts"
import type { Result } from "../../core/result.ts"

/** `path` is a key of `values.yaml`, or a file of the secrets folder. */
export const problem = (path: KeyPath, what: string, expected: string): ValuesProblem => ({
  path,
  what,
  expected,
  rule: "guide",
  severity: "error",
})

type Values<Parts> = {
  [Name in keyof Parts]: Parts[Name] extends Result<infer Value, ValuesProblem> ? Value : never
}

/** All values, or the problems of every part: nobody should have to start a server five times to see five problems. */
export function combine<Parts extends Readonly<Record<string, Result<unknown, ValuesProblem>>>>(
  parts: Parts,
): Result<Values<Parts>, ValuesProblem> {
  const problems = Object.values(parts).flatMap((part) => (part.ok ? [] : part.problems))
  if (problems.length > 0) return { ok: false, problems }
  const values = Object.entries(parts).map(([name, part]) => [name, part.ok ? part.value : undefined])
  return { ok: true, value: Object.fromEntries(values) as Values<Parts> }
}
