import { Box, Text } from "ink"
import type { Line } from "../../core/plan/preview.ts"
import { foldLines } from "../fold-lines.ts"
import type { KeyPress } from "../keys.ts"
import { useSize } from "../theme.ts"
import { useHolder, useKeys } from "../use-keys.ts"
import { LineText } from "./LineText.tsx"

interface ScrollViewProps {
  readonly lines: readonly Line[]
  /** Rows that the rest of the screen needs. */
  readonly reserved: number
}

/** The first line shown after a key: Page Up and Page Down turn pages, Shift with an arrow goes line by line. */
export function scroll(top: number, key: KeyPress, count: number, size: number): number {
  const last = Math.max(0, count - size)
  const to = (line: number) => Math.min(last, Math.max(0, line))
  switch (key.kind) {
    case "page-up":
      return to(top - size)
    case "page-down":
      return to(top + size)
    case "scroll-up":
      return to(top - 1)
    case "scroll-down":
      return to(top + 1)
    default:
      return to(top)
  }
}

/**
 * A plan, diff or ticket in a window that scrolls:
 *
 *     Create apps/shop-dev/web-oidc/values.yaml
 *     +domain: web.shop-dev.example.com
 *     lines 1 to 2 of 40 (PgUp PgDn)
 *
 * Additions and removals keep their + and -, so nothing depends on colour.
 */
export function ScrollView({ lines, reserved }: ScrollViewProps) {
  const { width, rows } = useSize()
  const folded = foldLines(lines, width)
  const size = Math.max(2, rows - reserved)
  const top = useHolder(() => 0)
  useKeys((key) => {
    const next = scroll(top.read(), key, folded.length, size)
    if (next !== top.read()) top.write(next)
  })
  const from = Math.min(top.read(), Math.max(0, folded.length - size))
  const shown = folded.slice(from, from + size)
  return (
    <Box flexDirection="column">
      {shown.map((line, index) => (
        <LineText key={from + index} line={line} wrap="truncate-end" />
      ))}
      {folded.length > size && (
        <Text dimColor>
          lines {from + 1} to {from + shown.length} of {folded.length} (PgUp PgDn)
        </Text>
      )}
    </Box>
  )
}
