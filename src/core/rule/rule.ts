/**
 * Which requests need no login: `bypassAuthenticationRule` and `bypassPaths`, compiled once at start.
 *
 * Functions compare as the existing middleware does, with one exception: `PathPrefix` matches whole segments. A header or
 * query parameter that is absent reads as the empty string, so `` HeaderRegexp(`X-Key`, `.*`) `` also matches its absence.
 */
import { failure, type Result, success } from "../result.ts"
import { nearest } from "../text/nearest.ts"
import { problemAt, SourceError, type SourceProblem } from "../text/source-problem.ts"
import { oddityOf } from "./canonical-path.ts"
import { matchers, type RuleRequest } from "./matchers.ts"
import { parseRule, type RuleCall, type RuleNode } from "./parse.ts"

export type { RuleRequest } from "./matchers.ts"
export type RuleProblem = SourceProblem

export interface Rule {
  /** As written; for a list of paths, the rule that it stands for. */
  readonly source: string
  readonly matches: (request: RuleRequest) => boolean
  /** One line per function of the rule, with its outcome. Values of headers and parameters are never quoted. */
  readonly explain: (request: RuleRequest) => readonly string[]
}

/** One entry of `bypassPaths` that could never match. */
export interface PathProblem {
  /** Position in the list, from 0. */
  readonly index: number
  readonly message: string
}

type Check = (request: RuleRequest) => boolean

interface CompiledCall {
  readonly check: Check
  readonly explain: (request: RuleRequest) => string
}

/** Compiles a rule, or tells everything that is wrong with it; after an error of syntax, only that. */
export function compileRule(source: string): Result<Rule, RuleProblem> {
  const problems: RuleProblem[] = []
  const calls: CompiledCall[] = []
  const compile = (node: RuleNode): Check => {
    if (node.kind === "call") {
      const call = compileCall(node)
      if (call.ok) {
        calls.push(call.value)
        return call.value.check
      }
      problems.push(...call.problems.map((message) => problemAt(source, node.offset, message)))
      return () => false
    }
    if (node.kind === "not") {
      const operand = compile(node.operand)
      return (request) => !operand(request)
    }
    const checks = node.operands.map(compile)
    return node.kind === "and"
      ? (request) => checks.every((check) => check(request))
      : (request) => checks.some((check) => check(request))
  }
  try {
    const matches = compile(parseRule(source))
    if (problems.length > 0) return { ok: false, problems }
    return success({ source, matches, explain: (request) => calls.map(({ explain }) => explain(request)) })
  } catch (error) {
    if (error instanceof SourceError) return failure(problemAt(source, error.offset, error.message))
    throw error
  }
}

function compileCall({ name, arguments: values, text }: RuleCall): Result<CompiledCall> {
  const matcher = matchers.get(name)
  if (!matcher) {
    const near = nearest(name, matchers.keys())
    return failure(
      `there is no function ${name}: ${near ? `did you mean ${near}?` : [...matchers.keys()].join(", ")}`,
    )
  }
  if (values.length !== matcher.arity)
    return failure(`${name} takes ${matcher.arity} ${matcher.arity === 1 ? "string" : "strings"}`)
  if (values.includes("")) return failure(`${name} does not take an empty string`)
  const [subject = "", expected = subject] = values
  const test = matcher.compile(expected)
  if (!test.ok) return failure(...test.problems.map((problem) => `${text} ${problem}`))
  const read = (request: RuleRequest) => matcher.read(request, subject)
  const check: Check = (request) => test.value(read(request) ?? "")
  const explain = (request: RuleRequest): string => {
    const actual = read(request)
    const seen = matcher.quotable
      ? `it is ${JSON.stringify(actual)}`
      : actual === undefined
        ? "absent"
        : "present"
    return `${text} ${check(request) ? "matches" : "does not match"} (${seen})`
  }
  return success({ check, explain })
}

/** `bypassPaths`: exact, percent-decoded paths; a look-up, however many there are. The query plays no part. */
export function rulesFromPaths(paths: readonly string[]): Result<Rule, PathProblem> {
  const problems = paths.flatMap((path, index) => {
    const why = oddityOf(path)
    return why === undefined ? [] : [{ index, message: `"${path}" can never match, because it ${why}` }]
  })
  if (problems.length > 0) return { ok: false, problems }
  const known = new Set(paths)
  return success({
    source: paths.map((path) => `Path(${JSON.stringify(path)})`).join(" || "),
    matches: ({ path }) => known.has(path),
    explain: ({ path }) => [
      `${JSON.stringify(path)} ${known.has(path) ? "is" : "is not"} one of the bypassed paths`,
    ],
  })
}
