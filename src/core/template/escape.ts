/** Text made safe for where it goes next. Source: Go's text/template, functions `html`, `js` and `urlquery`. */

const entities: Readonly<Record<string, string>> = {
  "\0": "\uFFFD",
  '"': "&#34;",
  "'": "&#39;",
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
}

export const escapeHtml = (text: string): string =>
  text.replace(/[\0"'&<>]/g, (character) => entities[character] ?? "")

/** For the inside of a string in JavaScript. */
export const escapeJs = (text: string): string =>
  text
    .toWellFormed()
    .replace(/[\\'"]/g, "\\$&")
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are to be escaped.
    .replace(/[\x00-\x1f<>&=]|[^\x00-\x7f\p{L}\p{M}\p{N}\p{P}\p{S}]/gu, (character) => {
      const hex = (character.codePointAt(0) ?? 0).toString(16).toUpperCase()
      return `\\u${hex.padStart(4, "0")}`
    })

/** For a query parameter: a space is `+`. */
export const escapeQuery = (text: string): string =>
  encodeURIComponent(text.toWellFormed())
    .replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll("%20", "+")

const letters: Readonly<Record<string, string>> = {
  "\x07": "\\a",
  "\b": "\\b",
  "\f": "\\f",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  "\v": "\\v",
  '"': '\\"',
  "\\": "\\\\",
}

/**
 * A Go string literal, for `%q`.
 *
 * @param ascii escapes everything else, for `%+q`
 */
export function quoteGo(text: string, ascii: boolean): string {
  const unprintable = ascii ? /["\\]|[^\x20-\x7e]/gu : /["\\]|[^ \p{L}\p{M}\p{N}\p{P}\p{S}]/gu
  const body = text.toWellFormed().replace(unprintable, (character) => {
    const code = character.codePointAt(0) ?? 0
    const hex = code.toString(16)
    const escaped =
      code < 0x80
        ? `\\x${hex.padStart(2, "0")}`
        : code <= 0xffff
          ? `\\u${hex.padStart(4, "0")}`
          : `\\U${hex.padStart(8, "0")}`
    return letters[character] ?? escaped
  })
  return `"${body}"`
}
