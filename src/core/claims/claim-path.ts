/**
 * Where `assertClaims[].name` points: JSONPath after an implied `$.`, with the shorthands that values files rely on.
 *
 *     groups                  the claim
 *     my-claim, my claim      most characters need no quotes
 *     ['https://x/y']         but . : / do, and so do brackets, quotes, commas and parentheses
 *     resource.roles          a member of an object
 *     list[0], list.0         an element; negative ones count from the end
 *     list[*].id              every element
 *     list.length             how many elements there are
 *     list..id                at any depth
 *     list[?@.id == 'x']      and all else of JSONPath, in brackets
 *
 * Names, elements and `[*]` are followed here; the rest is a library's work.
 *
 * Source: RFC 9535; what the existing middleware's JSONPath library takes, which is older than that and takes more.
 */
import type { JSONPathQuery } from "json-p3"
import { failure, type Result, success } from "../result.ts"
import { compileJsonPath } from "./json-path.ts"

/** The payload of an ID token, or what a session kept of it. */
export type ClaimSet = Readonly<Record<string, unknown>>

export interface ClaimPath {
  readonly source: string
  /** The claim that it starts from, or undefined where any claim may match. */
  readonly claim: string | undefined
  /** Whether it names that claim and nothing inside of it. */
  readonly whole: boolean
  /** Every value that it matches, and none where it matches nothing. Never throws. */
  readonly find: (claims: ClaimSet) => readonly unknown[]
}

type Step =
  | { readonly kind: "name"; readonly name: string; readonly quoted: boolean }
  | { readonly kind: "element"; readonly index: number }
  | { readonly kind: "every" }
  /** Text of RFC 9535, with its brackets or dots. */
  | { readonly kind: "query"; readonly text: string }

/** Longer ones are mistakes, and this bounds the library's recursion. In UTF-16 units. */
const maxLength = 1000

