import type { ReactNode } from "react"
import { useKeys } from "../use-keys.ts"

interface InputGuardProps {
  readonly onCancel: () => void
  readonly children: ReactNode
}

/**
 * Stands at the root and always listens. Without a listener Ink leaves raw mode, and the terminal shows in clear what is typed or
 * pasted during a spinner, and hands it to the next question.
 */
export function InputGuard({ onCancel, children }: InputGuardProps) {
  useKeys((key) => {
    if (key.kind === "cancel") onCancel()
  })
  return children
}
