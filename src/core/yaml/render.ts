import { parseDocument } from "yaml"
import type { Layout } from "./layout.ts"
import type { Quote, YamlScalar, YamlValue } from "./operation.ts"

/** How new text is written: the file's indentation, and its neighbours' quotes. */
export interface Style {
  readonly layout: Layout
  readonly keyQuote: Quote
  readonly quote: Quote
}

/** A key with its value in block style, one string per line, without line breaks. */
export function renderEntry(key: string, value: YamlValue, column: number, style: Style): readonly string[] {
  const head = `${" ".repeat(column)}${renderScalar(key, style.keyQuote)}:`
  if (!isBlock(value)) return [`${head} ${renderFlow(value, style)}`]
  const depth = Array.isArray(value) ? style.layout.seq : style.layout.map
  return [head, ...renderBlock(value, column + depth, style)]
}

/** A list item in block style; `gap` is what stands between the dash and the item. */
export function renderItem(value: YamlValue, column: number, style: Style, gap = " "): readonly string[] {
  const indent = " ".repeat(column)
  if (!isBlock(value)) return [`${indent}-${gap}${renderFlow(value, style)}`]
  const [first = "", ...others] = renderBlock(value, column + 1 + gap.length, style)
  return [`${indent}-${gap}${first.trimStart()}`, ...others]
}

/** The entries of a list or map in block style. */
export const renderBlock = (value: YamlValue, column: number, style: Style): readonly string[] =>
  isList(value)
    ? value.flatMap((item) => renderItem(item, column, style))
    : Object.entries(value ?? {}).flatMap(([key, child]) => renderEntry(key, child, column, style))

/** A value on one line. `pad` is what stands inside the braces of maps and lists. */
export function renderFlow(value: YamlValue, style: Style, pad = ""): string {
  if (value === null || typeof value !== "object") return renderScalar(value, style.quote)
  const parts = isList(value)
    ? value.map((item) => renderFlow(item, style, pad))
    : Object.entries(value).map(([key, child]) => renderFlowEntry(key, child, style, pad))
  const [open, close] = isList(value) ? "[]" : "{}"
  return parts.length === 0 ? `${open}${close}` : `${open}${pad}${parts.join(", ")}${pad}${close}`
}

export const renderFlowEntry = (key: string, value: YamlValue, style: Style, pad = ""): string =>
  `${renderScalar(key, style.keyQuote)}: ${renderFlow(value, style, pad)}`

/** A scalar in the quotes asked for, or in double quotes where those would change what it says. */
export function renderScalar(value: YamlScalar, quote: Quote): string {
  if (typeof value === "number" && !Number.isFinite(value))
    return Number.isNaN(value) ? ".nan" : value > 0 ? ".inf" : "-.inf"
  if (typeof value !== "string") return String(value)
  if (quote === "plain" && isSafePlain(value)) return value
  if (quote === "single" && !unprintable.test(value)) return `'${value.replaceAll("'", "''")}'`
  return JSON.stringify(value).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`,
  )
}

/** Line breaks, controls and what else a reader may drop or refuse outside of double quotes. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters in question
const unprintable = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\ufeff\ud800-\udfff]/

/**
 * Whether a string may stand without quotes as a key, a value or an item, in block or flow, for readers of YAML 1.2 and
 * of YAML 1.1 (Helm's), which take `yes`, `0123`, `1:30` and `2020-01-01` for something else.
 */
export function isSafePlain(value: string): boolean {
  if (value === "" || unprintable.test(value)) return false
  return (["1.1", "1.2"] as const).every((version) =>
    [`- ${value}\n`, `[${value}]\n`, `{k: ${value}}\n`, `${value}: v\n`].every((text, index) => {
      const document = parseDocument(text, { version, logLevel: "silent" })
      if (document.errors.length > 0) return false
      const js: unknown = document.toJS({ mapAsMap: true })
      const read =
        index < 2 ? (js as unknown[])[0] : index === 2 ? (js as Map<unknown, unknown>).get("k") : firstKey(js)
      return read === value && sizeOf(js) === 1
    }),
  )
}

const firstKey = (map: unknown): unknown => (map instanceof Map ? map.keys().next().value : undefined)
const sizeOf = (js: unknown): number => (js instanceof Map ? js.size : Array.isArray(js) ? js.length : 0)

const isList = (value: YamlValue): value is readonly YamlValue[] => Array.isArray(value)

/** Empty lists and maps have no block style. */
const isBlock = (value: YamlValue): boolean =>
  value !== null && typeof value === "object" && Object.keys(value).length > 0
