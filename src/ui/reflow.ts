import type { Row } from "./row.ts"
import { textWidth } from "./text-width.ts"

/** How many rows more a frame takes once its window is `columns` wide: terminals break what no longer fits. */
export const rowsAddedByReflow = (rows: readonly Row[], columns: number): number =>
  rows.reduce((sum, row) => {
    const width = textWidth(
      row
        .map(({ text }) => text)
        .join("")
        .trimEnd(),
    )
    return sum + Math.max(0, Math.ceil(width / columns) - 1)
  }, 0)

/**
 * Erases as many rows upwards, from below a frame. Ink erases as many as it drew, so what a reflow added would stay above.
 *
 * Source: ECMA-48, EL and CUU.
 */
export const renderEraseUpwards = (rows: number): string => "\x1b[2K\x1b[1A".repeat(rows)
