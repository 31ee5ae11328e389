import { Text } from "ink"
import type { Line, Tone } from "../../core/plan/preview.ts"

/** One line in its tones; what is added or removed keeps its sign, so nothing depends on colour. */
export const LineText = ({
  line,
  wrap,
}: {
  readonly line: Line
  readonly wrap?: "truncate-end" | "wrap"
}) => (
  <Text {...(wrap ? { wrap } : {})}>
    {line.length === 0
      ? " "
      : line.map(({ tone, text }, index) => (
          <Text key={index} {...styles[tone]}>
            {text}
          </Text>
        ))}
  </Text>
)

const styles: Readonly<Record<Tone, { readonly color?: string; bold?: boolean; dimColor?: boolean }>> = {
  plain: {},
  context: {},
  command: {},
  strong: { bold: true },
  faint: { dimColor: true },
  added: { color: "green" },
  removed: { color: "red" },
  hunk: { color: "cyan" },
  warning: { color: "yellow" },
}
