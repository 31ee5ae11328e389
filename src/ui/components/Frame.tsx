import { Box } from "ink"
import { useLayoutEffect } from "react"
import type { Row } from "../row.ts"
import { useShownRows } from "../shown-rows.ts"
import { useSize } from "../theme.ts"
import { RowText } from "./RowText.tsx"

/**
 * All that is drawn at one time. A frame as high as its window would scroll away what was above it, and could not be taken back, so
 * it ends a row earlier whatever happens.
 */
export function Frame({ rows }: { readonly rows: readonly Row[] }) {
  const { rows: height } = useSize()
  const shown = rows.slice(0, Math.max(1, height - 1))
  const remember = useShownRows()
  useLayoutEffect(() => remember(shown))
  return (
    <Box flexDirection="column">
      {shown.map((row, index) => (
        <RowText key={index} row={row} wrap="truncate-end" />
      ))}
    </Box>
  )
}
