import { useTheme } from "../theme.ts"
import { useNow } from "../use-now.ts"
import { spinnerAt } from "../views/board.ts"
import { Frame } from "./Frame.tsx"

/** ⠹ Reading the repository */
export function Spinner({ label }: { readonly label: string }) {
  const { glyphs } = useTheme()
  const sign = spinnerAt(useNow(true), glyphs)
  return (
    <Frame
      rows={[
        [
          { tone: "pointer", text: `${sign} ` },
          { tone: "plain", text: label },
        ],
      ]}
    />
  )
}
