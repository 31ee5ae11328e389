import { isScalar, type ParsedNode, parseDocument } from "yaml"
import { type Model, modelOf, modelOfValue, sameModel } from "./model.ts"
import type { Quote } from "./operation.ts"

/** How a scalar is quoted; undefined when it is a block scalar or no scalar. */
export function quoteOf(node: ParsedNode | null): Quote | undefined {
  switch (isScalar(node) ? node.type : undefined) {
    case "PLAIN":
      return "plain"
    case "QUOTE_SINGLE":
      return "single"
    case "QUOTE_DOUBLE":
      return "double"
    default:
      return undefined
  }
}

/** The quotes asked for, or double ones where those would change what the string says. */
export function possibleQuote(value: string, quote: Quote): Quote {
  if (quote === "plain") return isSafePlain(value) ? "plain" : "double"
  return quote === "single" && !unprintable.test(value) ? "single" : "double"
}

/** A string in quotes (or none) of the given kind. Double quotes hold any string. */
export function quoteString(value: string, quote: Quote): string {
  switch (possibleQuote(value, quote)) {
    case "plain":
      return value
    case "single":
      return `'${value.replaceAll("'", "''")}'`
    case "double":
      // JSON's escapes are YAML's; it leaves some characters as they are that YAML does not allow.
      return JSON.stringify(value).replace(/[\u007f-\u009f\u2028\u2029\ufeff]/g, escapeCharacter)
  }
}

const escapeCharacter = (character: string): string =>
  `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`

/** Line breaks, controls and what else readers drop, fold or refuse outside of double quotes. */
const unprintable = /[\p{Cc}\p{Cs}\u2028\u2029\ufeff]/u

/**
 * Whether a string may stand without quotes as an item, a value or a key, in block or flow style, for readers of YAML 1.2
 * and of YAML 1.1 (Helm's), which take `yes`, `0123`, `1:30` and `2020-01-01` for something else.
 */
export function isSafePlain(value: string): boolean {
  if (value === "" || unprintable.test(value)) return false
  const asItem = modelOfValue([value])
  const asValue = modelOfValue({ k: value })
  const asKey = modelOfValue({ [value]: "k" })
  const places: readonly (readonly [string, Model])[] = [
    [`- ${value}`, asItem],
    [`[${value}]`, asItem],
    [`k: ${value}`, asValue],
    [`{k: ${value}}`, asValue],
    [`${value}: k`, asKey],
    [`{${value}: k}`, asKey],
  ]
  return places.every(([text, model]) => readsAs(text, model, "1.1") && readsAs(text, model, "1.2"))
}

function readsAs(text: string, model: Model, version: "1.1" | "1.2"): boolean {
  const { contents, errors } = parseDocument<ParsedNode>(text, { version, logLevel: "silent" })
  return errors.length === 0 && sameModel(modelOf(contents), model)
}
