import { type Result, success } from "../result.ts"
import { type Change, changeModel } from "./change.ts"
import { type Comment, findComments } from "./comments.ts"
import { modelOf, sameModel } from "./model.ts"
import { parseYaml, type YamlDocument, type YamlSource } from "./parse-yaml.ts"
import { isOn } from "./plan-drop.ts"
import { type OffsetProblem, refuse } from "./problem.ts"
import { applyEdits, type TextEdit } from "./text-edit.ts"

/**
 * The edited text, if it proves right independently of how the edits were made: it is valid, its documents mean what the
 * change says and nothing else, an addition deletes nothing, and no comment is gone but those of what was to be removed.
 */
export function proveEdits(
  { text, documents }: YamlSource,
  document: YamlDocument,
  change: Change,
  edits: readonly TextEdit[],
): Result<string, OffsetProblem> {
  const unsafe = (message: string) =>
    refuse("yaml/unsafe-edit", edits[0]?.offset ?? 0, message, "Make this edit by hand.")
  const edited = applyEdits(text, edits)
  const after = parseYaml(edited)
  if (!after.ok) return unsafe("No edit was found here that leaves the file valid.")

  const expected = documents.map((each) => {
    const model = modelOf(each.contents)
    return each === document ? changeModel(model, change) : model
  })
  const read = after.value.documents.map(({ contents }) => modelOf(contents))
  const isMeant = read.length === expected.length && read.every((model, at) => sameModel(model, expected[at]))
  const isInsertion = edits.every(({ length }) => length === 0)
  if (!isMeant || (change.kind === "add" && !isInsertion))
    return unsafe("No edit was found here that changes only what it should.")

  return keepsComments(text, edited, change, edits) ? success(edited) : unsafe("A comment would be lost.")
}

/** Whether all comments are still there, in their order, save those on the lines of what was to be removed. */
function keepsComments(before: string, after: string, change: Change, edits: readonly TextEdit[]): boolean {
  const isCut = ({ offset: at }: Comment) =>
    edits.some(({ offset, length }) => at >= offset && at < offset + length)
  const isDropped = (comment: Comment) => change.kind === "drop" && isOn(before, change.target, comment)
  const kept = findComments(before).filter((comment) => !(isCut(comment) && isDropped(comment)))
  const found = findComments(after)
  return found.length === kept.length && found.every(({ text }, index) => text === kept[index]?.text)
}
