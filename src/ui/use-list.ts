import { useRef } from "react"
import type { PageLayout, PageList } from "./components/Page.tsx"
import type { KeyPress } from "./keys.ts"
import { type ListState, listState, matching, moveList, type Option } from "./list-state.ts"
import { useSize, useTheme } from "./theme.ts"
import type { Letters } from "./use-aside.ts"
import { useHolder } from "./use-keys.ts"
import { optionRows, rowsBeyondOne } from "./views/option-list.ts"

/** Longer lists are of names: nobody writes so many things to do. */
const longMenu = 10

/** True where typing narrows a list. */
const filtersOf = ({ options, filter }: Listed): boolean => filter === true || options.length > longMenu

interface Listed {
  readonly options: readonly Option[]
  readonly filter?: true
}

export interface List {
  /** The options with a letter of their own, where letters are no text. */
  readonly keyed: readonly Option[]
  /** The option under the cursor. */
  readonly focused: () => Option | undefined
  readonly onKey: (key: KeyPress) => void
  readonly letters: () => Letters
  /** For the page; `checked` where several can be chosen. */
  readonly page: (checked?: ReadonlySet<string>) => PageList
}

/** A list under a cursor. */
export function useList(listed: Listed, initial?: string): List {
  const { options } = listed
  const filters = filtersOf(listed)
  const style = useTheme()
  const { width } = useSize()
  const layout = useRef<PageLayout>({ size: 1, scrolls: false })
  const state = useHolder<ListState>(() =>
    listState(
      Math.max(
        0,
        options.findIndex(({ value }) => value === initial),
      ),
    ),
  )
  return {
    keyed: filters ? [] : options.filter(({ key }) => key !== undefined),
    focused: () => matching(options, state.read())[state.read().cursor],
    onKey: (key) => {
      const { size, scrolls } = layout.current
      const turnsPage = key.kind === "page-up" || key.kind === "page-down"
      if (turnsPage && scrolls) return
      if (!filters && (key.kind === "insert" || key.kind === "paste")) return
      const next = moveList(state.read(), key, options, size)
      if (next !== state.read()) state.write(next)
    },
    letters: () => (!filters ? "all" : state.read().filter.text === "" ? "?" : "none"),
    page: (checked) => {
      const count = matching(options, state.read()).length
      const data = { options, state: state.read(), filters, ...(checked && { checked }) }
      return {
        entries: filters ? Math.max(1, count) : count,
        extraRows: count === 0 ? 0 : rowsBeyondOne({ ...data, size: 1 }, width, style),
        hasPosition: filters,
        rows: (size) => optionRows({ ...data, size }, width, style),
        onLayout: (now) => {
          layout.current = now
        },
      }
    },
  }
}
