import { type SuspendTerminal, useApp, useInput, usePaste } from "ink"
import { type ReactNode, useLayoutEffect, useState } from "react"
import { type KeyPress, parseKeys } from "../keys.ts"
import { KeyListeners, type OnKey } from "../use-keys.ts"

interface InputGuardProps {
  readonly onCancel: () => void
  readonly onStop?: () => void
  /** Told how to give the terminal away. */
  readonly onReady?: (suspend: SuspendTerminal) => void
  readonly children: ReactNode
}

/**
 * Stands at the root and always listens. Without a listener Ink leaves raw mode, and the terminal shows in clear what is typed or
 * pasted during a spinner, and hands it to the next question.
 */
export function InputGuard({ onCancel, onStop, onReady, children }: InputGuardProps) {
  const { suspendTerminal } = useApp()
  useLayoutEffect(() => onReady?.(suspendTerminal), [onReady, suspendTerminal])
  const [listeners] = useState(() => new Set<OnKey>())
  const hear = (key: KeyPress) => {
    if (key.kind === "cancel") onCancel()
    else if (key.kind === "stop") onStop?.()
    else for (const listener of [...listeners]) listener(key)
  }
  useInput((input, key) => {
    for (const press of parseKeys(input, key)) hear(press)
  })
  usePaste((text) => hear({ kind: "paste", text }))
  return <KeyListeners value={listeners}>{children}</KeyListeners>
}
