/** Something wrong in a text that a user wrote. Lines and columns count from 1, columns in UTF-16 units as editors do. */
export interface SourceProblem {
  readonly message: string
  readonly line: number
  readonly column: number
}

/** Thrown inside a parser to leave its recursion; the parser's entry turns it into a `SourceProblem`. */
export class SourceError extends Error {
  override readonly name = "SourceError"
  readonly offset: number

  constructor(message: string, offset: number) {
    super(message)
    this.offset = offset
  }
}

/** `message` with the line and column of `offset`. */
export function problemAt(source: string, offset: number, message: string): SourceProblem {
  const before = source.slice(0, offset)
  const lineStart = before.lastIndexOf("\n") + 1
  return { message, line: before.split("\n").length, column: offset - lineStart + 1 }
}
