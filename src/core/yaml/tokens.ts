import type { CST } from "yaml"

/**
 * Where the parser's tokens start and end. Between them they hold every character of the text; what separates entries
 * (spaces, comments, line breaks) is kept apart from what they say.
 */

const trivia: ReadonlySet<string> = new Set(["space", "comment", "newline", "comma"])

/** The entries of a collection, without those that hold comments only. */
export function entriesOf(token: CST.Token | undefined): readonly CST.CollectionItem[] {
  if (token?.type !== "block-map" && token?.type !== "block-seq" && token?.type !== "flow-collection")
    return []
  return token.items.filter(hasContent)
}

/** Whether an item says something: a key, a value, or the dash of an empty item. */
const hasContent = (item: CST.CollectionItem): boolean =>
  item.key !== undefined ||
  item.sep !== undefined ||
  item.value !== undefined ||
  item.start.some(isMeaningful)

export const isExplicit = ({ start }: CST.CollectionItem): boolean =>
  start.some(({ type }) => type === "explicit-key-ind")

/** Where an entry starts: at its dash, its anchor, or its key. */
export const startOf = ({ start, key, sep, value }: CST.CollectionItem): number =>
  [start.find(isMeaningful), key, sep?.find(isMeaningful), value].find((token) => token)?.offset ?? 0

/** Where an entry ends: after its value, or after the colon or dash of one that has none. */
export function endOf(item: CST.CollectionItem): number {
  if (item.value && !isAbsent(item.value)) return endOfToken(item.value)
  const mark = item.sep?.findLast(isMeaningful)
  if (mark) return mark.offset + mark.source.length
  if (item.key) return endOfToken(item.key)
  const start = item.start.findLast(isMeaningful)
  return start ? start.offset + start.source.length : (item.value?.offset ?? 0)
}

/** Where a value ends, without comments and blank lines after it. A block scalar ends with its last line break. */
export function endOfToken(token: CST.Token): number {
  switch (token.type) {
    case "block-map":
    case "block-seq": {
      const last = entriesOf(token).at(-1)
      return last ? endOf(last) : token.offset
    }
    case "flow-collection": {
      const close = token.end[0]
      return close ? close.offset + close.source.length : token.offset
    }
    case "block-scalar":
      return blockScalarStart(token) + token.source.length
    default:
      return token.offset + ("source" in token ? token.source.length : 0)
  }
}

/** Where the lines of a block scalar start, after its header. */
export const blockScalarStart = ({ props, offset }: CST.BlockScalar): number => {
  const last = props.at(-1)
  return last && "source" in last ? last.offset + last.source.length : offset
}

/** In flow collections, a key without a value still has an empty value token. */
export const isAbsent = (token: CST.Token): boolean => token.type === "scalar" && token.source === ""

/** Whether an entry ends in a block scalar whose value includes the line break at its end. */
export function endsInText({ value }: CST.CollectionItem): boolean {
  const leaf = value && lastLeaf(value)
  return leaf?.type === "block-scalar" && leaf.source !== "" && !headerOf(leaf).includes("-")
}

/** The header of a block scalar: `|` or `>`, indentation, and `-` or `+` for the blank lines at its end. */
export const headerOf = ({ props }: CST.BlockScalar): string =>
  props.map((prop) => (prop.type === "block-scalar-header" ? prop.source : "")).join("")

/** The token of the last scalar, alias or flow collection within. */
export function lastLeaf(token: CST.Token): CST.Token {
  const last =
    token.type === "block-map" || token.type === "block-seq" ? entriesOf(token).at(-1)?.value : undefined
  return last ? lastLeaf(last) : token
}

const isMeaningful = ({ type }: CST.SourceToken): boolean => !trivia.has(type)
