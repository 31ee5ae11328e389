/** Offsets and lines of a text. Lines end with LF or CRLF. */

const byteOrderMark = "\uFEFF"

/** A byte order mark, if there is one, and the text after it, in which offsets count. */
export const splitMark = (text: string): readonly [mark: string, text: string] =>
  text.startsWith(byteOrderMark) ? [byteOrderMark, text.slice(1)] : ["", text]

export const lineStartAt = (text: string, offset: number): number =>
  offset === 0 ? 0 : text.lastIndexOf("\n", offset - 1) + 1

/** The end of the line around `offset`, before its line break. */
export function lineEndAt(text: string, offset: number): number {
  const feed = text.indexOf("\n", offset)
  if (feed === -1) return text.length
  return feed > 0 && text[feed - 1] === "\r" ? feed - 1 : feed
}

/** The start of the next line; the text's length when there is none. */
export function nextLineAt(text: string, offset: number): number {
  const feed = text.indexOf("\n", offset)
  return feed === -1 ? text.length : feed + 1
}

/** Columns count from 0 here, as indentation does. */
export const columnAt = (text: string, offset: number): number => offset - lineStartAt(text, offset)

/** Line and column counted from 1, as editors show them. */
export function positionAt(text: string, offset: number): { readonly line: number; readonly column: number } {
  const line = text.slice(0, offset).split("\n").length
  return { line, column: columnAt(text, offset) + 1 }
}

/** The line break in use around `offset`: that of its line, else of the line before, else LF. */
export function lineBreakNear(text: string, offset: number): "\r\n" | "\n" {
  const ahead = text.indexOf("\n", offset)
  const feed = ahead === -1 ? text.lastIndexOf("\n") : ahead
  return feed > 0 && text[feed - 1] === "\r" ? "\r\n" : "\n"
}

/** Where the run of spaces before `offset` starts. */
export function spacesStartAt(text: string, offset: number): number {
  let start = offset
  while (text[start - 1] === " ") start--
  return start
}

/** Where the white space before `offset` starts: at its last line break, if it has one. */
export function blankStartAt(text: string, offset: number): number {
  let start = offset
  while (text[start - 1] === " " || text[start - 1] === "\t") start--
  if (text[start - 1] !== "\n") return start
  return text[start - 2] === "\r" ? start - 2 : start - 1
}
