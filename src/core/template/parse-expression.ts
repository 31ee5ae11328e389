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
  let value = parseCommand(parser, what)
  checkArity(parser, value)
  while (takeIf(parser, "|")) {
    const { offset } = peek(parser)
    if (++parser.pipes > maxPipes) throw new SourceError(`more than ${maxPipes} pipes`, offset)
    const next = parseCommand(parser, "|")
    if (next.kind !== "call") throw new SourceError("only a function can stand after |", offset)
    value = { ...next, arguments: [...next.arguments, value] }
    checkArity(parser, value)
  }
  return value
}

function parseCommand(parser: Parser, what: string): Expression {
  const token = peek(parser)
  const isFunction = token.kind === "name" && !["true", "false", "nil"].includes(token.text)
  const first = isFunction ? parseFunctionName(parser) : parseOperand(parser, what)
  if (first.kind === "nil") throw new SourceError("nil cannot stand alone", first.offset)
  const operands: Expression[] = []
  while (startsOperand(peek(parser))) {
    const next = peek(parser)
    if (!next.spaced) throw missingSpace(next)
    if (first.kind !== "call" || !isFunction)
      throw new SourceError(
        next.kind === "field"
          ? `a field follows without a space: .${next.text} would be an argument, and only functions take any`
          : "only functions take arguments",
        next.offset,
      )
    operands.push(parseOperand(parser, what))
  }
  return first.kind === "call" && isFunction ? { ...first, arguments: operands } : first
}

function parseFunctionName(parser: Parser): CallExpression {
  const { text, offset } = take(parser)
  const refusal = refusedFunctions.get(text)
  if (refusal !== undefined) parser.problems.push({ message: `${text} ${refusal}`, offset })
  else if (!functions.has(text)) {
    const near = nearest(text, functions.keys())
    const hint = near ? `: did you mean ${near}?` : ""
    parser.problems.push({ message: `there is no function ${text}${hint}`, offset })
  }
  return { kind: "call", name: text, arguments: [], offset }
}

function checkArity(parser: Parser, value: Expression): void {
  if (value.kind !== "call") return
  const definition = functions.get(value.name)
  if (!definition) return
  const [fewest, most] = definition.arity
  const given = value.arguments.length
  if (given >= fewest && given <= most) return
  const wanted =
    fewest === most
      ? fewest
      : most === Number.POSITIVE_INFINITY
        ? `at least ${fewest}`
        : `${fewest} to ${most}`
  const message = `${value.name} takes ${wanted} argument${`${wanted}`.endsWith("1") ? "" : "s"}, not ${given}`
  parser.problems.push({ message, offset: value.offset })
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
function parseWord(parser: Parser, { text, offset }: Token): Expression {
  if (text === "true" || text === "false") return { kind: "literal", value: text === "true", offset }
  if (text === "nil") return { kind: "nil", offset }
  parser.position--
  const call = parseFunctionName(parser)
  checkArity(parser, call)
  return call
}

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
