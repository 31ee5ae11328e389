import type { Line, Span, Tone } from "../core/plan/preview.ts"

/** Tones of text that is there to be copied or compared: a line break in it would be a lie. */
const verbatim: ReadonlySet<Tone> = new Set(["added", "removed", "hunk", "context", "command"])

/**
 * A line as several that fit `width` columns, broken between words. Further lines begin below the text of the first one,
 * behind its label or number, or behind the bar of a quotation.
 */
export function wrapLine(line: Line, width: number): readonly Line[] {
  const text = line.map((span) => span.text).join("")
  if (text.trimEnd().length <= width || line.some(({ tone }) => verbatim.has(tone))) return [line]
  const bar = /^\s*│ +/.exec(text)?.[0]
  const hanging = bar?.length ?? /^(?:\s*\S+\s{2,}|\s*)/.exec(text)?.[0].length ?? 0
  const indent: Span = bar ? { tone: "faint", text: bar } : { tone: "plain", text: " ".repeat(hanging) }
  const lines: Span[][] = [[]]
  let column = 0
  for (const { tone, text: words } of line)
    for (const word of words.split(/(?<= )(?=\S)/)) {
      if (column > hanging && column + word.trimEnd().length > width) {
        lines.push([indent])
        column = hanging
      }
      lines.at(-1)?.push({ tone, text: word })
      column += word.length
    }
  return lines.map(withoutSpaceAtEnd)
}

/** A space after the last column would make the terminal begin a line of its own for it. */
function withoutSpaceAtEnd(line: readonly Span[]): Line {
  const last = line.at(-1)
  return last ? [...line.slice(0, -1), { ...last, text: last.text.trimEnd() }] : line
}
