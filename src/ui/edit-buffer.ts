/**
 * One line of text under a cursor. Pure, and aware of graphemes: a flag, an accent or a family is one step of the cursor and one
 * press of Backspace.
 */

export interface EditBuffer {
  readonly text: string
  /** UTF-16 offset, always between two graphemes. */
  readonly cursor: number
  /** Why the last edit changed nothing. */
  readonly refusal: Refusal | undefined
}

export type Refusal = "line-break" | "control-character" | "too-long"

export type Edit =
  | { readonly kind: "insert"; readonly text: string }
  | { readonly kind: "paste"; readonly text: string }
  | { readonly kind: Movement | Deletion }

export type Movement = "left" | "right" | "word-left" | "word-right" | "home" | "end"
export type Deletion = "backspace" | "delete" | "kill-word" | "kill-line" | "kill-to-end"

export const editBuffer = (text = ""): EditBuffer => ({ text, cursor: text.length, refusal: undefined })

/** `maxLength` counts UTF-16 units, as the validators do. */
export function edit(buffer: EditBuffer, action: Edit, maxLength = 4096): EditBuffer {
  const { text, cursor } = buffer
  switch (action.kind) {
    case "insert":
      return insert(buffer, action.text, maxLength)
    case "paste":
      return insert(buffer, action.text.trim(), maxLength)
    case "backspace":
      return remove(buffer, previousBoundary(text, cursor), cursor)
    case "delete":
      return remove(buffer, cursor, nextBoundary(text, cursor))
    case "kill-word":
      return remove(buffer, wordStart(text, cursor), cursor)
    case "kill-line":
      return remove(buffer, 0, cursor)
    case "kill-to-end":
      return remove(buffer, cursor, text.length)
    default:
      return { text, cursor: moved(buffer, action.kind), refusal: undefined }
  }
}

export const isEdit = <Action extends { readonly kind: string }>(
  action: Action,
): action is Extract<Action, Edit> => editKinds.has(action.kind)

const editKinds: ReadonlySet<string> = new Set<Edit["kind"]>([
  "insert",
  "paste",
  "left",
  "right",
  "word-left",
  "word-right",
  "home",
  "end",
  "backspace",
  "delete",
  "kill-word",
  "kill-line",
  "kill-to-end",
])

/** What is refused is refused whole: half of a pasted secret would look like a secret. */
function insert(buffer: EditBuffer, added: string, maxLength: number): EditBuffer {
  const { text, cursor } = buffer
  if (/[\r\n]/.test(added)) return { ...buffer, refusal: "line-break" }
  if (/\p{Cc}/u.test(added)) return { ...buffer, refusal: "control-character" }
  if (text.length + added.length > maxLength) return { ...buffer, refusal: "too-long" }
  return at(text.slice(0, cursor) + added + text.slice(cursor), cursor + added.length)
}

const remove = ({ text }: EditBuffer, from: number, to: number): EditBuffer =>
  at(text.slice(0, from) + text.slice(to), from)

/** Neighbours may have joined into one grapheme, so the cursor goes behind what it would now stand inside of. */
const at = (text: string, offset: number): EditBuffer => ({
  text,
  cursor: boundaries(text).find((boundary) => boundary >= offset) ?? text.length,
  refusal: undefined,
})

function moved({ text, cursor }: EditBuffer, movement: Movement): number {
  switch (movement) {
    case "left":
      return previousBoundary(text, cursor)
    case "right":
      return nextBoundary(text, cursor)
    case "word-left":
      return wordStart(text, cursor)
    case "word-right":
      return wordEnd(text, cursor)
    case "home":
      return 0
    case "end":
      return text.length
  }
}

/** Made when it is first needed: it takes milliseconds, and most texts are ASCII, where each character is one. */
let segmenter: Intl.Segmenter | undefined

export function graphemes(text: string): readonly string[] {
  if (/^[ -~]*$/.test(text)) return text.split("")
  segmenter ??= new Intl.Segmenter("en", { granularity: "grapheme" })
  return Array.from(segmenter.segment(text), ({ segment }) => segment)
}

function boundaries(text: string): readonly number[] {
  const offsets = [0]
  let offset = 0
  for (const { length } of graphemes(text)) {
    offset += length
    offsets.push(offset)
  }
  return offsets
}

const previousBoundary = (text: string, cursor: number): number =>
  boundaries(text).findLast((boundary) => boundary < cursor) ?? 0

const nextBoundary = (text: string, cursor: number): number =>
  boundaries(text).find((boundary) => boundary > cursor) ?? text.length

/** Words end at spaces and at the separators of paths, hosts and names, as in a shell. */
const wordStart = (text: string, cursor: number): number => {
  const start = cursor - (/[^\s/.,:_-]*[\s/.,:_-]*$/u.exec(text.slice(0, cursor))?.[0].length ?? 0)
  return boundaries(text).findLast((boundary) => boundary <= start) ?? 0
}

const wordEnd = (text: string, cursor: number): number => {
  const end = cursor + (/^[\s/.,:_-]*[^\s/.,:_-]*/u.exec(text.slice(cursor))?.[0].length ?? 0)
  return boundaries(text).find((boundary) => boundary >= end) ?? text.length
}
