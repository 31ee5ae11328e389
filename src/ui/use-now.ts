import { useAnimation } from "ink"
import { useTheme } from "./theme.ts"
import { spinnerMs } from "./views/board.ts"

/** The clock, in milliseconds; while something runs, it is drawn again with every turn of the spinner. All share Ink's one timer. */
export function useNow(runs: boolean): number {
  const { accessible } = useTheme()
  useAnimation({ interval: spinnerMs, isActive: runs && !accessible })
  return Date.now()
}
