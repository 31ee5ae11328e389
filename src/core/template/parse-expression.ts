import { nearest } from "../text/nearest.ts"
import { SourceError } from "../text/source-problem.ts"
import type { CallExpression, Expression, FieldExpression } from "./ast.ts"
import { functions, refusedFunctions } from "./functions.ts"
import type { Token } from "./lex.ts"
import { isSymbol, lookUp, nested, type Parser, peek, take, takeIf, unexpected } from "./parser.ts"

/** Each pipe nests one call in another; this keeps what walks them below the stack's limit. */
const maxPipes = 500

/**
 * `command { "|" command }`, where a command is a function with its arguments or a single operand, and `|` makes what
 * stands before it the last argument of what follows.
 *
 * @param what names what the value is for, in messages
 * Source: Go's text/template, "Arguments" and "Pipelines".
 */
export function parsePipeline(parser: Parser, what: string): Expression {
  let value = isFunctionName(peek(parser)) ? parseCall(parser, []) : parseLoneOperand(parser, what)
  while (takeIf(parser, "|")) {
    const next = peek(parser)
    if (++parser.pipes > maxPipes) throw new SourceError(`more than ${maxPipes} pipes`, next.offset)
    if (!isFunctionName(next)) throw new SourceError("a function must stand after |", next.offset)
    value = parseCall(parser, [value])
  }
  return value
}

/** A function with its arguments; those in `last` come after the ones that are written. */
function parseCall(parser: Parser, last: readonly Expression[]): CallExpression {
  const name = take(parser)
  const operands: Expression[] = []
  while (startsOperand(peek(parser))) {
    if (!peek(parser).spaced) throw missingSpace(peek(parser))
    operands.push(parseOperand(parser, name.text))
  }
  return makeCall(parser, name, [...operands, ...last])
}

function makeCall(parser: Parser, { text, offset }: Token, operands: readonly Expression[]): CallExpression {
  const problem = callProblem(text, operands.length)
  if (problem !== undefined) parser.problems.push({ message: problem, offset })
  return { kind: "call", name: text, arguments: operands, offset }
}

function callProblem(name: string, given: number): string | undefined {
  const refusal = refusedFunctions.get(name)
  if (refusal !== undefined) return `${name} ${refusal}`
  const definition = functions.get(name)
  if (!definition) {
    const near = nearest(name, functions.keys())
    return `there is no function ${name}${near ? `: did you mean ${near}?` : ""}`
  }
  const [fewest, most] = definition.arity
  if (given >= fewest && given <= most) return undefined
  const range = most === Number.POSITIVE_INFINITY ? `at least ${fewest}` : `${fewest} to ${most}`
  const wanted = fewest === most ? `${fewest}` : range
  return `${name} takes ${wanted} argument${wanted.endsWith("1") ? "" : "s"}, not ${given}`
}

/** An operand that is a command of its own, and therefore takes no arguments. */
function parseLoneOperand(parser: Parser, what: string): Expression {
  const operand = parseOperand(parser, what)
  if (operand.kind === "nil") throw new SourceError("nil cannot stand alone", operand.offset)
  const next = peek(parser)
  if (!startsOperand(next)) return operand
  if (!next.spaced) throw missingSpace(next)
  const hint = next.kind === "field" ? `: write .${next.text} without a space before it` : ""
  throw new SourceError(`only functions take arguments${hint}`, next.offset)
}

/** A single value, with the fields that follow it: `.a.b`, `$x.a`, `(index .a 0).b`. */
function parseOperand(parser: Parser, what: string): Expression {
  const { kind, offset } = peek(parser)
  const startsWithField = kind === "field"
  const of: Expression = startsWithField ? { kind: "dot", offset } : parseTerm(parser, what)
  const names = takeFields(parser, startsWithField)
  const [first] = names
  if (!first) return of
  if (!startsWithField && ["literal", "nil", "dot"].includes(of.kind))
    throw new SourceError(`.${first.name} has nothing to be a field of`, first.offset)
  return { kind: "field", of, names, offset }
}

/** Fields up to the next space. */
function takeFields(parser: Parser, afterSpace: boolean): FieldExpression["names"] {
  const names: { readonly name: string; readonly offset: number }[] = []
  while (peek(parser).kind === "field" && (!peek(parser).spaced || (afterSpace && names.length === 0))) {
    const { text, offset } = take(parser)
    names.push({ name: text, offset })
  }
  return names
}

function parseTerm(parser: Parser, what: string): Expression {
  const token = take(parser)
  const { kind, value, offset } = token
  if (kind === "literal" && value !== undefined) return { kind, value, offset }
  if (kind === "variable") return { kind, slot: lookUp(parser, token), offset }
  if (kind === "name") return parseWord(parser, token)
  if (isSymbol(token, ".")) return { kind: "dot", offset }
  if (isSymbol(token, "("))
    return nested(parser, () => {
      const inner = parsePipeline(parser, "the parentheses")
      if (!takeIf(parser, ")")) throw unexpected(peek(parser), ")")
      return inner
    })
  if (kind === "close" || isSymbol(token, ")") || isSymbol(token, "|"))
    throw new SourceError(`a value is missing for ${what}`, offset)
  throw unexpected(token, `a value for ${what}`)
}

/** A word in the place of an argument: a constant, or a function that is called with nothing. */
function parseWord(parser: Parser, token: Token): Expression {
  const { text, offset } = token
  if (isFunctionName(token)) return makeCall(parser, token, [])
  return text === "nil" ? { kind: "nil", offset } : { kind: "literal", value: text === "true", offset }
}

const isFunctionName = ({ kind, text }: Token): boolean =>
  kind === "name" && !["true", "false", "nil"].includes(text)

const startsOperand = (token: Token): boolean =>
  ["literal", "field", "variable", "name"].includes(token.kind) ||
  isSymbol(token, "(") ||
  isSymbol(token, ".")

function missingSpace({ text, kind, offset }: Token): SourceError {
  if (text === "." && kind === "symbol") return new SourceError("a name is missing after the dot", offset)
  if (kind === "literal" && /^[.\d]/.test(text))
    return new SourceError("elements of a list need index: {{ index .claims.groups 0 }}", offset)
  if (kind === "literal" && text.startsWith("-"))
    return new SourceError('a name with a dash needs index: {{ index .claims "a-b" }}', offset)
  return new SourceError("a space is missing here", offset)
}
