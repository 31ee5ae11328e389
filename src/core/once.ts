/** Values that cost something, and of which nobody needs a second. */

/** Computes when it is first wanted, and once. A failure is remembered as well. */
export const once = <Value>(read: () => Promise<Value>): (() => Promise<Value>) => {
  let reading: Promise<Value> | undefined
  return () => {
    reading ??= read()
    return reading
  }
}

/** The same for each key. */
export const onceFor = <Value>(read: (key: string) => Promise<Value>): ((key: string) => Promise<Value>) => {
  const readings = new Map<string, Promise<Value>>()
  return (key) => {
    const reading = readings.get(key) ?? read(key)
    readings.set(key, reading)
    return reading
  }
}
