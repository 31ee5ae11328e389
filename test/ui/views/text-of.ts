import type { Row } from "../../../src/ui/row.ts"
import { styleOf, type Theme } from "../../../src/ui/theme.ts"

/** Rows as a window without colours shows them. */
export const textOf = (rows: readonly Row[]): string =>
  rows
    .map((row) =>
      row
        .map(({ text }) => text)
        .join("")
        .trimEnd(),
    )
    .join("\n")

export const style = (theme: Partial<Theme> = {}) =>
  styleOf({ colour: false, accessible: false, unicode: true, hyperlinks: false, ...theme })
