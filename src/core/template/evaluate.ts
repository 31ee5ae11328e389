/**
 * Syntax trees compiled to closures, once per template; a request then runs the closures.
 *
 * Evaluation always ends soon: every step is paid from a budget, text has a maximum length, and templates that call
 * themselves have a maximum depth. Costs grow with the values that a function is given, so that a loop over a large claim
 * cannot hide work in a single step.
 */
import { SourceError } from "../text/source-problem.ts"
import type { CallExpression, Expression, ParsedTemplate, RangeStatement, Statement } from "./ast.ts"
import { formatValue, maxTextLength } from "./format.ts"
import { functions } from "./functions.ts"
import { isMap, isMissing, isTrue, kindOf, memberOf, sortedKeys } from "./value.ts"

/** Some ten milliseconds of work at the very worst, and enough to filter a list of some thousand groups. */
const maxSteps = 30_000

const maxTemplateDepth = 100

/** The state of one evaluation. */
interface Run {
  text: string
  /** Whether a missing value was printed. */
  missing: boolean
  steps: number
  depth: number
}

interface Frame {
  dot: unknown
  /** By slot; slot 0 is `$`, the dot that the body was called with. */
  readonly variables: unknown[]
  readonly run: Run
}

type Evaluate = (frame: Frame) => unknown
type Execute = (frame: Frame) => "next" | "break" | "continue"

export interface Rendered {
  readonly text: string
  /** Whether a missing value was printed, as nothing. */
  readonly missing: boolean
}

/**
 * A function from data to text.
 *
 * @returns a function that throws SourceError when the template cannot be evaluated on that data
 */
export function compileBodies({ main, named }: ParsedTemplate): (data: unknown) => Rendered {
  const compiled = new Map<string, Execute>()
  const execute = compileStatements(main, compiled)
  for (const [name, body] of named) compiled.set(name, compileStatements(body, compiled))
  return (data) => {
    const run: Run = { text: "", missing: false, steps: maxSteps, depth: 0 }
    execute({ dot: data, variables: [data], run })
    return run
  }
}

function compileStatements(statements: readonly Statement[], named: ReadonlyMap<string, Execute>): Execute {
  const compiled = statements.map((statement) => compileStatement(statement, named))
  const [only] = compiled
  if (only && compiled.length === 1) return only
  const offset = statements[0]?.offset ?? 0
  return (frame) => {
    spend(frame.run, compiled.length, offset)
    for (const execute of compiled) {
      const outcome = execute(frame)
      if (outcome !== "next") return outcome
    }
    return "next"
  }
}

function compileStatement(statement: Statement, named: ReadonlyMap<string, Execute>): Execute {
  const { kind, offset } = statement
  switch (kind) {
    case "text":
      return ({ run }) => write(run, statement.text, offset)
    case "print": {
      const value = compileExpression(statement.value)
      return (frame) => print(frame.run, value(frame), offset)
    }
    case "assign": {
      const value = compileExpression(statement.value)
      return (frame) => {
        frame.variables[statement.slot] = value(frame)
        return "next"
      }
    }
    case "if":
    case "with": {
      const condition = compileExpression(statement.condition)
      const body = compileStatements(statement.body, named)
      const otherwise = compileStatements(statement.otherwise, named)
      return (frame) => {
        const value = condition(frame)
        if (statement.slot !== undefined) frame.variables[statement.slot] = value
        if (!truthOf(frame.run, value, offset)) return otherwise(frame)
        return kind === "with" ? withDot(frame, value, body) : body(frame)
      }
    }
    case "range":
      return compileRange(statement, named)
    case "break":
    case "continue":
      return () => kind
    case "template": {
      const argument = statement.argument && compileExpression(statement.argument)
      return (frame) => {
        const { run } = frame
        const dot = argument?.(frame)
        spend(run, 1, offset)
        if (++run.depth > maxTemplateDepth)
          throw new SourceError("templates call each other without end", offset)
        named.get(statement.name)?.({ dot, variables: [dot], run })
        run.depth--
        return "next"
      }
    }
  }
}

function compileRange(statement: RangeStatement, named: ReadonlyMap<string, Execute>): Execute {
  const { indexSlot, elementSlot, offset } = statement
  const over = compileExpression(statement.over)
  const body = compileStatements(statement.body, named)
  const otherwise = compileStatements(statement.otherwise, named)
  const separator = separatorOf(statement)
  return (frame) => {
    const value = over(frame)
    const assign = (index: unknown, element: unknown): void => {
      if (indexSlot !== undefined) frame.variables[indexSlot] = index
      if (elementSlot !== undefined) frame.variables[elementSlot] = element
    }
    const { keys, elements } = entriesOf(value, frame.run, offset)
    if (elements.length === 0) {
      assign(value, value)
      return otherwise(frame)
    }
    if (separator !== undefined && canJoin(elements, separator)) {
      spend(frame.run, elements.length, offset)
      return write(frame.run, elements.join(separator) + separator, offset)
    }
    for (let position = 0; position < elements.length; position++) {
      const element = elements[position]
      spend(frame.run, 1, offset)
      assign(keys === undefined ? position : keys[position], element)
      if (withDot(frame, element, body) === "break") break
    }
    return "next"
  }
}

