/** The functions of `bypassAuthenticationRule`: what each looks at, and how it compares. */
import { RE2JS } from "re2js"
import { failure, type Result, success } from "../result.ts"
import { oddityOf } from "./canonical-path.ts"

/** What a rule may look at. The caller never asks a rule about a path that is not canonical. */
export interface RuleRequest {
  /** Percent-decoded and canonical, see `parseForwardedUri`. */
  readonly path: string
  /** As sent, so `GET`, never `get`. */
  readonly method: string
  /** With its port, when the request named one. */
  readonly host: string
  /** The first value of a header. */
  header(name: string): string | undefined
  /** The first value of a query parameter, see `queryParameter`. */
  query(name: string): string | undefined
}

type Test = (actual: string) => boolean

interface Matcher {
  /** Two-argument functions name a header or parameter first. */
  readonly arity: 1 | 2
  readonly read: (request: RuleRequest, name: string) => string | undefined
  readonly compile: (expected: string) => Result<Test>
  /** Whether an explanation may quote what the request held. Headers and parameters can be credentials. */
  readonly quotable: boolean
}

const path = { arity: 1, read: (request: RuleRequest) => request.path, quotable: true } as const
const method = { arity: 1, read: (request: RuleRequest) => request.method, quotable: true } as const
const host = { arity: 1, read: (request: RuleRequest) => request.host.toLowerCase(), quotable: true } as const
const header = {
  arity: 2,
  read: (request: RuleRequest, name: string) => request.header(name),
  quotable: false,
} as const
const query = {
  arity: 2,
  read: (request: RuleRequest, name: string) => request.query(name),
  quotable: false,
} as const

const equals = (expected: string): Result<Test> => success((actual) => actual === expected)

/** Names of hosts have no case. Source: RFC 3986, section 3.2.2. */
const equalsHost = (expected: string): Result<Test> => equals(expected.toLowerCase())

const equalsPath = (expected: string): Result<Test> => onReachablePath(expected, equals)

/** Whole segments only: `/public` is not a prefix of `/publicity`. Source: docs/decisions/0010-path-prefix-segments.md. */
const startsWithSegments = (prefix: string): Result<Test> =>
  onReachablePath(prefix, () => {
    const folder = prefix.endsWith("/") ? prefix : `${prefix}/`
    return success((actual) => actual === prefix || actual.startsWith(folder))
  })

/** Finds the pattern anywhere in the text, in linear time. Source: RE2 syntax, as Go's `regexp`. */
function finds(pattern: string): Result<Test> {
  try {
    const compiled = RE2JS.compile(pattern)
    return success((actual) => compiled.test(actual))
  } catch (error) {
    return failure(`is not an RE2 pattern: ${error instanceof Error ? error.message : String(error)}`)
  }
}

function onReachablePath(expected: string, compile: (expected: string) => Result<Test>): Result<Test> {
  const why = oddityOf(expected)
  return why === undefined ? compile(expected) : failure(`can never match, because "${expected}" ${why}`)
}

/** Every function, by its case-sensitive name. */
export const matchers: ReadonlyMap<string, Matcher> = new Map<string, Matcher>([
  ["Path", { ...path, compile: equalsPath }],
  ["PathPrefix", { ...path, compile: startsWithSegments }],
  ["PathRegexp", { ...path, compile: finds }],
  ["Method", { ...method, compile: equals }],
  ["Host", { ...host, compile: equalsHost }],
  ["HostRegexp", { ...host, compile: finds }],
  ["Header", { ...header, compile: equals }],
  ["HeaderRegexp", { ...header, compile: finds }],
  ["Query", { ...query, compile: equals }],
  ["QueryRegexp", { ...query, compile: finds }],
])
