import { failure, type Result, success } from "../result.ts"
import { problemAt, SourceError, type SourceProblem } from "../text/source-problem.ts"
import type {
  Body,
  BranchStatement,
  Expression,
  ParsedTemplate,
  RangeStatement,
  Statement,
  TemplateStatement,
} from "./ast.ts"
import { lex, type Token } from "./lex.ts"
import { parsePipeline } from "./parse-expression.ts"
import {
  declare,
  expectClose,
  isSymbol,
  lookUp,
  nested,
  type Parser,
  peek,
  take,
  unexpected,
} from "./parser.ts"

/**
 * The syntax tree of a template, or everything that is wrong with it; after an error of syntax, only that.
 *
 * Source: Go's text/template, "Actions".
 */
export function parseTemplate(source: string): Result<ParsedTemplate, SourceProblem> {
  const located = ({ message, offset }: { readonly message: string; readonly offset: number }) =>
    problemAt(source, offset, message)
  try {
    const parser: Parser = {
      tokens: lex(source),
      position: 0,
      nesting: 0,
      pipes: 0,
      loops: 0,
      scope: [],
      named: new Map(),
      called: [],
      problems: [],
    }
    const { body, stop } = parseBody(parser)
    if (stop.kind !== "end") throw new SourceError(`{{ ${stop.text} }} closes nothing`, stop.offset)
    for (const { name, offset } of parser.called)
      if (!parser.named.has(name)) parser.problems.push({ message: `there is no template "${name}"`, offset })
    if (parser.problems.length > 0)
      return failure(...parser.problems.toSorted((a, b) => a.offset - b.offset).map(located))
    return success({ main: body, named: parser.named })
  } catch (error) {
    if (error instanceof SourceError) return failure(located(error))
    throw error
  }
}

/** A body of its own: nothing but `$` is in scope, and no loop is open. */
function parseBody(parser: Parser): { readonly body: Body; readonly stop: Token } {
  const { scope, loops } = parser
  parser.scope = [""]
  parser.loops = 0
  const { statements, stop } = parseStatements(parser)
  Object.assign(parser, { scope, loops })
  return { body: statements, stop }
}

/** Statements up to the end, or to the word `else` or `end`, which is taken. */
function parseStatements(parser: Parser): {
  readonly statements: readonly Statement[]
  readonly stop: Token
} {
  const statements: Statement[] = []
  for (;;) {
    const token = take(parser)
    if (token.kind === "end") return { statements, stop: token }
    if (token.kind === "text") {
      statements.push({ kind: "text", text: token.text, offset: token.offset })
      continue
    }
    const word = peek(parser)
    if (word.kind === "name" && (word.text === "end" || word.text === "else"))
      return { statements, stop: take(parser) }
    const statement = parseAction(parser)
    if (statement) statements.push(statement)
  }
}

function parseAction(parser: Parser): Statement | undefined {
  const word = peek(parser)
  const parse = word.kind === "name" ? keywords.get(word.text) : undefined
  if (!parse) return parseSimpleAction(parser)
  parser.position++
  return parse(parser, word)
}

type ParseAction = (parser: Parser, word: Token) => Statement | undefined

/** What each keyword starts. The `{{` and the keyword are taken. */
const keywords: ReadonlyMap<string, ParseAction> = new Map<string, ParseAction>([
  ["if", (parser, word) => nested(parser, () => parseBranch(parser, "if", word))],
  ["with", (parser, word) => nested(parser, () => parseBranch(parser, "with", word))],
  ["range", (parser, word) => nested(parser, () => parseRange(parser, word))],
  ["break", parseJump],
  ["continue", parseJump],
  ["template", parseTemplateCall],
  ["define", parseDefine],
  ["block", parseBlock],
])

/** `{{ value }}`, `{{ $x := value }}`, `{{ $x = value }}` */
function parseSimpleAction(parser: Parser): Statement {
  const { offset } = peek(parser)
  const { slots, declares, value } = parseAssignment(parser, "this action", 1)
  expectClose(parser)
  const [slot] = slots
  return slot === undefined
    ? { kind: "print", value, offset }
    : { kind: "assign", slot, value, declares, offset }
}

function parseBranch(parser: Parser, kind: "if" | "with", { offset }: Token): BranchStatement {
  const { slots, declares, value } = parseAssignment(parser, kind, 1)
  expectClose(parser)
  const { statements, stop } = parseStatements(parser)
  const otherwise = parseElse(parser, stop, offset, (word) =>
    word.text === kind ? nested(parser, () => parseBranch(parser, kind, word)) : undefined,
  )
  return { kind, condition: value, slot: slots[0], declares, body: statements, otherwise, offset }
}

