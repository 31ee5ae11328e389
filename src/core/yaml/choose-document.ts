import { isMap } from "yaml"
import { type Result, success } from "../result.ts"
import type { YamlPath } from "./operation.ts"
import type { YamlDocument } from "./parse-yaml.ts"
import { type OffsetProblem, refuse } from "./problem.ts"
import { keyText } from "./resolve-path.ts"

/** The document that a path is about, by the rule that `editYaml` states. */
export function chooseDocument(
  documents: readonly YamlDocument[],
  path: YamlPath,
): Result<YamlDocument, OffsetProblem> {
  const [key] = path
  const [first, second] = documents.filter(
    ({ contents }) => isMap(contents) && contents.items.some((pair) => keyText(pair) === String(key)),
  )
  const only = first ?? documents.find(({ contents }) => isMap(contents)) ?? documents[0]
  if (second || !only)
    return refuse(
      "yaml/ambiguous-document",
      second?.range[0] ?? 0,
      `More than one document of this file has the key ${key}.`,
      "Put the documents into files of their own.",
    )
  return success(only)
}
