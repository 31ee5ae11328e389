import type { ValuesProblem } from "./problem.ts"
import type { Values } from "./values.ts"

/** What the guide and the middleware need of values beyond what the schema says. */
export function checkValuesRules(_values: Values, _chartVersion: string): readonly ValuesProblem[] {
  return []
}
