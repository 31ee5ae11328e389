/**
 * `authorization.assertClaims`: every rule must hold. Cookie and bearer sessions pass through this one function.
 *
 * Values are compared as text, letter by letter; numbers as they are written, so 1753114449 and not `1.753114449e+09`.
 * Objects and null are equal to no text.
 *
 * Source: `docs/configuration.md`, `authorization.assertClaims`; the semantics are those of the existing middleware.
 */
import type { ClaimAssertion } from "../contract/values.ts"
import { type Result, success } from "../result.ts"
import { type ClaimPath, type ClaimSet, compileClaimPath } from "./claim-path.ts"

export type Verdict =
  | { readonly ok: true }
  | {
      readonly ok: false
      /** The rule's name, as written. */
      readonly claim: string
      readonly found: "missing" | "different"
      readonly expected: ClaimAssertion
    }

export interface Assertions {
  /** The first rule that does not hold decides. Without rules everyone passes. */
  readonly check: (claims: ClaimSet) => Verdict
  /** The claims that rules read; "all" where a path may match any. */
  readonly claims: readonly string[] | "all"
  /**
   * The values that matter of a claim that rules only read as a whole, so that a session may keep those of a long list
   * and forget the rest; undefined where all of it matters.
   */
  readonly wanted: (claim: string) => ReadonlySet<string> | undefined
}

/** What is wrong with one rule, and where in it. */
export interface AssertionProblem {
  /** Position in the list, from 0. */
  readonly index: number
  readonly key: keyof ClaimAssertion
  readonly message: string
}

interface Rule {
  readonly assertion: ClaimAssertion
  readonly path: ClaimPath
  readonly anyOf: ReadonlySet<string> | undefined
  readonly allOf: ReadonlySet<string> | undefined
}

export function compileAssertions(list: readonly ClaimAssertion[]): Result<Assertions, AssertionProblem> {
  const rules: Rule[] = []
  const problems: AssertionProblem[] = []
  for (const [index, assertion] of list.entries()) {
    const path = compileClaimPath(assertion.name)
    if (path.ok)
      rules.push({
        assertion,
        path: path.value,
        anyOf: setOf(assertion.anyOf),
        allOf: setOf(assertion.allOf),
      })
    else problems.push(...path.problems.map((message) => ({ index, key: "name" as const, message })))
    problems.push(...emptyLists(assertion, index))
  }
  if (problems.length > 0) return { ok: false, problems }
  const names = rules.map(({ path }) => path.claim)
  return success({
    check: (claims) => firstFailure(rules, claims) ?? { ok: true },
    claims: names.includes(undefined) ? "all" : [...new Set(names.filter((name) => name !== undefined))],
    wanted: (claim) => wantedValues(rules, claim),
  })
}

/** A list that names nothing would let in everyone who has the claim, which nobody who writes a list means. */
function emptyLists(assertion: ClaimAssertion, index: number): readonly AssertionProblem[] {
  return (["anyOf", "allOf"] as const).flatMap((key) => {
    const values = assertion[key]
    if (values === undefined || (values.length > 0 && !values.includes(""))) return []
    const what = values.length === 0 ? "names no value" : "names an empty value"
    return [{ index, key, message: `${what}: leave the list out to ask only that the claim exists` }]
  })
}

function firstFailure(rules: readonly Rule[], claims: ClaimSet): Verdict | undefined {
  for (const rule of rules) {
    const { assertion, path } = rule
    const values = path.find(claims)
    const found = values.length === 0 ? "missing" : holds(rule, values) ? "right" : "different"
    if (found !== "right") return { ok: false, claim: assertion.name, found, expected: assertion }
  }
  return undefined
}

/**
 * A list that the path matched must satisfy both `anyOf` and `allOf` by itself, and the first one that lacks something of
 * `allOf` ends the search. Scalars are taken together, over all matches.
 */
function holds({ anyOf, allOf }: Rule, values: readonly unknown[]): boolean {
  if (anyOf === undefined && allOf === undefined) return true
  const scalars: unknown[] = []
  for (const value of values) {
    if (!Array.isArray(value)) {
      scalars.push(value)
      continue
    }
    if (!hasAll(value, allOf)) break
    if (hasAny(value, anyOf)) return true
  }
  return hasAny(scalars, anyOf) && hasAll(scalars, allOf)
}

/** Goes over the values and looks each up, because there may be thousands of them; nothing is made of the list. */
const hasAny = (values: readonly unknown[], wanted: ReadonlySet<string> | undefined): boolean =>
  wanted === undefined || values.some((value) => isScalar(value) && wanted.has(String(value)))

function hasAll(values: readonly unknown[], wanted: ReadonlySet<string> | undefined): boolean {
  if (wanted === undefined) return true
  const missing = new Set(wanted)
  for (const value of values) {
    if (missing.size === 0) break
    if (isScalar(value)) missing.delete(String(value))
  }
  return missing.size === 0
}

/** Objects and null are equal to no text. */
const isScalar = (value: unknown): boolean => typeof value !== "object"

function wantedValues(rules: readonly Rule[], claim: string): ReadonlySet<string> | undefined {
  const reading = rules.filter(({ path }) => path.claim === undefined || path.claim === claim)
  if (reading.some(({ path }) => !path.whole)) return undefined
  return new Set(reading.flatMap(({ assertion: { anyOf = [], allOf = [] } }) => [...anyOf, ...allOf]))
}

const setOf = (values: readonly string[] | undefined): ReadonlySet<string> | undefined =>
  values && new Set(values)
