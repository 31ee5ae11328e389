/**
 * An error page of the app's own (`errorPages.*.filePath`). Two things of Go's html/template are understood, which is what
 * such pages use: `{{ .name }}`, always escaped, and `{{ if .name }} … {{ else }} … {{ end }}`.
 */
import { failure, type Result, success } from "../../core/result.ts"
import { escapeHtml } from "./page.ts"

/** Source: the existing middleware's documentation, "Error pages". */
export const pageVariables = [
  "statusCode",
  "statusName",
  "description",
  "primaryButtonText",
  "primaryButtonUrl",
  "secondaryButtonText",
  "secondaryButtonUrl",
] as const

export type PageVariables = Readonly<Partial<Record<(typeof pageVariables)[number], string>>>

export type CustomPage = (variables: PageVariables) => string

type Part = (variables: PageVariables) => string

interface Block {
  readonly parts: Part[]
  /** What opened it, for the message about what is missing. */
  readonly condition: keyof PageVariables | undefined
  readonly otherwise: Part[] | undefined
}

/** The page, or everything in it that is not understood. */
export function compileCustomPage(html: string): Result<CustomPage> {
  const problems: string[] = []
  const stack: Block[] = [{ parts: [], condition: undefined, otherwise: undefined }]
  const add = (part: Part): void => {
    const block = stack.at(-1)
    ;(block?.otherwise ?? block?.parts)?.push(part)
  }
  for (const piece of splitActions(html)) {
    if ("text" in piece) {
      add(() => piece.text)
      continue
    }
    const { action } = piece
    const block = stack.at(-1)
    const [, isIf, name] = /^(if\s+)?\.(\w+)$/.exec(action) ?? []
    const variable = pageVariables.find((known) => known === name)
    if (variable !== undefined && isIf !== undefined)
      stack.push({ parts: [], condition: variable, otherwise: undefined })
    else if (variable !== undefined) add((variables) => escapeHtml(variables[variable] ?? ""))
    else if (action === "else" && block?.condition !== undefined && block.otherwise === undefined)
      stack.splice(-1, 1, { ...block, otherwise: [] })
    else if (action === "end" && block?.condition !== undefined) {
      stack.pop()
      add(branch(block.condition, block))
    } else problems.push(`{{ ${action} }} is not understood`)
  }
  const [page, ...open] = stack
  if (open.length > 0) problems.push("an {{ if }} has no {{ end }}")
  return problems.length > 0 || page === undefined ? failure(...problems) : success(render(page.parts))
}

/** Text that is shown as it is, or what stands between `{{` and `}}`. */
type Piece = { readonly text: string } | { readonly action: string }

/** Of `{{` that is never closed the text is shown, too. Takes linear time: apps bring their pages. */
function splitActions(html: string): readonly Piece[] {
  const [text = "", ...rest] = html.split("{{")
  return [
    { text },
    ...rest.flatMap((piece): readonly Piece[] => {
      const end = piece.indexOf("}}")
      if (end < 0) return [{ text: `{{${piece}` }]
      const action = piece.slice(0, end).replace(/^-/, "").replace(/-$/, "").trim()
      return [{ action }, { text: piece.slice(end + 2) }]
    }),
  ]
}

const render =
  (parts: readonly Part[]): Part =>
  (variables) =>
    parts.map((part) => part(variables)).join("")

const branch = (condition: keyof PageVariables, { parts, otherwise = [] }: Block): Part => {
  const [met, unmet] = [render(parts), render(otherwise)]
  return (variables) => (variables[condition] ? met : unmet)(variables)
}
