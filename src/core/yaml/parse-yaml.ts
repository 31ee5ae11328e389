import { Composer, type Document, type ParsedNode, Parser, type YAMLParseError } from "yaml"
import { failure, type Result, success } from "../result.ts"
import type { OffsetProblem } from "./problem.ts"

export type YamlDocument = Document.Parsed<ParsedNode>

/** A text with its documents. Every node and pair knows the tokens that it was made of (`srcToken`). */
export interface YamlSource {
  readonly text: string
  readonly documents: readonly YamlDocument[]
}

/**
 * All documents of a text, or every reason not to touch it. A text without content is one empty document.
 *
 * The parser misreads the indentation of a first line behind a byte order mark, so `text` must come without.
 */
export function parseYaml(text: string): Result<YamlSource, OffsetProblem> {
  const unreadable = [...findConflictMarkers(text), ...findOddLineBreaks(text)]
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
  [...text.matchAll(/^(?:<{7}|>{7})(?= |$)/gm)].map(({ index }) => ({
    code: "yaml/conflict-markers",
    offset: index,
    message: "This file has an unresolved merge conflict.",
    hint: "Resolve it and remove the conflict markers.",
  }))

/**
 * A lone carriage return ends a line in all of YAML, the others in YAML 1.1 (Helm's), but none does for the parser used
 * here: the two would see different files. The first one is enough to look for the others.
 */
const findOddLineBreaks = (text: string): OffsetProblem[] =>
  [...text.matchAll(/\r(?!\n)|[\u0085\u2028\u2029]/g)].slice(0, 1).map(({ index }) => ({
    code: "yaml/syntax",
    offset: index,
    message: "This line has a character that some YAML readers take for a line break and some do not.",
    hint: "Remove it, or put it in double quotes as an escape such as \\u2028.",
  }))
