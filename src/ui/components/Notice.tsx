import { Box, Text } from "ink"
import { type AppError, renderLocation } from "../../core/errors.ts"
import { printable } from "../../core/text/printable.ts"
import { useSize, useTheme } from "../theme.ts"

interface NoticeProps {
  readonly tone: "info" | "warning" | "error"
  /** What happened. */
  readonly title: string
  /** Where: `apps/shop/web/values.yaml:12:7`. */
  readonly where?: string | undefined
  readonly details?: readonly string[]
  /** What to do about it. */
  readonly fix?: string | undefined
}

/**
 *     ✖ apps/shop/web has no host.
 *       at  apps/shop/web/values.yaml:12:7
 *       do  Add one to ingress.fqdn.
 */
export function Notice({ tone, title, where, details = [], fix }: NoticeProps) {
  const { glyphs } = useTheme()
  const { width } = useSize()
  const { glyph, color } = { ...marks[tone], glyph: glyphs[marks[tone].glyph] }
  return (
    <Box width={width} columnGap={1}>
      <Text color={color}>{glyph}</Text>
      <Box flexDirection="column" flexShrink={1}>
        <Text bold>{printable(title)}</Text>
        {where && <Text wrap="hard">{`at  ${printable(where)}`}</Text>}
        {details.map((detail) => (
          <Text key={detail}>{printable(detail)}</Text>
        ))}
        {fix && <Text>{`do  ${printable(fix)}`}</Text>}
      </Box>
    </Box>
  )
}

const marks = {
  info: { glyph: "dot", color: "cyan" },
  warning: { glyph: "current", color: "yellow" },
  error: { glyph: "failed", color: "red" },
} as const

/** An error that its reader can act on. */
export const errorNotice = ({ message, location, details, hint }: AppError): NoticeProps => ({
  tone: "error",
  title: message,
  where: location && renderLocation(location),
  details,
  fix: hint,
})
