import { spawnSync } from "node:child_process"

/** Milliseconds of one whole run of Node on `args`, as a user waits for it. */
export function timeProcess(args: readonly string[], exit = 0): number {
  const start = process.hrtime.bigint()
  const { status, stderr } = spawnSync(process.execPath, args, {
    stdio: ["ignore", "ignore", "pipe"],
    encoding: "utf8",
  })
  if (status !== exit) throw new Error(`node ${args.join(" ")} ended with ${status}: ${stderr}`)
  return Number(process.hrtime.bigint() - start) / 1e6
}

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? at(sorted, middle) : (at(sorted, middle - 1) + at(sorted, middle)) / 2
}

/** The value that `share` of all values do not exceed. */
export const quantile = (values: readonly number[], share: number): number =>
  at(
    [...values].sort((a, b) => a - b),
    Math.max(0, Math.ceil(values.length * share) - 1),
  )

/**
 * Runs `subject` and `reference` in turn, so that a machine that changes speed changes both, after one run of each
 * that does not count. Ratios are taken pair by pair.
 */
export function compareProcesses(
  subject: readonly string[],
  reference: readonly string[],
  runs: number,
  exit = 0,
): { readonly ratio: number; readonly beyondMs: number } {
  timeProcess(subject, exit)
  timeProcess(reference)
  const pairs = Array.from({ length: runs }, () => ({
    subject: timeProcess(subject, exit),
    reference: timeProcess(reference),
  }))
  return {
    ratio: median(pairs.map((pair) => pair.subject / pair.reference)),
    beyondMs: median(pairs.map((pair) => pair.subject - pair.reference)),
  }
}

const at = (values: readonly number[], index: number): number => values[index] ?? Number.NaN
