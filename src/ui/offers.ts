/** What a screen offers beside its answer. Data, so that the drawn screen and the printed one offer the same. */
import type { KeyPress } from "./keys.ts"

export interface Offers {
  /** What is shown when somebody asks: why this is here, and what an answer changes. Each line is a paragraph. */
  readonly help: string
  readonly copies?: Copyable
  readonly link?: Openable
}

export interface Copyable {
  /** "the ticket", as in "copy the ticket". */
  readonly what: string
  /** Never a secret: it is printed as well. */
  readonly text: string
}

export interface Openable {
  /** "the run", as in "open the run". */
  readonly what: string
  readonly url: string
}

/** `save` leaves, to come back later; the other three are carried out here and change nothing. */
export type OfferKind = "explain" | "copy" | "open" | "save"

export interface Offered {
  readonly kind: OfferKind
  /** The key on a screen where letters are no text. */
  readonly letter: string
  /** The key in a field. Source for Ctrl+G: nano's "Get Help"; Ctrl+Y, Ctrl+O and Ctrl+S are free in Readline's emacs mode. */
  readonly control: string
  /** What to type at a line prompt. */
  readonly word: string
  readonly does: string
}

/** What can be asked for here; help always can. */
export const offered = ({ copies, link }: Offers, canSave: boolean): readonly Offered[] => [
  { kind: "explain", letter: "?", control: "Ctrl+G", word: "?", does: "explain" },
  ...(copies
    ? [{ kind: "copy", letter: "c", control: "Ctrl+Y", word: "copy", does: `copy ${copies.what}` } as const]
    : []),
  ...(link
    ? [{ kind: "open", letter: "o", control: "Ctrl+O", word: "open", does: `open ${link.what}` } as const]
    : []),
  ...(canSave
    ? [{ kind: "save", letter: "s", control: "Ctrl+S", word: "save", does: "save and quit" } as const]
    : []),
]

/** What a key asks for, if it is offered. Letters count where they are no text: all of them, only `?`, or none. */
export function findOffer(
  key: KeyPress,
  offers: readonly Offered[],
  letters: "all" | "?" | "none",
): OfferKind | undefined {
  return offers.find(({ kind, letter }) =>
    key.kind === "insert"
      ? (letters === "all" || letters === letter) && key.text.toLowerCase() === letter
      : key.kind === kind,
  )?.kind
}
