import { FunctionExpressionType, JSONPathEnvironment, JSONPathError, type JSONPathQuery } from "json-p3"
import { LRUCache } from "lru-cache"
import { RE2JS } from "re2js"
import { failure, type Result, success } from "../result.ts"

/** Patterns come from the path, or from the claims themselves, which must not be able to fill the memory. */
const patterns = new LRUCache<string, { readonly pattern: RE2JS | undefined }>({ max: 100 })

/** In UTF-16 units. */
const maxPatternLength = 1000

const environment = new JSONPathEnvironment({ maxRecursionDepth: 100 })
environment.functionRegister.set(
  "match",
  regexpFunction((pattern, text) => pattern.testExact(text)),
)
environment.functionRegister.set(
  "search",
  regexpFunction((pattern, text) => pattern.test(text)),
)

/** A query of RFC 9535, or why it is none: unknown functions and ill-typed comparisons are found here, not per request. */
export function compileJsonPath(path: string): Result<JSONPathQuery> {
  try {
    return success(environment.compile(path))
  } catch (error) {
    if (error instanceof JSONPathError) return failure(error.message)
    throw error
  }
}

/**
 * `match` and `search` in linear time; the library's own use JavaScript's patterns, which a claim could keep busy for
 * minutes. What is no pattern matches nothing.
 *
 * Source: RFC 9535, sections 2.4.6 and 2.4.7; RFC 9485, of which RE2 is a superset in all that matters here.
 */
function regexpFunction(test: (pattern: RE2JS, text: string) => boolean) {
  return {
    argTypes: [FunctionExpressionType.ValueType, FunctionExpressionType.ValueType],
    returnType: FunctionExpressionType.LogicalType,
    call: (text: unknown, pattern: unknown): boolean => {
      if (typeof text !== "string" || typeof pattern !== "string") return false
      if (pattern.length > maxPatternLength) return false
      const compiled = patterns.get(pattern) ?? { pattern: compilePattern(pattern) }
      patterns.set(pattern, compiled)
      return compiled.pattern !== undefined && test(compiled.pattern, text)
    },
  }
}

function compilePattern(pattern: string): RE2JS | undefined {
  try {
    return RE2JS.compile(pattern)
  } catch {
    return undefined
  }
}
