/** `errorPages.*`: where to send people instead, or what to show them. */
import type { ValuesProblem } from "../../core/contract/problem.ts"
import type { ErrorPageValues, Values } from "../../core/contract/values.ts"
import type { Result } from "../../core/result.ts"
import { type CustomPage, compileCustomPage } from "../pages/custom-page.ts"
import { combine, problem } from "./problem.ts"

export interface ErrorPage {
  readonly redirectTo: string | undefined
  readonly page: CustomPage | undefined
}

export interface ErrorPages {
  readonly unauthenticated: ErrorPage
  readonly unauthorized: ErrorPage
}

/** Below `maxResponseBodySize` of the chart's Middleware: of a longer answer the browser would see nothing at all. */
export const maxPageBytes = 60_000

/** `pages`: texts by `filePath`. */
export const compileErrorPages = (
  { errorPages = {} }: Values,
  pages: Readonly<Record<string, string>>,
): Result<ErrorPages, ValuesProblem> =>
  combine({
    unauthenticated: compileErrorPage("unauthenticated", errorPages.unauthenticated, pages),
    unauthorized: compileErrorPage("unauthorized", errorPages.unauthorized, pages),
  })

function compileErrorPage(
  name: keyof ErrorPages,
  { redirectTo, filePath }: ErrorPageValues = {},
  pages: Readonly<Record<string, string>>,
): Result<ErrorPage, ValuesProblem> {
  const at = ["errorPages", name, "filePath"]
  if (redirectTo || !filePath)
    return { ok: true, value: { redirectTo: redirectTo || undefined, page: undefined } }
  const html = Object.hasOwn(pages, filePath) ? pages[filePath] : undefined
  if (html !== undefined && Buffer.byteLength(html) > maxPageBytes)
    return { ok: false, problems: [problem(at, "is too long", `a file of at most ${maxPageBytes} bytes`)] }
  if (html === undefined)
    return {
      ok: false,
      problems: [problem(at, "cannot be read", "a file in the folder `pages` beside the values")],
    }
  const page = compileCustomPage(html)
  if (page.ok) return { ok: true, value: { redirectTo: undefined, page: page.value } }
  return {
    ok: false,
    problems: page.problems.map((what) => problem(at, what, "{{ .name }} and {{ if .name }} … {{ end }}")),
  }
}
