import type { KeyPress } from "./keys.ts"
import { useHolder, useKeys } from "./use-keys.ts"

/** The first line shown after a key: Page Up and Page Down turn pages, Shift with an arrow goes line by line. */
export function scroll(top: number, key: KeyPress, count: number, size: number): number {
  const last = Math.max(0, count - size)
  const to = (line: number) => Math.min(last, Math.max(0, line))
  switch (key.kind) {
    case "page-up":
      return to(top - size)
    case "page-down":
      return to(top + size)
    case "scroll-up":
      return to(top - 1)
    case "scroll-down":
      return to(top + 1)
    default:
      return to(top)
  }
}

interface Scrolled {
  /** Which text it is; each has a place of its own. */
  readonly of: string
  /** Lines. */
  readonly count: number
  /** Lines of it that are shown. */
  readonly size: number
}

/** The first line that a window of `size` lines shows. */
export function useScroll({ of, count, size }: Scrolled): number {
  const tops = useHolder<Readonly<Record<string, number>>>(() => ({}))
  const topOf = () => tops.read()[of] ?? 0
  useKeys((key) => {
    const next = scroll(topOf(), key, count, size)
    if (next !== topOf()) tops.write({ ...tops.read(), [of]: next })
  })
  return Math.min(topOf(), Math.max(0, count - size))
}
