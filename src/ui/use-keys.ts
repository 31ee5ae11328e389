import { createContext, use, useLayoutEffect, useReducer, useRef } from "react"
import type { KeyPress } from "./keys.ts"

export type OnKey = (key: KeyPress) => void

/** Who hears the keys that `InputGuard` takes. */
export const KeyListeners = createContext<Set<OnKey>>(new Set())

/**
 * Every key press and paste, one at a time. Below an `InputGuard`. It listens from the moment that the frame is drawn; Ink's own hooks
 * begin a little later, and what is typed or pasted between is lost.
 */
export function useKeys(onKey: OnKey): void {
  const listeners = use(KeyListeners)
  const latest = useRef(onKey)
  useLayoutEffect(() => {
    latest.current = onKey
  })
  useLayoutEffect(() => {
    const listener: OnKey = (key) => latest.current(key)
    listeners.add(listener)
    return () => {
      listeners.delete(listener)
    }
  }, [listeners])
}

/**
 * A state that can be read between two renders: several key presses come in one chunk, and Enter must see the text before
 * it. The state is in a mutable holder and in no snapshot of React's, which also keeps secrets out of those.
 */
export function useHolder<State>(initial: () => State): Holder<State> {
  const state = useRef<{ value: State }>(undefined)
  const [, redraw] = useReducer((count: number) => count + 1, 0)
  state.current ??= { value: initial() }
  const { current } = state
  return {
    read: () => current.value,
    write: (value) => {
      current.value = value
      redraw()
    },
  }
}

export interface Holder<State> {
  readonly read: () => State
  /** Draws again. */
  readonly write: (state: State) => void
}
