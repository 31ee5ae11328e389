import { Box, Text, Transform } from "ink"
import { useTheme } from "../theme.ts"

interface LinkProps {
  readonly label: string
  readonly url: string
  /** Number of the footnote that has the address, for terminals without links. */
  readonly footnote: number
}

/** run 812, as a link; or `run 812 [1]` where the terminal has none. Source: OSC 8 hyperlinks in terminal emulators. */
export function Link({ label, url, footnote }: LinkProps) {
  const { hyperlinks } = useTheme()
  if (!hyperlinks) return <Text>{`${label} [${footnote}]`}</Text>
  return (
    <Transform transform={(line) => `\x1b]8;;${url}\x1b\\${line}\x1b]8;;\x1b\\`}>
      <Text underline>{label}</Text>
    </Transform>
  )
}

/**
 *     [1] https://github.example.com/shop/apps/actions/runs/812
 *
 * Addresses wrap and are never cut.
 */
export function Footnotes({ urls }: { readonly urls: readonly string[] }) {
  const { hyperlinks } = useTheme()
  if (hyperlinks || urls.length === 0) return null
  return (
    <Box flexDirection="column" marginTop={1}>
      {urls.map((url, index) => (
        <Text key={url} dimColor wrap="hard">{`[${index + 1}] ${url}`}</Text>
      ))}
    </Box>
  )
}
