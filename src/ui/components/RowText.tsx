import { Text, Transform } from "ink"
import type { Look, Piece, Row } from "../row.ts"
import { useTheme } from "../theme.ts"

interface RowTextProps {
  readonly row: Row
  /** What becomes of a row that is longer than its window. */
  readonly wrap: "truncate-end" | "wrap"
}

/** One row in its looks. What is added or removed keeps its sign, so nothing depends on colour. */
export const RowText = ({ row, wrap }: RowTextProps) => (
  <Text wrap={wrap}>
    {row.length === 0 ? " " : row.map((piece, at) => <PieceText key={at} piece={piece} />)}
  </Text>
)

/** Source: OSC 8 hyperlinks in terminal emulators. */
function PieceText({ piece: { tone, text, url } }: { readonly piece: Piece }) {
  const { hyperlinks } = useTheme()
  const drawn = <Text {...looks[tone]}>{text}</Text>
  if (url === undefined || !hyperlinks) return drawn
  return <Transform transform={(line) => `\x1b]8;;${url}\x1b\\${line}\x1b]8;;\x1b\\`}>{drawn}</Transform>
}

interface InkStyle {
  readonly color?: string
  readonly bold?: boolean
  readonly dimColor?: boolean
  readonly inverse?: boolean
  readonly underline?: boolean
}

const looks: Readonly<Record<Look, InkStyle>> = {
  plain: {},
  context: {},
  command: {},
  strong: { bold: true },
  faint: { dimColor: true },
  added: { color: "green" },
  removed: { color: "red" },
  hunk: { color: "cyan" },
  warning: { color: "yellow" },
  good: { color: "green" },
  bad: { color: "red" },
  pointer: { color: "cyan" },
  caret: { inverse: true },
  link: { underline: true },
}
