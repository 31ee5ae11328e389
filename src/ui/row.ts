import type { Tone } from "../core/plan/preview.ts"

/** How a piece looks: the tones of a plan, and what screens add to them. */
export type Look = Tone | "good" | "bad" | "pointer" | "caret" | "link"

/** A piece of a row in one look. */
export interface Piece {
  readonly tone: Look
  readonly text: string
  /** Where it leads, for terminals that have links. */
  readonly url?: string
}

/** One row of a window. A screen is rows and nothing else, so its height is known before it is drawn. */
export type Row = readonly Piece[]

export const blankRow: Row = []

export const row = (text: string, tone: Look = "plain"): Row => [{ tone, text }]

/** Rows that stand apart from each other by a blank one; those without content take no room. */
export const stack = (parts: readonly (readonly Row[])[], gap: boolean): readonly Row[] =>
  parts
    .filter((part) => part.length > 0)
    .flatMap((part, index) => (gap && index > 0 ? [blankRow, ...part] : part))
