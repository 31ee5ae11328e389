/** Milliseconds of `90s`, `3m` or `1m30s`; undefined where the text is something else. */
export function parseDuration(text: string): number | undefined {
  const match = /^(?=\d)(?:(\d{1,4})m)?(?:(\d{1,6})s)?$/.exec(text)
  if (!match) return undefined
  const [, minutes = "0", seconds = "0"] = match
  return (Number(minutes) * 60 + Number(seconds)) * 1000
}

const goUnits: Readonly<Record<string, number>> = { h: 3_600_000, m: 60_000, s: 1000, ms: 1 }

/** Milliseconds of `1h0m0s` or `0`, as Kubernetes writes durations. Source: Go's `time.ParseDuration`. */
export function parseGoDuration(text: string): number | undefined {
  if (text === "0") return 0
  if (!/^(?:\d+(?:\.\d+)?(?:h|ms|m|s))+$/.test(text)) return undefined
  return [...text.matchAll(/(\d+(?:\.\d+)?)(h|ms|m|s)/g)].reduce(
    (sum, [, amount = "0", unit = "s"]) => sum + Number(amount) * (goUnits[unit] ?? 0),
    0,
  )
}
