import { stripVTControlCharacters } from "node:util"

/**
 * A text of somebody else as a terminal may show it: without control sequences, which would be obeyed, and without characters
 * that turn the direction of what follows. Tabs stay.
 */
export const printable = (text: string): string =>
  stripVTControlCharacters(text).replaceAll(/(?!\t)[\p{Cc}\p{Bidi_Control}]/gu, "")
