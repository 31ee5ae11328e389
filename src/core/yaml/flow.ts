import type { CST } from "yaml"
import { blankStartAt, lineBreakNear, lineEndAt, spacesStartAt } from "./lines.ts"
import { deletion, insertion, type TextEdit } from "./text-edit.ts"
import { endOf, entriesOf, startOf } from "./tokens.ts"

/**
 * Flow collections (`[a, b]`, `{a: 1}`) take a new entry after their last one, on its line or, where each entry has a
 * line of its own, on the next. A trailing comma stays one.
 */
export function insertEntry(
  text: string,
  collection: CST.FlowCollection,
  entry: string,
): readonly TextEdit[] {
  const open = collection.start.offset + 1
  const entries = entriesOf(collection)
  const last = entries.at(-1)
  // What is inside an empty one (spaces, comments) stays behind the entry; `[ ]` becomes `[ a ]`.
  if (!last) return [insertion(open, /^ +[\]}]/.test(text.slice(open)) ? ` ${entry}` : entry)]
  const end = endOf(last)
  const comma = commasOf(collection).find(({ offset }) => offset >= end)
  const lead = leadOf(text, last)
  if (!lead.includes("\n")) {
    const space = entries.length > 1 ? lead : " "
    return comma
      ? [insertion(comma.offset + 1, `${space}${entry},`)]
      : [insertion(end, `${commaAfter(text, end)}${space}${entry}`)]
  }
  const place = comma ? comma.offset + 1 : end
  const line = lineEndAt(text, place)
  const newLine = `${lineBreakNear(text, end)}${lead.slice(lead.lastIndexOf("\n") + 1)}${entry}`
  const isAlone = /^[ \t]*(?:#.*)?$/.test(text.slice(place, line))
  if (comma) return [insertion(isAlone ? line : place, `${newLine},`)]
  return isAlone
    ? [insertion(end, commaAfter(text, end)), insertion(line, newLine)]
    : [insertion(end, `${commaAfter(text, end)}${newLine}`)]
}

/** In YAML 1.1, the colon of `key:,` is part of the word: one that stood before a space must go on doing so. */
const commaAfter = (text: string, end: number): string =>
  /:\s/.test(text.slice(end - 1, end + 1)) ? " ," : ","

/** Takes an entry out with the comma that it no longer needs, and with its line where it has one. */
export function removeEntry(
  text: string,
  collection: CST.FlowCollection,
  index: number,
): readonly TextEdit[] {
  const entries = entriesOf(collection)
  const [before, entry, after] = [entries[index - 1], entries[index], entries[index + 1]]
  if (!entry) return []
  const [start, end] = [startOf(entry), endOf(entry)]
  if (after) return [deletion(start, startOf(after))]

  const trailing = commasOf(collection).find(({ offset }) => offset >= end)
  const to = trailing ? trailing.offset + 1 : end
  const previousEnd = before ? endOf(before) : collection.start.offset + 1
  // A comment in front must keep its line break, or it would swallow what follows.
  const endsComment = text.slice(previousEnd, start).includes("#") && !/^[ \t]*\r?\n/.test(text.slice(to))
  const from = before && !endsComment ? blankStartAt(text, start) : spacesStartAt(text, start)
  const comma = before && commasOf(collection).find(({ offset }) => offset >= previousEnd)
  // When the entry had a trailing comma, the one before it is the trailing one now.
  if (!comma || trailing) return [deletion(from, to)]
  return comma.offset + 1 >= from
    ? [deletion(comma.offset, to)]
    : [deletion(comma.offset, comma.offset + 1), deletion(from, to)]
}

/** The white space in front of an entry, after its comma or bracket. */
function leadOf(text: string, entry: CST.CollectionItem): string {
  const start = startOf(entry)
  return text.slice(blankStartAt(text, start), start)
}

const commasOf = ({ items }: CST.FlowCollection): readonly CST.SourceToken[] =>
  items.flatMap(({ start }) => start.filter(({ type }) => type === "comma"))
