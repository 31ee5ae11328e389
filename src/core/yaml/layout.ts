import { isCollection, isMap, isSeq, type ParsedNode, visit } from "yaml"
import { columnAt } from "./lines.ts"
import type { YamlDocument } from "./parse-yaml.ts"
import { startOf } from "./tokens.ts"

/** How a document indents, measured in columns from a key to what is below it. */
export interface Layout {
  readonly map: number
  readonly seq: number
}

/** The indentation that a document uses most; two spaces, lists as deep as maps, where it has no example. */
export function layoutOf({ contents }: YamlDocument, text: string): Layout {
  const maps: number[] = []
  const seqs: number[] = []
  visit(contents, {
    Pair(_, { value, srcToken }) {
      const from = srcToken && startOf(srcToken)
      if (!isCollection(value) || value.flow || from === undefined) return
      const to = (value as ParsedNode).range[0]
      const depth = columnAt(text, to) - columnAt(text, from)
      if (isMap(value) && depth > 0) maps.push(depth)
      if (isSeq(value) && depth >= 0) seqs.push(depth)
    },
  })
  const map = mostFrequent(maps) ?? mostFrequent(seqs.filter((depth) => depth > 0)) ?? 2
  return { map, seq: mostFrequent(seqs) ?? map }
}

/** Of several equally frequent numbers, the one that came first. */
function mostFrequent(numbers: readonly number[]): number | undefined {
  const counts = new Map<number, number>()
  for (const number of numbers) counts.set(number, (counts.get(number) ?? 0) + 1)
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0]
}
