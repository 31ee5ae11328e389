export interface ReviewerOptions {
  readonly openPulls: () => readonly { readonly number: number }[]
  readonly merge: (number: number) => void
  /** Milliseconds that a pull request is looked at. */
  readonly mergesAfterMs: number
}

/** Milliseconds between two looks for new ones. */
const lookMs = 100

/** A colleague who merges every pull request, after a while. */
export function startReviewer({ openPulls, merge, mergesAfterMs }: ReviewerOptions) {
  const since = new Map<number, number>()
  const timer = setInterval(() => {
    for (const { number } of openPulls()) {
      const at = since.get(number) ?? performance.now()
      since.set(number, at)
      if (performance.now() - at >= mergesAfterMs) merge(number)
    }
  }, lookMs)
  return { close: async () => clearInterval(timer) }
}
