import { textWidth } from "./text-width.ts"

interface Part {
  readonly tone: string
  readonly text: string
}

/** Tones of text that is there to be copied or compared: a line break in it would be a lie. */
const verbatim: ReadonlySet<string> = new Set(["added", "removed", "hunk", "context", "command"])

/** True for lines that are folded where the window ends, and not between words. */
export const isVerbatim = (line: readonly Part[]): boolean => line.some(({ tone }) => verbatim.has(tone))

/** What stands before a text: a label of a few words and two spaces, the mark of a list's entry, or room alone. */
const label = /^(?:\s*\S+(?: \S+){0,2}?\s{2,}|\s*(?:[-•]|\d+\.) |\s*)/

/**
 * A line as several that fit `width` columns, broken between words. Further lines begin below the text of the first one,
 * behind its label, number or mark, or behind the bar of a quotation.
 */
export function wrapLine<P extends Part>(line: readonly P[], width: number): readonly (readonly P[])[] {
  const text = line.map((part) => part.text).join("")
  const [first] = line
  if (!first || textWidth(text.trimEnd()) <= width || isVerbatim(line)) return [line]
  const bar = /^\s*│ +/.exec(text)?.[0]
  const hanging = bar?.length ?? label.exec(text)?.[0].length ?? 0
  const indent = { ...first, tone: bar ? "faint" : "plain", text: bar ?? " ".repeat(hanging) } as P
  const lines: P[][] = [[]]
  let column = 0
  for (const part of line)
    for (const word of part.text.split(/(?<= )(?=\S)/)) {
      if (column > hanging && column + textWidth(word.trimEnd()) > width) {
        lines.push([indent])
        column = hanging
      }
      lines.at(-1)?.push({ ...part, text: word })
      column += textWidth(word)
    }
  return lines.map(withoutSpaceAtEnd)
}

/** A space after the last column would make the terminal begin a line of its own for it. */
function withoutSpaceAtEnd<P extends Part>(line: readonly P[]): readonly P[] {
  const last = line.at(-1)
  return last ? [...line.slice(0, -1), { ...last, text: last.text.trimEnd() }] : line
}