function parseRange(parser: Parser, { offset }: Token): RangeStatement {
  const { slots, declares, value } = parseAssignment(parser, "range", 2)
  expectClose(parser)
  parser.loops++
  const { statements, stop } = parseStatements(parser)
  parser.loops--
  const otherwise = parseElse(parser, stop, offset, () => undefined)
  return {
    kind: "range",
    over: value,
    indexSlot: slots.length === 2 ? slots[0] : undefined,
    elementSlot: slots.at(-1),
    declares,
    body: statements,
    otherwise,
    offset,
  }
}

/**
 * What stands between `else` and `end`, if anything.
 *
 * @param chain parses `else if`, which shares its `end` with the first `if`
 */
function parseElse(
  parser: Parser,
  stop: Token,
  offset: number,
  chain: (word: Token) => Statement | undefined,
): readonly Statement[] {
  if (stop.kind === "end") throw new SourceError("this block has no {{ end }}", offset)
  if (stop.text === "end") {
    expectClose(parser)
    return []
  }
  const word = peek(parser)
  if (word.kind === "name") {
    parser.position++
    const chained = chain(word)
    if (!chained) throw unexpected(word, "}}")
    return [chained]
  }
  expectClose(parser)
  const { statements, stop: last } = parseStatements(parser)
  if (last.kind === "end") throw new SourceError("this block has no {{ end }}", offset)
  if (last.text === "else") throw new SourceError("this block has a second {{ else }}", last.offset)
  expectClose(parser)
  return statements
}

function parseJump(parser: Parser, { text, offset }: Token): Statement {
  expectClose(parser)
  if (parser.loops === 0) throw new SourceError(`${text} stands outside of range`, offset)
  return { kind: text === "break" ? "break" : "continue", offset }
}

function parseTemplateCall(parser: Parser, { offset }: Token): TemplateStatement {
  const name = parseName(parser, "template")
  const argument = peek(parser).kind === "close" ? undefined : parsePipeline(parser, "template")
  expectClose(parser)
  parser.called.push({ name, offset })
  return { kind: "template", name, argument, offset }
}

function parseDefine(parser: Parser, { offset }: Token): undefined {
  if (parser.nesting > 0) throw new SourceError("define stands inside of another block", offset)
  const name = parseName(parser, "define")
  expectClose(parser)
  parseNamed(parser, name, offset)
}

/** `{{ block "x" value }}` defines a template and calls it on the spot. */
function parseBlock(parser: Parser, { offset }: Token): TemplateStatement {
  const name = parseName(parser, "block")
  const argument = parsePipeline(parser, "block")
  expectClose(parser)
  parseNamed(parser, name, offset)
  return { kind: "template", name, argument, offset }
}

function parseNamed(parser: Parser, name: string, offset: number): void {
  const { body, stop } = nested(parser, () => parseBody(parser))
  if (stop.text !== "end") throw new SourceError("this block has no {{ end }}", offset)
  expectClose(parser)
  if (parser.named.has(name))
    parser.problems.push({ message: `the template "${name}" is defined twice`, offset })
  parser.named.set(name, body)
}

function parseName(parser: Parser, keyword: string): string {
  const token = take(parser)
  if (token.kind !== "literal" || typeof token.value !== "string")
    throw unexpected(token, `the name of a template in double quotes after ${keyword}`)
  return token.value
}

interface Assignment {
  /** Where the value goes; empty when it is only printed or tested. */
  readonly slots: readonly number[]
  /** True for `:=`. */
  readonly declares: boolean
  readonly value: Expression
}

/** A value, and up to `most` variables that take it. A new variable is not in scope of its own value. */
function parseAssignment(parser: Parser, what: string, most: 1 | 2): Assignment {
  const names = peekTargets(parser)
  const operator = peek(parser, names.length * 2 - 1)
  const declares = isSymbol(operator, ":=")
  const [first] = names
  if (first === undefined || !(declares || isSymbol(operator, "=")))
    return { slots: [], declares: false, value: parsePipeline(parser, what) }
  if (names.length > most) throw new SourceError(`${what} takes ${most} variable at most`, first.offset)
  const root = names.find(({ text }) => text === "")
  if (root) throw new SourceError("$ is the template's data and keeps its value", root.offset)
  parser.position += names.length * 2
  const value = parsePipeline(parser, what)
  const slots = names.map((name) => (declares ? declare(parser, name.text) : lookUp(parser, name)))
  return { slots, declares, value }
}

/** The variables that stand next, separated by commas. */
function peekTargets(parser: Parser): readonly Token[] {
  const first = peek(parser)
  if (first.kind !== "variable") return []
  const second = peek(parser, 2)
  return isSymbol(peek(parser, 1), ",") && second.kind === "variable" ? [first, second] : [first]
}
