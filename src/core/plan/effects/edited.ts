import { AppError } from "../../errors.ts"
import { editYaml } from "../../yaml/edit.ts"
import type { YamlOperation } from "../../yaml/operation.ts"

/** The text after the operations, every other byte as it was. @throws AppError `yaml/*` */
export function edited(text: string, path: string, operations: readonly YamlOperation[]): string {
  const result = editYaml(text, operations, { path })
  if (result.ok) return result.value
  const [problem] = result.problems
  if (problem === undefined) throw new Error("a refused edit names its problem")
  throw new AppError(problem.code, problem.message, { hint: problem.hint, location: problem.location })
}
