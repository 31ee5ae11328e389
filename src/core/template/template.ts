/**
 * Templates of `headers[].value`: Go's text/template, compiled once at start.
 *
 * Differences to Go, all on purpose: a missing claim leaves nothing instead of `<no value>`, integers print as integers,
 * and what Go turns into an error text yields no header.
 */
import { type Result, success } from "../result.ts"
import { problemAt, SourceError, type SourceProblem } from "../text/source-problem.ts"
import { compileBodies } from "./evaluate.ts"
import { parseTemplate } from "./parse.ts"
import { readsOf, type TokenName } from "./reads.ts"

export type TemplateProblem = SourceProblem

/** What a template reads. A token that the session does not hold is a missing value. */
export interface TemplateData {
  readonly claims: Readonly<Record<string, unknown>>
  readonly accessToken?: string
  readonly idToken?: string
  readonly refreshToken?: string
}

export interface Template {
  readonly source: string
  /** The top-level claims that it can read; "all" when it uses the claims as a whole. */
  readonly claims: readonly string[] | "all"
  readonly tokens: readonly TokenName[]
  /**
   * The text, or undefined for no header: when nothing but missing values and white space was printed, and when the
   * template cannot be evaluated on this data, which is reported. Never throws. Not yet fit for a header: `toHeaderText`.
   *
   * @param report is told why, in words that quote no claim and no token
   */
  readonly render: (data: TemplateData, report?: (problem: TemplateProblem) => void) => string | undefined
}

/** Compiles a template, or tells everything that is wrong with it; after an error of syntax, only that. */
export function compileTemplate(source: string): Result<Template, TemplateProblem> {
  const parsed = parseTemplate(source)
  if (!parsed.ok) return parsed
  const { claims, tokens, problems } = readsOf(parsed.value, source)
  if (problems.length > 0) return { ok: false, problems }
  const evaluate = compileBodies(parsed.value)
  const render: Template["render"] = ({ claims, accessToken, idToken, refreshToken }, report) => {
    try {
      const { text, missing } = evaluate({ claims, accessToken, idToken, refreshToken })
      return missing && text.trim() === "" ? undefined : text
    } catch (error) {
      if (!(error instanceof SourceError)) throw error
      report?.(problemAt(source, error.offset, error.message))
      return undefined
    }
  }
  return success({ source, claims, tokens, render })
}
