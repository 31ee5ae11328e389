import { stringify } from "yaml"

/** A text as one YAML scalar, quoted only where YAML, in either of its versions, would read it as something else. */
export const yamlText = (text: string): string =>
  stringify(text, { lineWidth: 0, version: "1.1", blockQuote: false }).trimEnd()
