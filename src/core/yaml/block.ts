import type { CST } from "yaml"
import { lineBreakNear, lineEndAt, lineStartAt, nextLineAt } from "./lines.ts"
import { deletion, insertion, type TextEdit } from "./text-edit.ts"
import { blockScalarStart, endOf, endsInText, headerOf, lastLeaf, startOf } from "./tokens.ts"

/**
 * Block collections take new entries as whole lines, and lose them as whole lines.
 *
 * New lines go after the last line of the collection and after the comments that hang on to it: those that follow
 * without a blank line, no further left than its entries. Comments further left belong to what comes next.
 */
export function insertLines(
  text: string,
  after: CST.CollectionItem,
  lines: readonly string[],
  { column, outerColumn }: { readonly column: number; readonly outerColumn: number },
): TextEdit {
  const offset = endOfComments(text, lastLineEnd(text, after), column, outerColumn)
  const lineBreak = lineBreakNear(text, offset)
  return insertion(offset, lines.map((line) => `${lineBreak}${line}`).join(""))
}

/** The end of the last line that an entry needs, a comment on it included. */
export function lastLineEnd(text: string, item: CST.CollectionItem): number {
  const leaf = item.value && lastLeaf(item.value)
  if (leaf?.type !== "block-scalar") return lineEndAt(text, endOf(item))
  const end = blockScalarStart(leaf) + leaf.source.length
  let line = text[end - 1] === "\n" ? lineStartAt(text, end - 1) : lineStartAt(text, end)
  // With "+" the blank lines at the end are part of the value; otherwise new lines look better before them.
  if (!headerOf(leaf).includes("+"))
    while (line > blockScalarStart(leaf) && isBlank(text, line, leaf.indent))
      line = lineStartAt(text, line - 1)
  return lineEndAt(text, line)
}

/** A line of more spaces than the indentation is content. */
const isBlank = (text: string, line: number, indent: number): boolean => {
  const content = text.slice(line, lineEndAt(text, line))
  return content.trim() === "" && content.length <= indent
}

function endOfComments(text: string, offset: number, column: number, outerColumn: number): number {
  let end = offset
  let deeperEnd = offset
  for (let line = nextLineAt(text, end); line < text.length; line = nextLineAt(text, line)) {
    const content = text.slice(line, lineEndAt(text, line))
    const indent = content.length - content.trimStart().length
    const isComment = content.startsWith("#", indent)
    if (!isComment || indent < column) {
      // A list may stand as far left as its key; a comment right above the next key is then about that key.
      const isNextKey = !isComment && content.trim() !== "" && indent === outerColumn
      return isNextKey ? deeperEnd : end
    }
    end = lineEndAt(text, line)
    if (indent > outerColumn) deeperEnd = end
  }
  return end
}

/** Takes an entry out with its lines; undefined when it shares its first line with something that must stay. */
export function removeLines(
  text: string,
  entries: readonly CST.CollectionItem[],
  index: number,
): TextEdit | undefined {
  const [before, entry, after] = [entries[index - 1], entries[index], entries[index + 1]]
  if (!entry) return undefined
  const start = startOf(entry)
  const line = lineStartAt(text, start)
  // The first key after a dash: the next key takes its place.
  if (text.slice(line, start).trim() !== "") return after && deletion(start, startOf(after))
  const end = lastLineEnd(text, entry)
  const isUnterminated = nextLineAt(text, end) === text.length && !text.endsWith("\n")
  // The text keeps ending without a line break, unless that line break belongs to a value.
  return isUnterminated && before && !endsInText(before)
    ? deletion(lineEndAt(text, line - 1), end)
    : deletion(line, nextLineAt(text, end))
}
