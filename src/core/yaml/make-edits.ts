import { type CST, isMap, isScalar, isSeq, type ParsedNode } from "yaml"
import { type Result, success } from "../result.ts"
import { insertLines, removeLines } from "./block.ts"
import { type Change, type Collection, quoteOf } from "./change.ts"
import { insertEntry, removeEntry } from "./flow.ts"
import { layoutOf } from "./layout.ts"
import { columnAt, lineBreakNear, textStart } from "./lines.ts"
import type { Quote, YamlValue } from "./operation.ts"
import type { YamlDocument, YamlSource } from "./parse-yaml.ts"
import { type OffsetProblem, refuse } from "./problem.ts"
import {
  isSafePlain,
  renderBlock,
  renderEntry,
  renderFlow,
  renderFlowEntry,
  renderItem,
  renderScalar,
  type Style,
} from "./render.ts"
import type { Step } from "./resolve-path.ts"
import { deletion, insertion, type TextEdit } from "./text-edit.ts"
import { endOf, entriesOf, isAbsent, startOf } from "./tokens.ts"

/** The characters to insert and delete so that a text says what a change asks for. */
export function makeEdits(
  { text }: YamlSource,
  document: YamlDocument,
  change: Change,
): Result<readonly TextEdit[], OffsetProblem> {
  switch (change.kind) {
    case "add":
      return success(addEntry(text, document, change))
    case "replace":
      return success(replaceScalar(text, document, change))
    case "drop":
      return dropEntry(text, change)
    case "rename": {
      const [start, end] = change.key.range
      const name = renderScalar(change.to, quoteOf(change.key) ?? "plain")
      return success([{ offset: start, length: end - start, text: name }])
    }
  }
}

function addEntry(
  text: string,
  document: YamlDocument,
  { steps, to, key, value, quote }: Extract<Change, { kind: "add" }>,
): readonly TextEdit[] {
  const token = to.srcToken
  const style = styleIn(text, document, to, quote)
  if (token?.type === "flow-collection") {
    const pad = /^. +\S/.test(text.slice(token.offset)) ? " " : ""
    return insertEntry(
      text,
      token,
      key === undefined ? renderFlow(value, style, pad) : renderFlowEntry(key, value, style, pad),
    )
  }
  const entries = entriesOf(token)
  const [first, last] = [entries[0], entries.at(-1)]
  if (!first || !last) return []
  const column = columnAt(text, startOf(first))
  const lines =
    key === undefined ? renderItem(value, column, style, gapOf(last)) : renderEntry(key, value, column, style)
  return [insertLines(text, last, lines, { column, outerColumn: outerColumn(text, steps) })]
}

function replaceScalar(
  text: string,
  document: YamlDocument,
  { steps, node, value, quote }: Extract<Change, { kind: "replace" }>,
): readonly TextEdit[] {
  const step = steps.at(-1)
  if (!step) return fillDocument(text, document, value)
  const { item, parent } = step
  const style = styleIn(text, document, parent, quote ?? quoteOf(node))
  const written = item.value && !isAbsent(item.value) ? node?.range : undefined
  const isNested = value !== null && typeof value === "object" && Object.keys(value).length > 0
  if (isNested && !parent.flow) {
    const column = columnAt(text, startOf(item))
    const below = isSeq(parent) ? 2 : Array.isArray(value) ? style.layout.seq : style.layout.map
    const lines = renderBlock(value, column + below, style)
    const cut = written ? [deletion(colonEnd(item), written[1])] : []
    return [...cut, insertLines(text, item, lines, { column: column + 1, outerColumn: column })]
  }
  const flow = renderFlow(value, style)
  if (written) return [{ offset: written[0], length: written[1] - written[0], text: flow }]
  const needsColon = parent.flow && isMap(parent) && !item.sep?.some(({ type }) => type === "map-value-ind")
  return [insertion(endOf(item), `${needsColon ? ":" : ""} ${flow}`)]
}

/** A document without content takes the lines at its end, after its comments. */
function fillDocument(text: string, document: YamlDocument, value: YamlValue): readonly TextEdit[] {
  const style: Style = { layout: layoutOf(document, text), keyQuote: "plain", quote: "plain" }
  const offset = Math.max(document.range[1], textStart(text))
  const lineBreak = lineBreakNear(text, offset)
  const lines = renderBlock(value, 0, style).join(lineBreak)
  const startsLine = offset === textStart(text) || text[offset - 1] === "\n"
  return [insertion(offset, startsLine ? `${lines}${lineBreak}` : `${lineBreak}${lines}`)]
}

function dropEntry(
  text: string,
  { from, index }: Extract<Change, { kind: "drop" }>,
): Result<readonly TextEdit[], OffsetProblem> {
  const token = from.srcToken
  if (token?.type === "flow-collection") return success(removeEntry(text, token, index))
  const entries = entriesOf(token)
  const entry = entries[index]
  const edit = entry && removeLines(text, entry, entries[index + 1])
  return edit
    ? success([edit])
    : refuse(
        "yaml/unsafe-edit",
        entry ? startOf(entry) : 0,
        "What is to be removed shares its line with something else.",
        "Remove it by hand.",
      )
}

/** The column of the key or dash that a collection hangs on; -1 for a document's own. */
function outerColumn(text: string, steps: readonly Step[]): number {
  const last = steps.at(-1)
  return last ? columnAt(text, startOf(last.item)) : -1
}

/** What stands between the dash and the item, where that is spaces only. */
function gapOf({ start }: CST.CollectionItem): string {
  const [, gap, ...others] = start.slice(start.findIndex(({ type }) => type === "seq-item-ind"))
  return gap?.type === "space" && others.length === 0 ? gap.source : " "
}

const colonEnd = ({ start, sep }: CST.CollectionItem): number => {
  const mark = [...start, ...(sep ?? [])].findLast(
    ({ type }) => type === "map-value-ind" || type === "seq-item-ind",
  )
  return mark ? mark.offset + 1 : 0
}

/** New keys are quoted when all keys around are; new items as the last one whose quotes were a choice. */
function styleIn(text: string, document: YamlDocument, collection: Collection, quote?: Quote): Style {
  const keys = isMap(collection) ? collection.items.map(({ key }) => quoteOf(key)) : []
  const keyQuote = keys[0] !== undefined && keys.every((key) => key === keys[0]) ? keys[0] : "plain"
  const neighbours: readonly (ParsedNode | null)[] = isSeq(collection) ? collection.items : []
  const model = neighbours.findLast(
    (node) =>
      isScalar(node) &&
      typeof node.value === "string" &&
      (quoteOf(node) === "plain" || isSafePlain(node.value)),
  )
  return {
    layout: layoutOf(document, text),
    keyQuote,
    quote:
      quote ?? (model && quoteOf(model)) ?? (keyQuote === "double" && collection.flow ? "double" : "plain"),
  }
}
