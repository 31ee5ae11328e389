import { isMap, isScalar, isSeq } from "yaml"
import type { Collection } from "./change.ts"
import { layoutOf } from "./layout.ts"
import type { Quote } from "./operation.ts"
import type { YamlDocument } from "./parse-yaml.ts"
import { isSafePlain, quoteOf } from "./quote.ts"
import type { Style } from "./render.ts"

/** The style of what is written into a collection. `asked` quotes come first, then those of the neighbours. */
export function styleIn(
  text: string,
  document: YamlDocument,
  collection: Collection | undefined,
  asked: Quote | undefined,
): Style {
  const keyQuote = keyQuoteIn(collection)
  // Where keys are in double quotes within braces, the text is JSON or wants to be.
  const usual = keyQuote === "double" && collection?.flow ? "double" : "plain"
  return { layout: layoutOf(document, text), keyQuote, quote: asked ?? itemQuoteIn(collection) ?? usual }
}

/** New keys are quoted where all others are. */
function keyQuoteIn(collection: Collection | undefined): Quote {
  const quotes = isMap(collection) ? collection.items.map(({ key }) => quoteOf(key)) : []
  const [first] = quotes
  return first !== undefined && quotes.every((quote) => quote === first) ? first : "plain"
}

/** New items are quoted as the last string in the list whose quotes were a choice. */
function itemQuoteIn(collection: Collection | undefined): Quote | undefined {
  if (!isSeq(collection)) return undefined
  const model = collection.items.findLast(
    (node) =>
      isScalar(node) &&
      typeof node.value === "string" &&
      (quoteOf(node) === "plain" || isSafePlain(node.value)),
  )
  return model && quoteOf(model)
}
