import type { Location } from "../errors.ts"
import { failure, type Result, success } from "../result.ts"
import { chooseDocument } from "./choose-document.ts"
import { splitMark } from "./lines.ts"
import { makeEdits } from "./make-edits.ts"
import type { YamlOperation } from "./operation.ts"
import { parseYaml } from "./parse-yaml.ts"
import { planChange } from "./plan-change.ts"
import { locateProblem, type OffsetProblem, type YamlProblem } from "./problem.ts"
import { proveEdits } from "./prove-edits.ts"

/**
 * Makes the operations one after the other and leaves every other byte alone: comments, quotes, indentation, line
 * breaks. What is there already (or gone already) stays as it is.
 *
 * Each edit is proven before it counts: the new text is parsed again, and it must differ from the old one in what the
 * operation asks for and in nothing else. Otherwise the whole text is refused, with the codes `yaml/…`.
 *
 * With several documents in a file, an operation is for the one that has the first key of its path; when none has, for
 * the first that is a map (Helm reads the first one only); when more than one has, it is refused.
 */
export function editYaml(
  text: string,
  operations: readonly YamlOperation[],
  where: Pick<Location, "path"> = { path: "-" },
): Result<string, YamlProblem> {
  const [mark, content] = splitMark(text)
  let current = content
  for (const operation of operations) {
    const edited = performOperation(current, operation)
    if (!edited.ok) {
      // Places are those in the text that the user has, unless only an earlier operation brings the problem up.
      const problems = problemsOf(content, operation, where)
      return failure(...(problems.length > 0 ? problems : problemsOf(current, operation, where)))
    }
    current = edited.value
  }
  return success(mark + current)
}

const problemsOf = (
  text: string,
  operation: YamlOperation,
  where: Pick<Location, "path">,
): readonly YamlProblem[] => {
  const edited = performOperation(text, operation)
  return edited.ok ? [] : edited.problems.map((problem) => locateProblem(problem, text, where))
}

function performOperation(text: string, operation: YamlOperation): Result<string, OffsetProblem> {
  const source = parseYaml(text)
  if (!source.ok) return source
  const document = chooseDocument(source.value.documents, operation.path)
  if (!document.ok) return document
  const change = planChange(text, document.value, operation)
  if (!change.ok) return change
  if (!change.value) return success(text)
  const edits = makeEdits(text, document.value, change.value)
  if (!edits.ok) return edits
  const edited = proveEdits(source.value, document.value, change.value, edits.value)
  // A list may hold an item more than once.
  return edited.ok && operation.kind === "remove-item" ? performOperation(edited.value, operation) : edited
}
