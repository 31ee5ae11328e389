import { useWindowSize } from "ink"
import { createContext, use } from "react"
import type { Terminal } from "./terminal.ts"

/** What components need to know of the terminal. */
export interface Theme extends Pick<Terminal, "colour" | "accessible" | "unicode" | "hyperlinks"> {
  /** True for the last frame, which stays when no key does anything any more. */
  readonly ended?: boolean
}

export const ThemeContext = createContext<Theme>({
  colour: false,
  accessible: false,
  unicode: true,
  hyperlinks: false,
})

/** A theme with its signs. */
export interface Style extends Theme {
  readonly glyphs: Glyphs
}

export const styleOf = (theme: Theme): Style => ({
  ...theme,
  glyphs: theme.unicode ? unicodeGlyphs : asciiGlyphs,
})

export const useTheme = (): Style => styleOf(use(ThemeContext))

export interface Glyphs {
  readonly pointer: string
  readonly arrows: string
  readonly caret: string
  readonly ellipsis: string
  readonly dot: string
  readonly done: string
  readonly failed: string
  readonly warning: string
  readonly unknown: string
  readonly skipped: string
  readonly waiting: string
  readonly current: string
  readonly empty: string
  readonly full: string
  readonly checked: string
  readonly unchecked: string
  readonly spinner: readonly string[]
}

const unicodeGlyphs: Glyphs = {
  pointer: "❯",
  arrows: "↑↓",
  caret: "▏",
  ellipsis: "…",
  dot: "•",
  done: "✔",
  failed: "✖",
  warning: "!",
  unknown: "?",
  skipped: "–",
  waiting: "·",
  current: "◉",
  empty: "○",
  full: "●",
  checked: "◼",
  unchecked: "◻",
  spinner: ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"],
}

const asciiGlyphs: Glyphs = {
  pointer: ">",
  arrows: "Up/Down",
  caret: "|",
  ellipsis: "~",
  dot: "*",
  done: "+",
  failed: "x",
  warning: "!",
  unknown: "?",
  skipped: "-",
  waiting: ".",
  current: "@",
  empty: "o",
  full: "*",
  checked: "[x]",
  unchecked: "[ ]",
  spinner: ["|", "/", "-", "\\"],
}

/** Longer lines of prose are hard to read. Columns. */
const maxWidth = 72
/** Tables of a plan say where each value was found, which takes more. Columns. */
const maxBodyWidth = 100
/** Below this there is no room for blank rows. */
const roomyRows = 20

export interface Size {
  /** Columns for prose. */
  readonly width: number
  /** Columns for the prose and tables of a plan. */
  readonly bodyWidth: number
  /** Of the window. */
  readonly columns: number
  readonly rows: number
  /** True where parts stand apart by a blank row. */
  readonly roomy: boolean
}

/** The window, and what fits it. */
export function useSize(): Size {
  const { columns, rows } = useWindowSize()
  return {
    width: Math.min(maxWidth, columns),
    bodyWidth: Math.min(maxBodyWidth, columns),
    columns,
    rows,
    roomy: rows >= roomyRows,
  }
}
