import type { Layout } from "./layout.ts"
import type { Quote, YamlScalar, YamlValue } from "./operation.ts"
import { quoteString } from "./quote.ts"

/** How new text is written: the file's indentation, and its neighbours' quotes. */
export interface Style {
  readonly layout: Layout
  readonly keyQuote: Quote
  readonly quote: Quote
}

/** A key with its value in block style, one string per line, without line breaks. */
export function renderEntry(key: string, value: YamlValue, column: number, style: Style): readonly string[] {
  const head = `${" ".repeat(column)}${quoteString(key, style.keyQuote)}:`
  return needsLines(value)
    ? [head, ...renderLines(value, column + depthOf(value, style), style)]
    : [`${head} ${renderFlow(value, style)}`]
}

/** A list item in block style; `gap` is what stands between the dash and the item. */
export function renderItem(value: YamlValue, column: number, style: Style, gap = " "): readonly string[] {
  const dash = `${" ".repeat(column)}-${gap}`
  if (!needsLines(value)) return [dash + renderFlow(value, style)]
  const [first = "", ...others] = renderLines(value, dash.length, style)
  return [dash + first.slice(dash.length), ...others]
}

/** The entries of a list or map in block style. */
export const renderLines = (value: YamlValue, column: number, style: Style): readonly string[] =>
  isList(value)
    ? value.flatMap((item) => renderItem(item, column, style))
    : Object.entries(value ?? {}).flatMap(([key, child]) => renderEntry(key, child, column, style))

/** How far a list or map stands to the right of its key. */
export const depthOf = (value: YamlValue, { layout }: Style): number =>
  isList(value) ? layout.seq : layout.map

/** A value on one line. `pad` is what stands inside the braces of maps. */
export function renderFlow(value: YamlValue, style: Style, pad = ""): string {
  if (value === null || typeof value !== "object") return renderScalar(value, style.quote)
  const parts = isList(value)
    ? value.map((item) => renderFlow(item, style, pad))
    : Object.entries(value).map(([key, child]) => renderFlowEntry(key, child, style, pad))
  if (isList(value)) return `[${parts.join(", ")}]`
  return parts.length === 0 ? "{}" : `{${pad}${parts.join(", ")}${pad}}`
}

export const renderFlowEntry = (key: string, value: YamlValue, style: Style, pad = ""): string =>
  `${quoteString(key, style.keyQuote)}: ${renderFlow(value, style, pad)}`

/** Source: YAML 1.2.2, section 10.3.2, for the numbers that JavaScript spells its own way. */
function renderScalar(value: YamlScalar, quote: Quote): string {
  if (typeof value === "string") return quoteString(value, quote)
  if (typeof value === "number" && !Number.isFinite(value))
    return Number.isNaN(value) ? ".nan" : value > 0 ? ".inf" : "-.inf"
  return String(value)
}

/** Whether a value takes lines of its own in block style; empty lists and maps do not. */
export const needsLines = (value: YamlValue): boolean =>
  value !== null && typeof value === "object" && Object.keys(value).length > 0

const isList = (value: YamlValue): value is readonly YamlValue[] => Array.isArray(value)
