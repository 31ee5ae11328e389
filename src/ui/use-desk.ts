import { createContext, use } from "react"
import type { Desk } from "./desk.ts"

export const DeskContext = createContext<Desk>({
  copy: async () => ({ kind: "failed" }),
  open: async () => false,
})

export const useDesk = (): Desk => use(DeskContext)
