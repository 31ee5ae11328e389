import { render, type SuspendTerminal } from "ink"
import { createElement, type ReactNode } from "react"
import { ErrorBoundary } from "./components/ErrorBoundary.tsx"
import { InputGuard } from "./components/InputGuard.tsx"
import type { Desk } from "./desk.ts"
import type { Lend } from "./lend.ts"
import { renderEraseUpwards, rowsAddedByReflow } from "./reflow.ts"
import type { Row } from "./row.ts"
import { type Resizable, settleSize } from "./settle-size.ts"
import { ShownRowsContext } from "./shown-rows.ts"
import type { Terminal } from "./terminal.ts"
import { type Theme, ThemeContext } from "./theme.ts"
import { DeskContext } from "./use-desk.ts"

export type Ending<Value> =
  | { readonly kind: "finished"; readonly value: Value }
  | { readonly kind: "cancelled" }

export interface RenderOptions {
  readonly stdin: NodeJS.ReadableStream & { setRawMode?(raw: boolean): unknown }
  readonly stdout: Resizable
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
  app: (finish: (value: Value) => void, fail: (error: unknown) => void, lend: Lend) => ReactNode,
  { stdin, stdout, stderr, terminal, desk, signal }: RenderOptions,
): Promise<Ending<Value>> {
  if (signal.aborted) return { kind: "cancelled" }
  const { promise, resolve, reject } = Promise.withResolvers<Ending<Value>>()
  const cancel = () => resolve({ kind: "cancelled" })
  const drawn = Promise.withResolvers<SuspendTerminal>()
  let lent = false
  let stopsAgain = false
  const lend: Lend = async (use) => {
    lent = true
    try {
      const suspend = await drawn.promise
      await using _ = await suspend()
      await stopReading(stdin)
      try {
        return await use()
      } finally {
        window.settle()
        stopsAgain = false
      }
    } finally {
      lent = false
      if (stopsAgain) stop()
    }
  }
  const stop = () => {
    // The screen is there again a moment before the terminal is, and a key that is pressed then counts.
    if (lent) stopsAgain = true
    else if (desk.stop) lend(desk.stop).catch(reject)
  }
  const guarded = createElement(InputGuard, {
    onCancel: cancel,
    onStop: stop,
    onReady: drawn.resolve,
    children: app((value) => resolve({ kind: "finished", value }), reject, lend),
  })
  const caught = createElement(ErrorBoundary, { onError: reject, children: guarded })
  let shown: readonly Row[] = []
  const remembering = createElement(
    ShownRowsContext,
    {
      value: (rows) => {
        shown = rows
      },
    },
    createElement(DeskContext, { value: desk }, caught),
  )
  const rootWith = (theme: Theme) => createElement(ThemeContext, { value: theme }, remembering)
  // Before Ink's own listener, which takes the frame for as high as it drew it.
  const onSettled = () => {
    if (lent) return
    const added = terminal.reflows ? rowsAddedByReflow(shown, stdout.columns ?? Number.POSITIVE_INFINITY) : 0
    if (added > 0) stdout.write(renderEraseUpwards(added))
  }
  const window = settleSize(stdout, { onSettled, isHeld: () => lent })
  signal.addEventListener("abort", cancel, { once: true })
  // Ink leaves cooked mode after its first frame; what is typed before that would be shown in clear.
  stdin.setRawMode?.(true)
  const instance = render(rootWith(terminal), {
    stdin,
    stdout: window.stream,
    stderr,
    exitOnCtrlC: false,
    patchConsole: false,
    interactive: true,
    isScreenReaderEnabled: false,
    incrementalRendering: true,
    maxFps,
  })
  try {
    return await promise
  } finally {
    signal.removeEventListener("abort", cancel)
    window.settle()
    instance.rerender(rootWith({ ...terminal, ended: true }))
    instance.unmount()
    await instance.waitUntilExit()
    window.close()
    stdin.setRawMode?.(false)
    stdout.write("\n")
  }
}

/**
 * Ink no longer listens then, but Node goes on reading, and every key that it takes is missing where the terminal is used. A stream
 * takes a pause for nothing new until it has noticed, a turn later, that nobody listens.
 */
async function stopReading(stdin: RenderOptions["stdin"]): Promise<void> {
  await new Promise((done) => setImmediate(done))
  stdin.pause()
  await new Promise((done) => setImmediate(done))
}

/** So that a key is drawn within 16 ms even when another has just been. */
const maxFps = 100
