import { cutRow } from "../fold-rows.ts"
import { type ListState, matching, type Option, windowOf } from "../list-state.ts"
import { type Row, row } from "../row.ts"
import { textWidth } from "../text-width.ts"
import type { Style } from "../theme.ts"

export interface OptionListData {
  readonly options: readonly Option[]
  readonly state: ListState
  /** How many entries are shown. */
  readonly size: number
  /** Present where several can be chosen. */
  readonly checked?: ReadonlySet<string>
  /** True where typing narrows the list. */
  readonly filters: boolean
}

/**
 * One row an entry.
 *
 *     ❯ web  apps/shop-dev/web
 *       api  apps/shop-dev/api
 *     1 to 2 of 214, matching "shop"
 */
export function optionRows(
  { options, state, size, checked, filters }: OptionListData,
  width: number,
  { glyphs }: Pick<Style, "glyphs">,
): readonly Row[] {
  const shown = matching(options, state)
  const { from, to } = windowOf(shown.length, state.cursor, size)
  const visible = shown.slice(from, to)
  const labels = Math.max(0, ...visible.filter(({ note }) => note).map(({ label }) => textWidth(label)))
  const rows = visible.map(({ value, label, note }, index): Row => {
    const current = from + index === state.cursor
    const tick = checked && `${checked.has(value) ? glyphs.checked : glyphs.unchecked} `
    const padding = " ".repeat(Math.max(0, labels - textWidth(label)) + 2)
    const entry: Row = [
      { tone: "pointer", text: `${current ? glyphs.pointer : " "} ` },
      ...(tick ? row(tick) : []),
      { tone: current ? "strong" : "plain", text: label },
      ...(note === undefined ? [] : row(`${padding}${note}`, "faint")),
    ]
    return cutRow(entry, width, glyphs.ellipsis)
  })
  const count = shown.length
  if (!filters && count <= size) return rows
  return [...rows, row(positionOf(from, to, count, options.length, filters, state.filter.text), "faint")]
}

const positionOf = (
  from: number,
  to: number,
  count: number,
  all: number,
  filters: boolean,
  filter: string,
): string => {
  const range = count === 0 ? "None" : count === 1 ? "1" : `${from + 1} to ${to}`
  if (filter !== "") return `${range} of ${all}, matching "${filter}"`
  return `${range} of ${all}${filters ? "; type to narrow" : ""}`
}
