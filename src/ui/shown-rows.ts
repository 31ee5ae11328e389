import { createContext, use } from "react"
import type { Row } from "./row.ts"

/** Told which rows the window shows: a window that gets narrower breaks them, and then they take more room than they did. */
export const ShownRowsContext = createContext<(rows: readonly Row[]) => void>(() => undefined)

export const useShownRows = () => use(ShownRowsContext)
