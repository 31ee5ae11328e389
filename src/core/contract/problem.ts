/** What is wrong with a document, and where in it. Problems name types and keys, never a value that could be a secret. */
import type { Location } from "../errors.ts"
import { renderLocation } from "../errors.ts"

export type KeyPath = readonly (string | number)[]

export type Severity = "error" | "warning"

export interface ValuesProblem {
  readonly path: KeyPath
  /** What is there: `unknown key`, `is a number`. */
  readonly what: string
  /** What should be there: `true or false`. */
  readonly expected: string
  /** For an unknown key, the known one that was probably meant. */
  readonly nearest?: string
  /** Who objects: YAML itself, the chart's schema, or what the guide and the middleware need beyond it. */
  readonly rule: "yaml" | "schema" | "guide"
  readonly severity: Severity
}

export interface LocatedProblem extends ValuesProblem {
  readonly location: Location
}

/** `headers[0].name`; the document itself has no path. */
export function renderKeyPath(path: KeyPath): string {
  return path.reduce<string>((before, part) => {
    if (typeof part === "number") return `${before}[${part}]`
    if (!/^[\w-]+$/.test(part)) return `${before}[${JSON.stringify(part)}]`
    return before === "" ? part : `${before}.${part}`
  }, "")
}

/** `provider.tenantid: unknown key, expected one of tenantId, url, did you mean tenantId?` */
export function renderProblem({ path, what, expected, nearest }: ValuesProblem): string {
  const place = path.length === 0 ? "" : `${renderKeyPath(path)}: `
  const hint = nearest === undefined ? "" : `, did you mean ${nearest}?`
  return `${place}${what}, expected ${expected}${hint}`
}

/** The same after `values.yaml:3:1`. */
export const renderLocatedProblem = (problem: LocatedProblem): string =>
  `${renderLocation(problem.location)}: ${renderProblem(problem)}`
