import type { Row } from "../row.ts"
import type { Style } from "../theme.ts"

/** ❯ ••••••••▏, always eight: nothing but a verdict says anything about the value. */
export const concealedRow = (text: string, { glyphs, colour }: Pick<Style, "glyphs" | "colour">): Row => [
  { tone: "pointer", text: `${glyphs.pointer} ` },
  { tone: "plain", text: text === "" ? "" : glyphs.dot.repeat(8) },
  { tone: "caret", text: colour ? " " : glyphs.caret },
]
