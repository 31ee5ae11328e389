export interface Resizable extends NodeJS.WritableStream {
  readonly columns?: number
  readonly rows?: number
}

export interface SettledSize<Stream> {
  /** The same terminal, whose size changes only where it has settled. */
  readonly stream: Stream
  /** Takes the size that there is now, without waiting. */
  readonly settle: () => void
  readonly close: () => void
}

/** Milliseconds without another size after which nobody is dragging the window any more: a drag brings one every 16 to 60. */
const quietMs = 100

/**
 * A window that is dragged has another size by the time that a frame for the last one arrives: what was erased for one width does not
 * fit the next, and rows stay behind. So nothing is drawn for a size that does not last. `onSettled` is called before all that listen
 * to the stream; `isHeld` says while the terminal is somebody else's.
 */
export function settleSize<Stream extends Resizable>(
  stdout: Stream,
  { onSettled, isHeld }: { readonly onSettled: () => void; readonly isHeld: () => boolean },
): SettledSize<Stream> {
  let size = sizeOf(stdout)
  let timer: NodeJS.Timeout | undefined
  const listeners = new Set<() => void>()
  const settle = () => {
    clearTimeout(timer)
    const now = sizeOf(stdout)
    if (now.columns === size.columns && now.rows === size.rows) return
    size = now
    onSettled()
    for (const listener of [...listeners]) listener()
  }
  const onResize = () => {
    clearTimeout(timer)
    if (!isHeld()) timer = setTimeout(settle, quietMs)
  }
  stdout.on("resize", onResize)
  const own: Readonly<Record<string | symbol, unknown>> = {
    on: (event: string, listener: () => void) => {
      if (event === "resize") listeners.add(listener)
      else stdout.on(event, listener)
      return stream
    },
    off: (event: string, listener: () => void) => {
      if (event === "resize") listeners.delete(listener)
      else stdout.off(event, listener)
      return stream
    },
  }
  const stream = new Proxy(stdout, {
    get: (target, name) => {
      if (name === "columns" || name === "rows") return size[name]
      const value = own[name] ?? Reflect.get(target, name)
      return typeof value === "function" && !(name in own) ? value.bind(target) : value
    },
  })
  return {
    stream,
    settle,
    close: () => {
      clearTimeout(timer)
      stdout.off("resize", onResize)
    },
  }
}

const sizeOf = ({ columns, rows }: Resizable) => ({ columns, rows })