/**
 * What a loop writes after each of its elements where it does nothing else, as in `{{ range .claims.groups }}{{ . }},{{ end }}`.
 * Such a list may be long, and is written at once.
 */
function separatorOf({ indexSlot, elementSlot, body }: RangeStatement): string | undefined {
  const [print, text, ...more] = body
  const isJoin = print?.kind === "print" && print.value.kind === "dot" && more.length === 0
  const isBare = indexSlot === undefined && elementSlot === undefined
  return isBare && isJoin && text?.kind === "text" ? text.text : undefined
}

/** Whether all elements print as they are, and to no more than a template may make. */
function canJoin(elements: readonly unknown[], separator: string): elements is readonly string[] {
  let length = 0
  for (const element of elements) {
    if (typeof element !== "string") return false
    length += element.length + separator.length
  }
  return length <= maxTextLength
}

interface Entries {
  /** Of a map; elsewhere positions are the keys. */
  readonly keys?: readonly string[]
  readonly elements: readonly unknown[]
}

/** Integers count up from 0, as in Go 1.22; maps are in the order of their keys. */
function entriesOf(value: unknown, run: Run, offset: number): Entries {
  if (isMissing(value)) return { elements: [] }
  spend(run, costOf(value), offset)
  const size = typeof value === "number" ? value : Array.isArray(value) ? value.length : 0
  if (size > run.steps) throw new SourceError("range has too far to go", offset)
  if (Array.isArray(value)) return { elements: value }
  if (isMap(value)) {
    const keys = sortedKeys(value)
    return { keys, elements: keys.map((key) => memberOf(value, key)) }
  }
  if (typeof value !== "number" || !Number.isInteger(value))
    throw new SourceError(`range cannot go over a ${kindOf(value)}`, offset)
  return { elements: Array.from({ length: Math.max(0, value) }, (_, at) => at) }
}

function compileExpression(expression: Expression): Evaluate {
  switch (expression.kind) {
    case "literal":
      return () => expression.value
    case "nil":
      return () => undefined
    case "dot":
      return ({ dot }) => dot
    case "variable":
      return ({ variables }) => variables[expression.slot]
    case "field": {
      const of = compileExpression(expression.of)
      return (frame) => {
        let value = of(frame)
        for (const { name, offset } of expression.names) value = fieldOf(value, name, offset)
        return value
      }
    }
    case "call":
      return compileCall(expression)
  }
}

function compileCall({ name, arguments: given, offset }: CallExpression): Evaluate {
  const definition = functions.get(name)
  const values = given.map(compileExpression)
  const fail = (why: string): never => {
    throw new SourceError(why, offset)
  }
  if (!definition) return () => fail(`there is no function ${name}`)
  if ("stopsAt" in definition)
    return (frame) => {
      let value: unknown
      for (const evaluate of values) {
        value = evaluate(frame)
        if (truthOf(frame.run, value, offset) === definition.stopsAt) break
      }
      return value
    }
  return (frame) => {
    const evaluated = values.map((evaluate) => evaluate(frame))
    spend(
      frame.run,
      evaluated.reduce<number>((cost, value) => cost + costOf(value), definition.cost),
      offset,
    )
    const result = definition.call(evaluated, fail)
    spend(frame.run, costOf(result), offset)
    return typeof result === "string" && result.length > maxTextLength ? fail("a text is too long") : result
  }
}

function fieldOf(value: unknown, name: string, offset: number): unknown {
  if (isMap(value)) return memberOf(value, name)
  if (isMissing(value)) return undefined
  throw new SourceError(`a ${kindOf(value)} has no field ${name}`, offset)
}

function withDot(frame: Frame, dot: unknown, execute: Execute): "next" | "break" | "continue" {
  const outer = frame.dot
  frame.dot = dot
  const outcome = execute(frame)
  frame.dot = outer
  return outcome
}

function print(run: Run, value: unknown, offset: number): "next" {
  if (isMissing(value)) {
    run.missing = true
    return "next"
  }
  const text = typeof value === "string" ? value : formatValue(value)
  if (text === undefined) throw new SourceError("a value is too long to print", offset)
  return write(run, text, offset)
}

function write(run: Run, text: string, offset: number): "next" {
  run.text += text
  if (run.text.length > maxTextLength)
    throw new SourceError(`longer than ${maxTextLength} characters`, offset)
  return "next"
}

/** Finding out whether a map is empty takes its keys. */
function truthOf(run: Run, value: unknown, offset: number): boolean {
  if (isMap(value)) spend(run, costOf(value), offset)
  return isTrue(value)
}

/** Work is counted in steps of some 32 characters or elements, or 4 keys of a map, which are dearer to list. */
function costOf(value: unknown): number {
  if (typeof value === "string" || Array.isArray(value)) return value.length >> 5
  return isMap(value) ? Object.keys(value).length >> 2 : 0
}

function spend(run: Run, steps: number, offset: number): void {
  run.steps -= steps
  if (run.steps < 0) throw new SourceError("takes too long", offset)
}
