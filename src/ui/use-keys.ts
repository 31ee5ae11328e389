import { useInput, usePaste } from "ink"
import { useReducer, useRef } from "react"
import { type KeyPress, parseKeys } from "./keys.ts"

/** Every key press and paste, one at a time. */
export function useKeys(onKey: (key: KeyPress) => void): void {
  useInput((input, key) => {
    for (const press of parseKeys(input, key)) onKey(press)
  })
  usePaste((text) => onKey({ kind: "paste", text }))
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
