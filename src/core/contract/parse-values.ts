import { failure, type Result, success } from "../result.ts"
import { checkValues } from "./check-values.ts"
import { checkValuesRules } from "./check-values-rules.ts"
import { locateProblems } from "./locate-problems.ts"
import { parseYaml } from "./parse-yaml.ts"
import type { LocatedProblem } from "./problem.ts"
import type { Values } from "./values.ts"

export interface ParsedValues {
  readonly values: Values
  /** What will work but is probably not meant, or not safe. */
  readonly warnings: readonly LocatedProblem[]
}

export interface ValuesFile {
  /** What problems call the file. */
  readonly path: string
  /** As `helm.chartVersion` of the `application.yaml` beside it has it. */
  readonly chartVersion: string
}

/** The values that a chart of this version would get from this text, or every reason why it would not work, by line. */
export function parseValues(
  text: string,
  { path, chartVersion }: ValuesFile,
): Result<ParsedValues, LocatedProblem> {
  const yaml = parseYaml(text, path)
  if (!yaml.ok) return yaml
  const values = checkValues(yaml.value.value, chartVersion)
  if (!values.ok) return failure(...locateProblems(values.problems, yaml.value))
  const problems = locateProblems(checkValuesRules(values.value, chartVersion), yaml.value)
  const errors = problems.filter(({ severity }) => severity === "error")
  if (errors.length > 0) return failure(...errors)
  return success({ values: values.value, warnings: [...yaml.value.warnings, ...problems] })
}
