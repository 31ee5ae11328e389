import type { Piece, Row } from "../row.ts"
import { textWidth } from "../text-width.ts"

/** A key and what it does here. */
export type KeyHint = readonly [key: string, does: string]

/** Enter continue  Esc back  ? explain */
export function keyHelpRows(keys: readonly KeyHint[], width: number): readonly Row[] {
  const rows: Piece[][] = []
  let column = 0
  for (const [key, does] of keys) {
    const columns = textWidth(`${key} ${does}`)
    const fits = rows.length > 0 && column + 2 + columns <= width
    if (!fits) rows.push([])
    rows
      .at(-1)
      ?.push({ tone: "strong", text: `${fits ? "  " : ""}${key}` }, { tone: "faint", text: ` ${does}` })
    column = fits ? column + 2 + columns : columns
  }
  return rows
}
