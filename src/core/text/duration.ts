/** Milliseconds of `90s`, `3m` or `1m30s`; undefined where the text is something else. */
export function parseDuration(text: string): number | undefined {
  const match = /^(?=\d)(?:(\d{1,4})m)?(?:(\d{1,6})s)?$/.exec(text)
  if (!match) return undefined
  const [, minutes = "0", seconds = "0"] = match
  return (Number(minutes) * 60 + Number(seconds)) * 1000
}
