import type { YamlOperation, YamlPath } from "../../../src/core/yaml/operation.ts"
import type { YamlProblem } from "../../../src/core/yaml/problem.ts"

/** A text before and after; `after` is the same text where there is nothing to do. */
export interface EditCase {
  readonly name: string
  readonly before: string
  readonly after: string
  /** Appends `middleware` to `middlewaresPath` where it is left out. */
  readonly operation?: YamlOperation
}

/** A text that must be refused, and the line that the refusal must point at. */
export interface RefusalCase {
  readonly name: string
  readonly before: string
  readonly code: YamlProblem["code"]
  readonly line: number
  readonly operation?: YamlOperation
}

export const middlewaresPath: YamlPath = ["ingress", "public", "middlewares"]
export const middleware = "shop-myapp-oidc@kubernetescrd"
export const append: YamlOperation = { kind: "append-item", path: middlewaresPath, item: middleware }
export const removeAppended: YamlOperation = { kind: "remove-item", path: middlewaresPath, item: middleware }

/** A text without the indentation that the code around it needs. */
export function lines(strings: TemplateStringsArray): string {
  const [first, ...rows] = (strings.raw[0] ?? "").split("\n")
  if (first !== "") throw new Error("Start on the line after the backtick")
  const last = rows.pop() ?? ""
  return rows.map((row) => `${row.startsWith(last) ? row.slice(last.length) : row}\n`).join("")
}

export const crlf = (text: string): string => text.replaceAll("\n", "\r\n")
export const unterminated = (text: string): string => text.replace(/\n$/, "")