const plainName = /[^.[\]'",:/()]+/y
const quotedName = /^\[\s*(?:'([^'\\]*)'|"([^"\\]*)")\s*\]$/
const element = /^\[\s*(0|-?[1-9]\d{0,8})\s*\]$/

export function compileClaimPath(source: string): Result<ClaimPath> {
  if (source.length > maxLength) return failure(`a claim's name is at most ${maxLength} characters long`)
  const steps = parseSteps(source)
  if (!steps.ok) return steps
  const query = compilePrefix(source, steps.value)
  if (!query.ok) return query
  const [first] = steps.value
  const readsRoot = steps.value.some((step) => step.kind === "query" && step.text.includes("$"))
  const { start, rest } = query.value
  return success({
    source,
    claim: first?.kind === "name" && !readsRoot ? first.name : undefined,
    whole: first?.kind === "name" && steps.value.length === 1,
    find: (claims) => {
      let values = start(claims)
      // Nearly always one value and one step, at every request.
      for (const step of rest)
        values =
          values.length === 1 ? follow(values[0], step) : values.flatMap((value) => follow(value, step))
      return values
    },
  })
}

function parseSteps(source: string): Result<readonly Step[]> {
  const path = withoutRoot(source)
  const steps: Step[] = []
  for (let at = 0; at < path.length; ) {
    const dots = /^\.{0,2}/.exec(path.slice(at, at + 2))?.[0] ?? ""
    const start = at + dots.length
    const isBracket = path[start] === "["
    const end = isBracket ? closingBracket(path, start) : endOfName(path, start)
    const text = path.slice(start, end)
    const isApart = at === 0 || dots !== "" || isBracket
    if (text === "" || text !== text.trim() || !isApart) return failure(notAPath(source))
    const step = isBracket ? bracketStep(text) : nameStep(text)
    steps.push(dots === ".." ? { kind: "query", text: `..${textOf(step)}` } : step)
    at = end
  }
  return steps.length === 0 ? failure("a claim's name is empty") : success(steps)
}

/** What follows the implied `$.`, so that `.id` means `$..id`. Those who write the `$` themselves are understood. */
function withoutRoot(source: string): string {
  if (/^\$[.[]/.test(source)) return source.slice(1)
  return /^\.(?!\.)/.test(source) ? `.${source}` : source
}

function notAPath(source: string): string {
  const quoted = source.replace(/['\\]/g, "\\$&")
  return `"${source}" is not a claim's name or a path: a name with . : / or quotes in it is written ['${quoted}']`
}

function endOfName(path: string, start: number): number {
  plainName.lastIndex = start
  return plainName.test(path) ? plainName.lastIndex : start
}

const nameStep = (text: string): Step =>
  text === "*" ? { kind: "every" } : { kind: "name", name: text, quoted: false }

function bracketStep(text: string): Step {
  const [, single, double] = quotedName.exec(text) ?? []
  const name = single ?? double
  if (name !== undefined) return { kind: "name", name, quoted: true }
  const index = element.exec(text)?.[1]
  if (index !== undefined) return { kind: "element", index: Number(index) }
  return text === "[*]" ? { kind: "every" } : { kind: "query", text }
}

/** The offset behind the bracket that closes the one at `start`, or `start` when there is none. */
function closingBracket(path: string, start: number): number {
  const piece = /'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|[[\]]|[^'"[\]]+/gy
  piece.lastIndex = start
  let depth = 0
  for (let found = piece.exec(path); found !== null; found = piece.exec(path)) {
    if (found[0] === "[") depth++
    if (found[0] === "]" && --depth === 0) return piece.lastIndex
  }
  return start
}

/** As RFC 9535 writes it. A bare number may be a member's name or an element's position. */
function textOf(step: Step): string {
  switch (step.kind) {
    case "query":
      return step.text
    case "every":
      return "[*]"
    case "element":
      return `[${step.index}]`
    case "name": {
      const name = JSON.stringify(step.name)
      return !step.quoted && isPosition(step.name) ? `[${name},${step.name}]` : `[${name}]`
    }
  }
}

interface Compiled {
  readonly start: (claims: ClaimSet) => readonly unknown[]
  /** The steps that are left. */
  readonly rest: readonly Step[]
}

/** Everything up to the last step that needs the library goes to the library. */
function compilePrefix(source: string, steps: readonly Step[]): Result<Compiled> {
  const last = steps.findLastIndex(({ kind }) => kind === "query")
  if (last === -1) return success({ start: (claims) => [claims], rest: steps })
  const query = compileJsonPath(
    `$${steps
      .slice(0, last + 1)
      .map(textOf)
      .join("")}`,
  )
  if (!query.ok) return failure(...query.problems.map((why) => `"${source}" is not a JSONPath: ${why}`))
  return success({ start: (claims) => valuesOf(query.value, claims), rest: steps.slice(last + 1) })
}

/** Claims that are nested too deep for a path that looks at every depth match nothing. */
function valuesOf(query: JSONPathQuery, claims: ClaimSet): readonly unknown[] {
  try {
    // The payload of a JWT is JSON.
    return query.query(claims as Parameters<JSONPathQuery["query"]>[0]).values()
  } catch {
    return []
  }
}

/** Own members only: a claim may be called `constructor`, and nothing that is inherited is a claim. */
function follow(value: unknown, step: Step): readonly unknown[] {
  if (typeof value !== "object" || value === null || step.kind === "query") return []
  if (step.kind === "every") return Object.values(value)
  if (Array.isArray(value)) return elementOf(value, step)
  if (step.kind === "element" || !Object.hasOwn(value, step.name)) return []
  return [(value as ClaimSet)[step.name]]
}

function elementOf(
  list: readonly unknown[],
  step: Exclude<Step, { kind: "every" | "query" }>,
): readonly unknown[] {
  if (step.kind === "name") {
    if (step.quoted) return []
    if (step.name === "length") return [list.length]
    if (!isPosition(step.name)) return []
  }
  const index = step.kind === "name" ? Number(step.name) : step.index
  return list.slice(index, index === -1 ? undefined : index + 1)
}

const isPosition = (name: string): boolean => /^(?:0|[1-9]\d{0,8})$/.test(name)
