import { printable } from "../core/text/printable.ts"
import { graphemes } from "./edit-buffer.ts"
import type { Piece, Row } from "./row.ts"
import { textWidth } from "./text-width.ts"
import { isVerbatim, wrapLine } from "./wrap-line.ts"

/**
 * Lines as rows of a window, none wider than it: prose is wrapped between words at `width`, text that is there to be compared is
 * folded where the window ends. What files say is shown, never obeyed: control sequences in it are taken out.
 */
export const foldRows = (lines: readonly Row[], width: number, windowWidth = width): readonly Row[] =>
  lines
    .map((line) => line.map((piece) => ({ ...piece, text: printable(piece.text).replaceAll("\t", "  ") })))
    .flatMap((line) =>
      isVerbatim(line)
        ? foldRow(line, windowWidth)
        : wrapLine(line, width).flatMap((part) => foldRow(part, width)),
    )

/** Wherever the width ends, but never inside of what is one character to its reader. */
export function foldRow(line: Row, width: number): readonly Row[] {
  const rows: Piece[][] = [[]]
  let column = 0
  for (const piece of line) {
    let text = ""
    for (const grapheme of graphemes(piece.text)) {
      const columns = textWidth(grapheme)
      if (column + columns > width && column > 0) {
        if (text !== "") rows.at(-1)?.push({ ...piece, text })
        rows.push([])
        text = ""
        column = 0
      }
      text += grapheme
      column += columns
    }
    if (text !== "" || piece.text === "") rows.at(-1)?.push({ ...piece, text })
  }
  return rows
}

/** A row that ends with the window, for where one more row is worth more than the rest of this one. */
export function cutRow(line: Row, width: number, ellipsis: string): Row {
  if (textWidth(line.map(({ text }) => text).join("")) <= width) return line
  return [...(foldRow(line, width - 1)[0] ?? []), { tone: "faint", text: ellipsis }]
}
