import { failure, type Result, success } from "../result.ts"
import { checkShape } from "./check-shape.ts"
import type { ValuesProblem } from "./problem.ts"
import type { Values } from "./values.ts"
import { valuesShapeOf } from "./values-shape.ts"

/**
 * Accepts exactly the documents that the published schema of this chart version accepts (for 1.x those and our
 * `forwardAuth` block), and otherwise lists every problem. What the middleware needs beyond it: `checkValuesRules`.
 */
export function checkValues(value: unknown, chartVersion: string): Result<Values, ValuesProblem> {
  const problems = checkShape(value, valuesShapeOf(chartVersion))
  // Nothing is left to narrow by hand: `Values` is the type of the shape, which a test proves.
  return problems.length === 0 ? success(value as Values) : failure(...problems)
}
