import { useWindowSize } from "ink"
import { createContext, use } from "react"
import type { Terminal } from "./terminal.ts"

/** What components need to know of the terminal. */
export type Theme = Pick<Terminal, "colour" | "accessible" | "unicode" | "hyperlinks">

export const ThemeContext = createContext<Theme>({
  colour: false,
  accessible: false,
  unicode: true,
  hyperlinks: false,
})

export const useTheme = (): Theme & { readonly glyphs: Glyphs } => {
  const theme = use(ThemeContext)
  return { ...theme, glyphs: theme.unicode ? unicodeGlyphs : asciiGlyphs }
}

export interface Glyphs {
  readonly pointer: string
  readonly arrows: string
  readonly cursor: string
  readonly dot: string
  readonly done: string
  readonly failed: string
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
  cursor: "▏",
  dot: "•",
  done: "✔",
  failed: "✖",
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
  cursor: "|",
  dot: "*",
  done: "+",
  failed: "x",
  waiting: ".",
  current: "@",
  empty: "o",
  full: "*",
  checked: "[x]",
  unchecked: "[ ]",
  spinner: ["|", "/", "-", "\\"],
}

/** Longer lines are hard to read, and a frame that was wider than a shrunken window leaves ghosts. */
const maxWidth = 72

/** Columns to draw in, and rows of the window. */
export function useSize(): { readonly width: number; readonly rows: number } {
  const { columns, rows } = useWindowSize()
  return { width: Math.min(maxWidth, columns), rows }
}
