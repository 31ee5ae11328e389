/**
 * The grammar of `bypassAuthenticationRule`: Go's expressions, cut down to calls, `&&`, `||`, `!` and parentheses.
 *
 *     or      = and { "||" and }
 *     and     = not { "&&" not }
 *     not     = "!" not | "(" or ")" | call
 *     call    = name "(" string { "," string } [ "," ] ")"
 *     string  = `raw` | "with \"escapes\""
 *
 * Space, line breaks and Go's comments may stand between any two of these.
 */
import { goLiteral, unquoteGo } from "../text/go-string.ts"
import { SourceError } from "../text/source-problem.ts"

export type RuleNode =
  | { readonly kind: "or" | "and"; readonly operands: readonly RuleNode[] }
  | { readonly kind: "not"; readonly operand: RuleNode }
  | RuleCall

export interface RuleCall {
  readonly kind: "call"
  readonly name: string
  readonly arguments: readonly string[]
  /** As written, for explanations. */
  readonly text: string
  readonly offset: number
}

interface Token {
  readonly kind: "name" | "string" | "symbol" | "end"
  readonly text: string
  readonly offset: number
}

/** Far more than a readable rule has; it keeps the recursion below the stack's limit. */
const maxNesting = 100

/**
 * The rule's syntax tree. Which functions exist is not its business.
 *
 * @throws SourceError at the first thing that is not in the grammar
 */
export function parseRule(source: string): RuleNode {
  const tokens = lex(source)
  let position = 0
  let nesting = 0
  const peek = (): Token => tokens[position] ?? end(source)
  const take = (): Token => {
    const token = peek()
    position++
    return token
  }
  const takeIf = (symbol: string): boolean => {
    const found = peek().kind === "symbol" && peek().text === symbol
    if (found) position++
    return found
  }
  const expect = (symbol: string): Token => {
    const token = take()
    if (token.kind !== "symbol" || token.text !== symbol) throw unexpected(token, symbol)
    return token
  }

  const or = (): RuleNode => chain("or", "||", and)
  const and = (): RuleNode => chain("and", "&&", not)
  const chain = (kind: "or" | "and", symbol: string, operand: () => RuleNode): RuleNode => {
    const first = operand()
    const operands = [first]
    while (takeIf(symbol)) operands.push(operand())
    return operands.length === 1 ? first : { kind, operands }
  }
  const not = (): RuleNode => {
    if (++nesting > maxNesting)
      throw new SourceError(`nested more than ${maxNesting} levels deep`, peek().offset)
    const node = takeIf("!") ? ({ kind: "not", operand: not() } as const) : operand()
    nesting--
    return node
  }
  const operand = (): RuleNode => {
    if (takeIf("(")) {
      const inner = or()
      expect(")")
      return inner
    }
    return call()
  }
  const call = (): RuleCall => {
    const name = take()
    if (name.kind !== "name") throw unexpected(name, "a function such as Path(`/health`)")
    if (peek().text !== "(") throw bareWord(name)
    expect("(")
    const values: string[] = []
    do {
      const value = take()
      if (value.kind !== "string") throw unexpected(value, "a string in backticks or double quotes")
      values.push(unquoteGo(value.text, value.offset))
    } while (takeIf(",") && peek().text !== ")")
    const close = expect(")")
    return {
      kind: "call",
      name: name.text,
      arguments: values,
      text: source.slice(name.offset, close.offset + 1),
      offset: name.offset,
    }
  }

  const rule = or()
  if (peek().kind !== "end") throw unexpected(peek(), "&&, || or the end of the rule")
  return rule
}

function lex(source: string): readonly Token[] {
  const tokens: Token[] = []
  const patterns = [
    { kind: "name", pattern: /[A-Za-z_]\w*/y },
    { kind: "string", pattern: goLiteral },
    { kind: "symbol", pattern: /&&|\|\||[!(),]/y },
  ] as const
  for (let offset = skipSpace(source, 0); offset < source.length; ) {
    const found = patterns
      .map(({ kind, pattern }) => ({ kind, text: matchAt(pattern, source, offset) }))
      .find(({ text }) => text !== undefined)
    if (found?.text === undefined) throw strayCharacter(source, offset)
    if (found.text.startsWith("'"))
      throw new SourceError("single quotes do not make a string here: use backticks or double quotes", offset)
    tokens.push({ kind: found.kind, text: found.text, offset })
    offset = skipSpace(source, offset + found.text.length)
  }
  return tokens
}

function matchAt(pattern: RegExp, source: string, offset: number): string | undefined {
  pattern.lastIndex = offset
  return pattern.exec(source)?.[0]
}

const skipSpace = (source: string, offset: number): number =>
  offset + (matchAt(/(?:\s+|\/\/.*|\/\*[\s\S]*?\*\/)+/y, source, offset)?.length ?? 0)

const end = (source: string): Token => ({ kind: "end", text: "", offset: source.length })

function unexpected({ kind, text, offset }: Token, wanted: string): SourceError {
  return new SourceError(`expected ${wanted}, found ${kind === "end" ? "the end of the rule" : text}`, offset)
}

function bareWord({ text, offset }: Token): SourceError {
  const operator = { and: "&&", or: "||", not: "!" }[text.toLowerCase()]
  return new SourceError(
    operator
      ? `${text} is not an operator here: write ${operator}`
      : `${text} stands alone: a function needs its value in parentheses, such as Path(\`/health\`)`,
    offset,
  )
}

function strayCharacter(source: string, offset: number): SourceError {
  const character = String.fromCodePoint(source.codePointAt(offset) ?? 0)
  if (character === '"' || character === "`" || character === "'")
    return new SourceError("this string is not closed", offset)
  if (character === "&" || character === "|")
    return new SourceError(`write ${character}${character}, not a single ${character}`, offset)
  return new SourceError(`${character} has no meaning in a rule`, offset)
}
