import { render } from "ink"
import { createElement, type ReactNode } from "react"
import { ErrorBoundary } from "./components/ErrorBoundary.tsx"
import { InputGuard } from "./components/InputGuard.tsx"
import type { Desk } from "./desk.ts"
import type { Terminal } from "./terminal.ts"
import { ThemeContext } from "./theme.ts"
import { DeskContext } from "./use-desk.ts"

export type Ending<Value> =
  | { readonly kind: "finished"; readonly value: Value }
  | { readonly kind: "cancelled" }

export interface RenderOptions {
  readonly stdin: NodeJS.ReadableStream & { setRawMode?(raw: boolean): unknown }
  readonly stdout: NodeJS.WritableStream
  readonly stderr: NodeJS.WritableStream
  readonly terminal: Terminal
  readonly desk: Desk
  /** Ends it from outside, as Ctrl+C does from inside. */
  readonly signal: AbortSignal
}

/**
 * Draws an app until it calls `finish`, Ctrl+C is pressed or the signal fires, and gives the terminal back as it was. After the
 * first Ctrl+C the terminal is cooked again, so a second one is an ordinary SIGINT.
 *
 * @throws whatever a component throws
 */
export async function renderApp<Value>(
  app: (finish: (value: Value) => void, fail: (error: unknown) => void) => ReactNode,
  { stdin, stdout, stderr, terminal, desk, signal }: RenderOptions,
): Promise<Ending<Value>> {
  if (signal.aborted) return { kind: "cancelled" }
  const { promise, resolve, reject } = Promise.withResolvers<Ending<Value>>()
  const cancel = () => resolve({ kind: "cancelled" })
  const guarded = createElement(InputGuard, {
    onCancel: cancel,
    children: app((value) => resolve({ kind: "finished", value }), reject),
  })
  const caught = createElement(ErrorBoundary, { onError: reject, children: guarded })
  const root = createElement(
    ThemeContext,
    { value: terminal },
    createElement(DeskContext, { value: desk }, caught),
  )
  signal.addEventListener("abort", cancel, { once: true })
  // Ink leaves cooked mode after its first frame; what is typed before that would be shown in clear.
  stdin.setRawMode?.(true)
  const instance = render(root, {
    stdin,
    stdout,
    stderr,
    exitOnCtrlC: false,
    patchConsole: false,
    interactive: true,
    isScreenReaderEnabled: false,
  })
  try {
    return await promise
  } finally {
    signal.removeEventListener("abort", cancel)
    instance.unmount()
    await instance.waitUntilExit()
    stdin.setRawMode?.(false)
    stdout.write("\n")
  }
}
