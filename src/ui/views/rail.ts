import { type Row, row } from "../row.ts"
import type { Style } from "../theme.ts"

export interface RailData {
  readonly steps: readonly string[]
  /** Index of the step that is under way; the ones before it are done. */
  readonly current: number
  /** Those before it that are not, because they can wait. */
  readonly open?: readonly string[]
}

/**
 *     ● Ticket  ◉ Values  ○ Secrets  ○ Deploy  ○ Wire  ○ Verify
 *
 * Where that does not fit: `Step 2 of 6: Values`.
 */
export function railRows(
  { steps, current, open = [] }: RailData,
  width: number,
  { glyphs }: Style,
): readonly Row[] {
  const needed = steps.reduce((sum, step) => sum + step.length + 4, -2)
  if (needed > width)
    return [
      [
        { tone: "plain", text: `Step ${current + 1} of ${steps.length}: ` },
        { tone: "strong", text: steps[current] ?? "" },
      ],
    ]
  return [
    steps.flatMap((step, index) => [
      ...(index > 0 ? row("  ") : []),
      index < current && !open.includes(step)
        ? { tone: "plain", text: `${glyphs.full} ${step}` }
        : index === current
          ? { tone: "strong", text: `${glyphs.current} ${step}` }
          : { tone: "faint", text: `${glyphs.empty} ${step}` },
    ]),
  ]
}
