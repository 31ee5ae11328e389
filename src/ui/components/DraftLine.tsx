import { Box, Text } from "ink"
import { type EditBuffer, graphemes } from "../edit-buffer.ts"
import { useTheme } from "../theme.ts"

/** ❯ shop.example.test▏ */
export function DraftLine({ buffer: { text, cursor } }: { readonly buffer: EditBuffer }) {
  const { glyphs, colour } = useTheme()
  const [under = " ", ...after] = graphemes(text.slice(cursor))
  return (
    <Box>
      <Text color="cyan">{glyphs.pointer} </Text>
      <Text wrap="hard" aria-label={text}>
        {text.slice(0, cursor)}
        {colour ? <Text inverse>{under}</Text> : `${glyphs.cursor}${text.slice(cursor)}`}
        {colour && after.join("")}
      </Text>
    </Box>
  )
}
