import { isAlias, isMap, isSeq, LineCounter, type ParsedNode, parseAllDocuments } from "yaml"
import { chooseDocument } from "./choose-document.ts"
import { splitMark } from "./lines.ts"
import type { YamlPath } from "./operation.ts"
import type { YamlDocument } from "./parse-yaml.ts"
import { keyText } from "./resolve-path.ts"
import { endOfToken } from "./tokens.ts"

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
  const lineCounter = new LineCounter()
  const [, content] = splitMark(text)
  const documents = [
    ...parseAllDocuments<ParsedNode>(content, { lineCounter, keepSourceTokens: true, logLevel: "silent" }),
  ]
  return (path) => {
    const document = chooseDocument(documents, path)
    const node = document.ok ? findNode(document.value, path) : undefined
    if (!node) return undefined
    const start = lineCounter.linePos(node.range[0])
    const end = lineCounter.linePos(node.srcToken ? endOfToken(node.srcToken) : node.range[1])
    return { line: start.line, column: start.col, endLine: end.line, endColumn: end.col }
  }
}

/** The node at a path; the key where its value is empty. */
function findNode(document: YamlDocument, path: YamlPath): ParsedNode | undefined {
  let found: ParsedNode | undefined = document.contents ?? undefined
  let node: ParsedNode | undefined = found
  for (const key of path) {
    const target: unknown = isAlias(node) ? node.resolve(document) : node
    if (isMap<ParsedNode, ParsedNode | null>(target)) {
      const pair = target.items.find((item) => keyText(item) === String(key))
      node = pair?.value ?? undefined
      found = node && node.range[1] > node.range[0] ? node : pair?.key
    } else {
      node = isSeq<ParsedNode>(target) && typeof key === "number" ? target.items[key] : undefined
      found = node
    }
    if (!found) return undefined
  }
  return found
}
