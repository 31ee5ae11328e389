import { type EditBuffer, graphemes } from "../edit-buffer.ts"
import { foldRow } from "../fold-rows.ts"
import { type Row, row } from "../row.ts"
import type { Style } from "../theme.ts"

/** A long draft shows as many rows, around the caret. */
const mostRows = 3

/** ❯ shop.example.test▏ */
export function draftRows(
  { text, cursor }: EditBuffer,
  width: number,
  { glyphs, colour }: Pick<Style, "glyphs" | "colour">,
): readonly Row[] {
  const [under = " ", ...after] = graphemes(text.slice(cursor))
  // Without colours nothing can be inverse, so a sign of its own stands where the caret is.
  const caret: Row = colour
    ? [{ tone: "caret", text: under }, ...row(after.join(""))]
    : [{ tone: "caret", text: glyphs.caret }, ...row(text.slice(cursor))]
  const rows = foldRow([...row(text.slice(0, cursor)), ...caret], width - 2)
  const at = rows.findIndex((line) => line.some(({ tone }) => tone === "caret"))
  const from = Math.max(0, Math.min(at - 1, rows.length - mostRows))
  return rows
    .slice(from, from + mostRows)
    .map((line, index) => [{ tone: "pointer", text: index === 0 ? `${glyphs.pointer} ` : "  " }, ...line])
}
