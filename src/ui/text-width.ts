/**
 * How many columns a terminal shows a text in. The bundle gives this to Ink too, in place of string-width, whose patterns of all
 * emoji take Node tens of milliseconds before anything is drawn. The tests compare the two.
 *
 * Source: Unicode Standard Annex 11 (East Asian Width); Unicode Technical Standard 51, "Emoji Presentation".
 */
import { stripVTControlCharacters } from "node:util"
import { eastAsianWidth } from "get-east-asian-width"
import { graphemes } from "./edit-buffer.ts"

/** Characters that are a column each, always: ASCII, Latin letters, and the signs that our own screens are drawn with. */
const narrow = /^[ -~¡-¬®-˿‐-‧←-⇿─-◼✔✖❯⠀-⣿]*$/

export function textWidth(text: string): number {
  if (narrow.test(text)) return text.length
  const plain = stripVTControlCharacters(text)
  return narrow.test(plain)
    ? plain.length
    : graphemes(plain).reduce((sum, grapheme) => sum + graphemeWidth(grapheme), 0)
}

/** Read when they are first needed: a pattern of Unicode properties takes a while. */
const patterns = {
  /** Marks that combine, controls, and what is never drawn. */
  get invisible() {
    return /^[\p{Cc}\p{Cf}\p{Cs}\p{Mn}\p{Me}\p{Default_Ignorable_Code_Point}]+$/u
  },
  /** Two columns by themselves, or because a selector, a joiner or a second flag letter says so. */
  get emoji() {
    return /\p{Emoji_Presentation}|\p{Emoji}\p{Emoji_Modifier}|\p{Emoji}\uFE0F|\p{Extended_Pictographic}\u200D/u
  },
}

function graphemeWidth(grapheme: string): number {
  if (patterns.invisible.test(grapheme)) return 0
  if (patterns.emoji.test(grapheme)) return 2
  return eastAsianWidth(grapheme.codePointAt(0) ?? 0)
}
