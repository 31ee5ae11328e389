import { Box, Text } from "ink"
import { useSize, useTheme } from "../theme.ts"

interface RailProps {
  readonly steps: readonly string[]
  /** Index of the step that is under way; the ones before it are done. */
  readonly current: number
}

/**
 *     ● Ticket  ◉ Values  ○ Secrets  ○ Deploy  ○ Wire  ○ Verify
 *
 * Where that does not fit: `Step 2 of 6: Values`.
 */
export function Rail({ steps, current }: RailProps) {
  const { glyphs, accessible } = useTheme()
  const { width } = useSize()
  const needed = steps.reduce((sum, step) => sum + step.length + 4, -2)
  if (accessible || needed > width)
    return (
      <Text>
        Step {current + 1} of {steps.length}: <Text bold>{steps[current]}</Text>
      </Text>
    )
  return (
    <Box columnGap={2}>
      {steps.map((step, index) => (
        <Text key={step} bold={index === current} dimColor={index > current}>
          {index < current ? glyphs.full : index === current ? glyphs.current : glyphs.empty} {step}
        </Text>
      ))}
    </Box>
  )
}
