import { Text, useAnimation } from "ink"
import { useTheme } from "../theme.ts"

/** ⠹ Reading the repository */
export function Spinner({ label }: { readonly label?: string }) {
  const { glyphs, accessible } = useTheme()
  const { frame } = useAnimation({ interval: 80, isActive: !accessible })
  return (
    <Text>
      <Text color="cyan">{glyphs.spinner[frame % glyphs.spinner.length]}</Text>
      {label && ` ${label}`}
    </Text>
  )
}
