import { failure, type Result, success } from "../result.ts"
import { checkShape } from "./check-shape.ts"
import type { ValuesProblem } from "./problem.ts"
import type { Values } from "./values.ts"
import { valuesShapeOf } from "./values-shape.ts"

/**
 * Accepts exactly the documents that the published schema of this chart version accepts (for 1.x those and our
 * `forwardAuth` block), and otherwise lists every problem. What the middleware needs beyond it: `checkValuesRules`.
 *
 * Keys that an open schema lets pass are left out of the result: the chart does not read them, and they could hold anything.
 */
export function checkValues(value: unknown, chartVersion: string): Result<Values, ValuesProblem> {
  const shape = valuesShapeOf(chartVersion)
  const problems = checkShape(value, shape)
  if (problems.length > 0) return failure(...problems)
  const known = Object.entries(value as Readonly<Record<string, unknown>>).filter(([key]) =>
    Object.hasOwn(shape.members, key),
  )
  // Nothing is left to narrow by hand: `Values` is the type of the shape, which a test proves.
  return success(Object.fromEntries(known) as unknown as Values)
}
