import type { Line, Span } from "../core/plan/preview.ts"
import { printable } from "../core/text/printable.ts"
import { graphemes } from "./edit-buffer.ts"
import { wrapLine } from "./wrap-line.ts"

/**
 * Lines as rows of a window: prose is wrapped between words, text that is there to be compared is folded where the window ends.
 * What files say is shown, never obeyed: control sequences in it are taken out.
 */
export const foldLines = (lines: readonly Line[], width: number): readonly Line[] =>
  lines
    .map((line) => line.map(({ tone, text }) => ({ tone, text: printable(text).replaceAll("\t", "  ") })))
    .flatMap((line) => wrapLine(line, width))
    .flatMap((line) => foldLine(line, width))

function foldLine(line: Line, width: number): readonly Line[] {
  const rows: Span[][] = [[]]
  let column = 0
  for (const { tone, text } of line)
    for (let rest = graphemes(text); rest.length > 0; ) {
      if (column === width) {
        rows.push([])
        column = 0
      }
      const piece = rest.slice(0, width - column)
      rows.at(-1)?.push({ tone, text: piece.join("") })
      rest = rest.slice(piece.length)
      column += piece.length
    }
  return rows
}
