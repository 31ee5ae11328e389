/** A list under a cursor, narrowed by typing. Pure; the list itself is passed in, so a state never holds a stale one. */
import { type EditBuffer, edit, editBuffer, isEdit } from "./edit-buffer.ts"
import type { KeyPress } from "./keys.ts"

export interface Option<Value = string> {
  readonly value: Value
  readonly label: string
  /** What to know before choosing it: a fact, or where it was read, such as `apps/shop/web/values.yaml:4`. */
  readonly note?: string
  /** A letter that chooses it at once, where letters are no text. */
  readonly key?: string
}

/** What a letter chooses. */
export const optionOfKey = <Value>(
  options: readonly Option<Value>[],
  letter: string,
): Option<Value> | undefined => options.find(({ key }) => key === letter.toLowerCase())

export interface ListState {
  readonly filter: EditBuffer
  /** Index among the entries that match. */
  readonly cursor: number
}

export const listState = (cursor = 0): ListState => ({ filter: editBuffer(), cursor })

/**
 * The entries that have every word of the filter in their label or note: those first whose label begins with it, then those whose
 * label has it all. Hosts and paths in notes have much in common, and Enter takes the first.
 */
export function matching<Value>(
  options: readonly Option<Value>[],
  { filter }: ListState,
): readonly Option<Value>[] {
  const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return options
  const has = (text: string): boolean => words.every((word) => text.toLowerCase().includes(word))
  const distance = ({ label }: Option<Value>): number =>
    label.toLowerCase().startsWith(words.join(" ")) ? 0 : has(label) ? 1 : 2
  const byDistance = Map.groupBy(
    options.filter(({ label, note = "" }) => has(`${label} ${note}`)),
    distance,
  )
  return [0, 1, 2].flatMap((each) => byDistance.get(each) ?? [])
}

/**
 * `size` is how many entries the window shows: what Page Up and Page Down move by. A list that fits leaves those two keys to the
 * text above it.
 */
export function moveList<Value>(
  state: ListState,
  key: KeyPress,
  options: readonly Option<Value>[],
  size: number,
): ListState {
  const last = Math.max(0, matching(options, state).length - 1)
  const to = (cursor: number): ListState => ({ ...state, cursor: Math.min(last, Math.max(0, cursor)) })
  switch (key.kind) {
    case "up":
      return state.cursor === 0 ? to(last) : to(state.cursor - 1)
    case "down":
      return state.cursor >= last ? to(0) : to(state.cursor + 1)
    case "page-up":
      return to(last < size ? state.cursor : state.cursor - size)
    case "page-down":
      return to(last < size ? state.cursor : state.cursor + size)
    case "home":
      return to(0)
    case "end":
      return to(last)
    default:
      return isEdit(key) ? narrow(state, edit(state.filter, key, 100)) : state
  }
}

/** A changed filter has other entries, so the cursor starts again at the first. */
const narrow = (state: ListState, filter: EditBuffer): ListState => ({
  filter,
  cursor: filter.text === state.filter.text ? state.cursor : 0,
})

/** The part of a list that is shown, with the cursor in its middle where that is possible. */
export function windowOf(
  count: number,
  cursor: number,
  size: number,
): { readonly from: number; readonly to: number } {
  const from = Math.max(0, Math.min(cursor - Math.floor(size / 2), count - size))
  return { from, to: Math.min(count, from + size) }
}
