import { Box, Text } from "ink"

/** A key and what it does here. */
export type KeyHint = readonly [key: string, does: string]

/** Enter continue  Esc back  ? explain */
export function KeyHelp({ keys }: { readonly keys: readonly KeyHint[] }) {
  return (
    <Box flexWrap="wrap" columnGap={2} marginTop={1}>
      {keys.map(([key, does]) => (
        <Text key={key} dimColor>
          <Text bold>{key}</Text> {does}
        </Text>
      ))}
    </Box>
  )
}
