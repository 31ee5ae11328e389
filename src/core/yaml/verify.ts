import { type Model, modelOf, sameModel } from "./model.ts"
import { parseYaml, type YamlDocument, type YamlSource } from "./parse-yaml.ts"
import type { OffsetProblem } from "./problem.ts"
import type { TextEdit } from "./text-edit.ts"

/**
 * Proves an edit, independently of how it was made: the new text is valid, and means what is expected, in
 * every document.
 */
export function verifyEdits(
  before: YamlSource,
  edits: readonly TextEdit[],
  text: string,
  expect: (model: Model, document: YamlDocument) => Model,
): readonly OffsetProblem[] {
  const after = parseYaml(text)
  const offset = edits[0]?.offset ?? 0
  const unsafe = (message: string): OffsetProblem[] => [
    { code: "yaml/unsafe-edit", offset, message, hint: "Make this edit by hand." },
  ]
  if (!after.ok) return unsafe("No edit was found here that leaves the file valid.")
  const meant = before.documents.map((document) => expect(modelOf(document), document))
  const read = after.value.documents.map(modelOf)
  if (meant.length !== read.length || !meant.every((model, index) => sameModel(model, read[index] ?? model)))
    return unsafe("No edit was found here that changes only what it should.")
  return []
}
