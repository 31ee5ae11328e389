import { isMap, isScalar, isSeq } from "yaml"
import { type Result, success } from "../result.ts"
import { insertLines, lastLineEnd, removeLines } from "./block.ts"
import type { AddEntry, Change, DropEntry, ReplaceValue } from "./change.ts"
import { insertEntry, removeEntry } from "./flow.ts"
import { columnAt, lineBreakNear, lineEndAt, spacesStartAt } from "./lines.ts"
import type { YamlDocument } from "./parse-yaml.ts"
import { type OffsetProblem, refuse } from "./problem.ts"
import { quoteOf, quoteString } from "./quote.ts"
import {
  depthOf,
  needsLines,
  renderEntry,
  renderFlow,
  renderFlowEntry,
  renderItem,
  renderLines,
} from "./render.ts"
import type { Step } from "./resolve-path.ts"
import { styleIn } from "./style.ts"
import { deletion, insertion, replacement, type TextEdit } from "./text-edit.ts"
import { endOf, entriesOf, headerOf, isAbsent, startOf } from "./tokens.ts"

/** What to insert and delete so that a text says what a change asks for. */
export function makeEdits(
  text: string,
  document: YamlDocument,
  change: Change,
): Result<readonly TextEdit[], OffsetProblem> {
  switch (change.kind) {
    case "add":
      return success(addEntry(text, document, change))
    case "replace":
      return success(replaceValue(text, document, change))
    case "drop":
      return dropEntry(text, change)
    case "rename":
      return success([replacement(change.key.range, quoteString(change.to, quoteOf(change.key) ?? "plain"))])
  }
}

function addEntry(
  text: string,
  document: YamlDocument,
  { steps, to, index, key, value, quote }: AddEntry,
): readonly TextEdit[] {
  const token = to.srcToken
  const style = styleIn(text, document, to, quote)
  if (token?.type === "flow-collection") {
    const pad = /^. +[^ ]/.test(text.slice(token.offset, token.offset + 80)) ? " " : ""
    const entry = key === undefined ? renderFlow(value, style, pad) : renderFlowEntry(key, value, style, pad)
    return insertEntry(text, token, entry)
  }
  const before = entriesOf(token)[index - 1]
  if (!before) return []
  const column = columnAt(text, startOf(before))
  const lines =
    key === undefined
      ? renderItem(value, column, style, gapOf(text, before))
      : renderEntry(key, value, column, style)
  return [insertLines(text, before, lines, { column, outerColumn: outerColumn(text, steps) })]
}

function replaceValue(
  text: string,
  document: YamlDocument,
  { steps, node, value, quote }: ReplaceValue,
): readonly TextEdit[] {
  const step = steps.at(-1)
  const ownQuote = isScalar(node) && typeof node.value === "string" ? quoteOf(node) : undefined
  const style = styleIn(text, document, step?.parent, quote ?? ownQuote)
  if (!step) return fillDocument(text, document, renderLines(value, 0, style))
  const { item, parent } = step
  const written = item.value && !isAbsent(item.value) ? node?.range : undefined
  if (needsLines(value) && !parent.flow) {
    const column = columnAt(text, startOf(item))
    const lines = renderLines(value, column + (isSeq(parent) ? 2 : depthOf(value, style)), style)
    const below = insertLines(text, item, lines, { column: column + 1, outerColumn: column })
    // The word `null`, if it is there, gives way; a comment after it stays.
    return written ? [deletion(spacesStartAt(text, written[0]), written[1]), below] : [below]
  }
  const flow = renderFlow(value, style)
  // A text block loses its lines; a comment beside its header and blank lines after it stay.
  if (item.value?.type === "block-scalar") {
    const { offset } = item.value
    const headerEnd = offset + headerOf(item.value).length
    return [
      replacement([offset, headerEnd], flow),
      deletion(lineEndAt(text, headerEnd), lastLineEnd(text, item)),
    ]
  }
  if (written) return [replacement(written, flow)]
  const needsColon = isMap(parent) && !item.sep?.some(({ type }) => type === "map-value-ind")
  return [insertion(endOf(item), `${needsColon ? ":" : ""} ${flow}`)]
}

/** A document without content takes lines at its end, after its comments. */
function fillDocument(text: string, document: YamlDocument, lines: readonly string[]): readonly TextEdit[] {
  const [, offset] = document.range
  const lineBreak = lineBreakNear(text, offset)
  const startsLine = offset === 0 || text[offset - 1] === "\n"
  return [insertion(offset, lines.map((line) => (startsLine ? line + lineBreak : lineBreak + line)).join(""))]
}

function dropEntry(
  text: string,
  { steps, from, index, target, leavesEmpty }: DropEntry,
): Result<readonly TextEdit[], OffsetProblem> {
  const token = from.srcToken
  if (token?.type === "flow-collection") return success(removeEntry(text, token, index))
  const entries = entriesOf(token)
  const edit = removeLines(text, entries, index)
  const start = startOf(entries[index] ?? target.item)
  if (!edit)
    return refuse(
      "yaml/unsafe-edit",
      start,
      "What is to be removed shares its line with something that must stay.",
      "Remove it by hand.",
    )
  if (!leavesEmpty) return success([edit])
  const empty = isSeq(from) ? "[]" : "{}"
  const outer = steps.at(-1)
  if (!outer) return success([insertion(edit.offset, `${empty}${lineBreakNear(text, start)}`), edit])
  const { value, ...key } = outer.item
  return success([insertion(endOf(key), ` ${empty}`), edit])
}

/** The column of the key or dash that a collection belongs to; -1 for a document's own. */
function outerColumn(text: string, steps: readonly Step[]): number {
  const last = steps.at(-1)
  return last ? columnAt(text, startOf(last.item)) : -1
}

/** What stands between a dash and its item, where that is nothing but spaces. */
function gapOf(text: string, item: Step["item"]): string {
  const gap = item.value && text.slice(startOf(item) + 1, item.value.offset)
  return gap && /^ +$/.test(gap) ? gap : " "
}
