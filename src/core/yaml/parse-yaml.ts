import { Composer, type Document, type ParsedNode, Parser, type YAMLParseError } from "yaml"
import { failure, type Result, success } from "../result.ts"
import type { OffsetProblem } from "./problem.ts"

export type YamlDocument = Document.Parsed<ParsedNode>

/** A text with its documents. Every node and pair knows the tokens that it was made of (`srcToken`). */
export interface YamlSource {
  readonly text: string
  readonly documents: readonly YamlDocument[]
}

/** All documents of a text, or every reason not to touch it. A text without content is one empty document. */
export function parseYaml(text: string): Result<YamlSource, OffsetProblem> {
  const unreadable = [...findConflictMarkers(text), ...findBareReturns(text)]
  if (unreadable.length > 0) return failure(...unreadable)
  const composer = new Composer<ParsedNode>({
    keepSourceTokens: true,
    prettyErrors: false,
    logLevel: "silent",
  })
  const documents = [...composer.compose(new Parser().parse(text), true, text.length)]
  const problems = documents.flatMap(({ errors }) => errors.map(explainError))
  return problems.length > 0 ? failure(...problems) : success({ text, documents })
}

function explainError({ code, message, pos }: YAMLParseError): OffsetProblem {
  const [offset] = pos
  switch (code) {
    case "TAB_AS_INDENT":
      return {
        code: "yaml/tabs",
        offset,
        message: "This line is indented with a tab, which YAML does not allow.",
        hint: "Indent it with spaces, as the lines around it.",
      }
    case "DUPLICATE_KEY":
      return {
        code: "yaml/duplicate-key",
        offset,
        message: "This key is in the same map twice.",
        hint: "Keep one of the two; which one wins differs between YAML readers.",
      }
    default:
      return {
        code: "yaml/syntax",
        offset,
        message: `This is not valid YAML: ${message}.`,
        hint: "Correct it first.",
      }
  }
}

/** What git leaves behind in a file that it could not merge. */
const findConflictMarkers = (text: string): OffsetProblem[] =>
  [...text.matchAll(/^(?:<{7}|>{7})(?= |\r?$)/gm)].map(({ index }) => ({
    code: "yaml/conflict-markers",
    offset: index,
    message: "This file has an unresolved merge conflict.",
    hint: "Resolve it and remove the conflict markers.",
  }))

/** YAML reads a lone carriage return as a line break, the parser used here does not: they would see different files. */
const findBareReturns = (text: string): OffsetProblem[] =>
  [...text.matchAll(/\r(?!\n)/g)].slice(0, 1).map(({ index }) => ({
    code: "yaml/syntax",
    offset: index,
    message: "This line has a carriage return without a line feed.",
    hint: "Save the file with one kind of line break, LF or CRLF.",
  }))
