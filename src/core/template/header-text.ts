/**
 * Text as one line that a header can carry: every run of control characters and line separators becomes one space, and
 * there is no space at either end. A space, because `a\nb` must not turn into `ab`.
 *
 * Control characters are C0, DEL and C1: CR and LF would end the header, NUL the request, and U+0085 is a line end to some.
 * Source: RFC 9110, section 5.5.
 */
export const toHeaderText = (text: string): string =>
  text
    .toWellFormed()
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this replaces.
    .replace(/[\x00-\x1f\x7f-\x9f\u2028\u2029]+/g, " ")
    .trim()
