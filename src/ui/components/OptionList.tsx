import { Box, Text } from "ink"
import { type ListState, matching, type Option, windowOf } from "../list-state.ts"
import { useSize, useTheme } from "../theme.ts"

/** How many entries fit below what else a question shows. */
export function useListSize(reserved = 12): number {
  const { rows } = useSize()
  return Math.max(3, Math.min(10, rows - reserved))
}

interface OptionListProps {
  readonly options: readonly Option[]
  readonly state: ListState
  readonly size: number
  /** Present where several can be chosen. */
  readonly checked?: ReadonlySet<string>
}

/**
 *     ❯ web  apps/shop-dev/web
 *       api  apps/shop-dev/api
 *     1 to 2 of 214, matching "shop"
 */
export function OptionList({ options, state, size, checked }: OptionListProps) {
  const { glyphs } = useTheme()
  const shown = matching(options, state)
  const { from, to } = windowOf(shown.length, state.cursor, size)
  const visible = shown.slice(from, to)
  const labels = Math.max(0, ...visible.map(({ label }) => label.length))
  return (
    <Box flexDirection="column" aria-role="listbox" aria-state={{ multiselectable: checked !== undefined }}>
      {visible.map(({ value, label, note }, index) => {
        const current = from + index === state.cursor
        const isChecked = checked?.has(value) ?? false
        return (
          <Box key={value} aria-role="option" aria-state={{ selected: current, checked: isChecked }}>
            <Text wrap="truncate-end">
              <Text color="cyan">{current ? glyphs.pointer : " "} </Text>
              {checked && `${isChecked ? glyphs.checked : glyphs.unchecked} `}
              <Text bold={current}>{note === undefined ? label : label.padEnd(labels)}</Text>
              {note !== undefined && <Text dimColor> {note}</Text>}
            </Text>
          </Box>
        )
      })}
      <Position from={from} to={to} count={shown.length} all={options.length} filter={state.filter.text} />
    </Box>
  )
}

interface PositionProps {
  readonly from: number
  readonly to: number
  readonly count: number
  readonly all: number
  readonly filter: string
}

function Position({ from, to, count, all, filter }: PositionProps) {
  if (filter === "" && count === to - from) return null
  const range = count === 0 ? "None" : `${from + 1} to ${to}`
  return (
    <Text dimColor>
      {range} of {all}
      {filter === "" ? "; type to filter" : `, matching "${filter}"`}
    </Text>
  )
}
