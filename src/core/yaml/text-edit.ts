/** Replaces `length` characters at `offset` with `text`. Nothing else in this folder changes a text. */
export interface TextEdit {
  readonly offset: number
  readonly length: number
  readonly text: string
}

export const insertion = (offset: number, text: string): TextEdit => ({ offset, length: 0, text })

export const deletion = (start: number, end: number): TextEdit => ({
  offset: start,
  length: end - start,
  text: "",
})

export const replacement = (
  [start, end]: readonly [start: number, end: number, ...rest: number[]],
  text: string,
): TextEdit => ({
  offset: start,
  length: end - start,
  text,
})

/** The text with all edits made. Offsets count in the text as given; edits must not overlap. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  let result = ""
  let position = 0
  for (const edit of edits.toSorted((a, b) => a.offset - b.offset)) {
    result += text.slice(position, edit.offset) + edit.text
    position = edit.offset + edit.length
  }
  return result + text.slice(position)
}
