/**
 * What a template can read, found without running it: a session needs to keep no other claims, and no tokens at all unless
 * a template asks for one.
 *
 * Every expression is the whole data, the claims, or something that was read from them. Whatever takes the data or the
 * claims as a value, to print or to loop over, may read all of them.
 */
import { problemAt, type SourceProblem } from "../text/source-problem.ts"
import type { CallExpression, Expression, ParsedTemplate, Statement } from "./ast.ts"

export const tokenNames = ["accessToken", "idToken", "refreshToken"] as const
export type TokenName = (typeof tokenNames)[number]

export interface Reads {
  /** Names of claims, or "all". */
  readonly claims: readonly string[] | "all"
  readonly tokens: readonly TokenName[]
  /** Fields of the data that do not exist. */
  readonly problems: readonly SourceProblem[]
}

type Shape = "data" | "claims" | "read"

interface Scope {
  readonly dot: Shape
  /** By slot; slot 0 is `$`. */
  readonly variables: Shape[]
}

export function readsOf({ main, named }: ParsedTemplate, source: string): Reads {
  const claims = new Set<string>()
  const tokens = new Set<TokenName>()
  const problems = new Map<number, SourceProblem>()
  let allClaims = false
  const visited = new Set<string>()

  const readAll = (shape: Shape): void => {
    if (shape !== "read") allClaims = true
    if (shape === "data") for (const name of tokenNames) tokens.add(name)
  }

  const readField = (of: Shape, name: string, offset: number): Shape => {
    if (of === "claims") claims.add(name)
    if (of !== "data") return "read"
    if (name === "claims") return "claims"
    const token = tokenNames.find((known) => known === name)
    if (token) tokens.add(token)
    else {
      const message = `there is no .${name}: a template reads .claims, .accessToken, .idToken and .refreshToken`
      problems.set(offset, problemAt(source, offset, message))
    }
    return "read"
  }

  const shapeOf = (expression: Expression, scope: Scope): Shape => {
    switch (expression.kind) {
      case "literal":
      case "nil":
        return "read"
      case "dot":
        return scope.dot
      case "variable":
        return scope.variables[expression.slot] ?? "read"
      case "field":
        return expression.names.reduce(
          (of, { name, offset }) => readField(of, name, offset),
          shapeOf(expression.of, scope),
        )
      case "call":
        if (expression.name === "index") return shapeOfIndex(expression, scope)
        for (const argument of expression.arguments) readAll(shapeOf(argument, scope))
        return "read"
    }
  }

  /** `index .claims "a-b"` reads one claim, as `.claims.a` does. */
  const shapeOfIndex = ({ arguments: [first, ...keys] }: CallExpression, scope: Scope): Shape => {
    let shape = first ? shapeOf(first, scope) : "read"
    for (const key of keys) {
      if (key.kind === "literal" && typeof key.value === "string") {
        shape = readField(shape, key.value, key.offset)
      } else {
        readAll(shape)
        readAll(shapeOf(key, scope))
        shape = "read"
      }
    }
    return shape
  }

  const assign = (
    { variables }: Scope,
    { declares }: { readonly declares: boolean },
    slot: number | undefined,
    shape: Shape,
  ): void => {
    if (slot === undefined) return
    const before = variables[slot] ?? "read"
    if (declares || before === shape) variables[slot] = shape
    else {
      // Which of the two it holds from here on is only known at run time.
      readAll(shape)
      readAll(before)
      variables[slot] = "read"
    }
  }

  const visit = (statements: readonly Statement[], scope: Scope): void => {
    for (const statement of statements) visitStatement(statement, scope)
  }

  const visitStatement = (statement: Statement, scope: Scope): void => {
    switch (statement.kind) {
      case "text":
      case "break":
      case "continue":
        return
      case "print":
        readAll(shapeOf(statement.value, scope))
        return
      case "assign":
        assign(scope, statement, statement.slot, shapeOf(statement.value, scope))
        return
      case "if":
      case "with": {
        const shape = shapeOf(statement.condition, scope)
        readAll(shape)
        assign(scope, statement, statement.slot, shape)
        visit(statement.body, statement.kind === "with" ? { ...scope, dot: shape } : scope)
        visit(statement.otherwise, scope)
        return
      }
      case "range":
        readAll(shapeOf(statement.over, scope))
        assign(scope, statement, statement.indexSlot, "read")
        assign(scope, statement, statement.elementSlot, "read")
        visit(statement.body, { ...scope, dot: "read" })
        visit(statement.otherwise, scope)
        return
      case "template": {
        const dot = statement.argument ? shapeOf(statement.argument, scope) : "read"
        const call = `${dot} ${statement.name}`
        const body = named.get(statement.name)
        if (visited.has(call) || !body) return
        visited.add(call)
        visit(body, { dot, variables: [dot] })
        return
      }
    }
  }

  visit(main, { dot: "data", variables: ["data"] })
  return { claims: allClaims ? "all" : [...claims], tokens: [...tokens], problems: [...problems.values()] }
}
