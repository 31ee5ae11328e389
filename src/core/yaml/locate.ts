import { isAlias, isMap, isSeq, LineCounter, type ParsedNode, parseAllDocuments } from "yaml"
import { chooseDocument } from "./choose-document.ts"
import type { YamlPath } from "./operation.ts"
import { keyText } from "./resolve-path.ts"

/** Where a value is written. Lines and columns count from 1; the end is the first position after it. */
export interface YamlRange {
  readonly line: number
  readonly column: number
  readonly endLine: number
  readonly endColumn: number
}

/** Where the value at a path is written, or its key when it has none; below an alias, where the anchor is. */
export const locate = (text: string, path: YamlPath): YamlRange | undefined => makeLocator(text)(path)

/** `locate` for many paths of one text, which is parsed once. A text with errors is read as far as it goes. */
export function makeLocator(text: string): (path: YamlPath) => YamlRange | undefined {
  const lines = new LineCounter()
  const documents = [...parseAllDocuments<ParsedNode>(text, { lineCounter: lines, logLevel: "silent" })]
  return (path) => {
    const chosen = chooseDocument(documents, path)
    if (!chosen.ok) return undefined
    let range = chosen.value.contents?.range
    let node: unknown = chosen.value.contents
    for (const key of path) {
      if (isAlias(node)) node = node.resolve(chosen.value)
      if (isMap<ParsedNode, ParsedNode | null>(node)) {
        const pair = node.items.find((item) => keyText(item) === String(key))
        if (!pair) return undefined
        node = pair.value
        range = isWritten(pair.value) ? pair.value.range : pair.key.range
      } else if (isSeq<ParsedNode>(node) && typeof key === "number" && node.items[key]) {
        range = node.items[key].range
        node = node.items[key]
      } else return undefined
    }
    if (!range) return undefined
    const [start, end] = [lines.linePos(range[0]), lines.linePos(range[1])]
    return { line: start.line, column: start.col, endLine: end.line, endColumn: end.col }
  }
}

const isWritten = (node: ParsedNode | null): node is ParsedNode =>
  node !== null && node.range[1] > node.range[0]
