import { CST, Lexer } from "yaml"

/** A comment from its `#` to the end of its line, and where it starts. */
export interface Comment {
  readonly offset: number
  readonly text: string
}

/** All comments of a text. A `#` within a string or a text block is none. */
export function findComments(text: string): readonly Comment[] {
  const comments: Comment[] = []
  let offset = 0
  let isScalar = false
  for (const lexeme of new Lexer().lex(text)) {
    if (!isScalar && CST.tokenType(lexeme) === "comment") comments.push({ offset, text: lexeme })
    // The lexer announces scalars and document changes with marks that are not in the text.
    const isMark: boolean = !isScalar && marks.has(lexeme)
    isScalar = isMark && lexeme === CST.SCALAR
    if (!isMark) offset += lexeme.length
  }
  return comments
}

const marks: ReadonlySet<string> = new Set([CST.DOCUMENT, CST.FLOW_END, CST.SCALAR])
