import { cutRow, foldRows } from "../fold-rows.ts"
import { type ListState, matching, type Option, windowOf } from "../list-state.ts"
import { type Row, row } from "../row.ts"
import { textWidth } from "../text-width.ts"
import type { Glyphs, Style } from "../theme.ts"

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
 * One row an entry; the one under the cursor is never cut.
 *
 *     ❯ web  apps/shop-dev/web
 *       api  apps/shop-dev/api
 *     1 to 2 of 214, matching "shop"
 */
export function optionRows(
  { options, state, size, checked, filters }: OptionListData,
  width: number,
  style: Pick<Style, "glyphs">,
): readonly Row[] {
  const shown = matching(options, state)
  const { from, to } = windowOf(shown.length, state.cursor, size)
  const visible = shown.slice(from, to)
  const labels = Math.max(0, ...visible.filter(({ note }) => note).map(({ label }) => textWidth(label)))
  const rows = visible.flatMap((option, index) =>
    from + index === state.cursor
      ? focusedRows(option, { labels, checked }, width, style)
      : [otherRow(option, { labels, checked }, width, style)],
  )
  const count = shown.length
  if (!filters && count <= size) return rows
  return [...rows, row(positionOf(from, to, count, options.length, filters, state.filter.text), "faint")]
}

interface Column {
  /** Columns of the longest label beside which there is a note. */
  readonly labels: number
  readonly checked?: ReadonlySet<string> | undefined
}

function focusedRows(
  option: Option,
  column: Column,
  width: number,
  { glyphs }: Pick<Style, "glyphs">,
): readonly Row[] {
  const [first = [], ...rest] = foldRows([entryOf(option, "strong", column, glyphs)], width - 2)
  return [
    [{ tone: "pointer", text: `${glyphs.pointer} ` }, ...first],
    ...rest.map((line): Row => [...row("  "), ...line]),
  ]
}

const otherRow = (option: Option, column: Column, width: number, { glyphs }: Pick<Style, "glyphs">): Row =>
  cutRow([...row("  "), ...entryOf(option, "plain", column, glyphs)], width, glyphs.ellipsis)

function entryOf(
  { value, label, note }: Option,
  tone: "strong" | "plain",
  { labels, checked }: Column,
  glyphs: Glyphs,
): Row {
  const tick = checked && `${checked.has(value) ? glyphs.checked : glyphs.unchecked} `
  const padding = " ".repeat(Math.max(0, labels - textWidth(label)) + 2)
  return [
    ...(tick ? row(tick) : []),
    { tone, text: label },
    ...(note === undefined ? [] : row(`${padding}${note}`, "faint")),
  ]
}

/** Rows that the entry under the cursor takes beyond its one, so that a page can keep room for them. */
export const rowsBeyondOne = (data: OptionListData, width: number, style: Pick<Style, "glyphs">): number =>
  optionRows({ ...data, size: 1, filters: true }, width, style).length - 2

const positionOf = (
  from: number,
  to: number,
  count: number,
  all: number,
  filters: boolean,
  filter: string,
): string => {
  const range = count === 0 ? "None" : from + 1 === to ? `${to}` : `${from + 1} to ${to}`
  if (filter !== "") return `${range} of ${all}, matching "${filter}"`
  return `${range} of ${all}${filters ? "; type to narrow" : ""}`
}
