import { lastLineEnd } from "./block.ts"
import type { DropEntry } from "./change.ts"
import { type Comment, findComments } from "./comments.ts"
import type { YamlDocument } from "./parse-yaml.ts"
import type { Step } from "./resolve-path.ts"
import { startOf } from "./tokens.ts"

/**
 * Drops an entry. A block collection cannot be empty, so one that loses its only entry goes as a whole, and so on
 * upwards; but where a comment would go with it, or a document of several, it is written as `[]` or `{}` instead. One in
 * flow style just stays.
 */
export function planDrop(
  text: string,
  document: YamlDocument,
  steps: readonly Step[],
  target: Step,
): DropEntry {
  const comments = findComments(text).filter((comment) => !isOn(text, target, comment))
  const isMarked = document.range[2] < text.length || document.directives.docEnd
  const drop = (place: readonly Step[], entry: Step): DropEntry => {
    const { parent, index } = entry
    const outer = place.at(-1)
    const change = { kind: "drop", steps: place, from: parent, index, target, leavesEmpty: false } as const
    if (parent.flow || parent.items.length > 1) return change
    if (outer && !comments.some((comment) => isOn(text, outer, comment)))
      return drop(place.slice(0, -1), outer)
    return { ...change, leavesEmpty: outer !== undefined || isMarked }
  }
  return drop(steps, target)
}

/** Whether a comment stands on the lines of an entry, beside it or within. */
export const isOn = (text: string, { item }: Step, { offset }: Comment): boolean =>
  offset >= startOf(item) && offset < lastLineEnd(text, item)
