/** The result of a run in numbers, and what the process should end with. */
import type { Exit } from "../../core/errors.ts"
import type { CheckResult, Status } from "../run-checks.ts"

export interface Summary extends Readonly<Record<Status, number>> {
  readonly total: number
  /** Checks that looked at something: all but the skipped and the unknown. */
  readonly checked: number
}

export function summarise(results: readonly CheckResult[]): Summary {
  const count = (status: Status) => results.filter((result) => result.status === status).length
  const counts = {
    pass: count("pass"),
    info: count("info"),
    warn: count("warn"),
    fail: count("fail"),
    skip: count("skip"),
    unknown: count("unknown"),
  }
  const total = results.length
  return { ...counts, total, checked: total - counts.skip - counts.unknown }
}

export type FailOn = "warn" | "fail"

/** The same in every format. A run in which nothing could be looked at has not said that all is well. */
export function exitOf(results: readonly CheckResult[], failOn: FailOn): Exit {
  const { fail, warn, checked } = summarise(results)
  if (fail > 0 || (failOn === "warn" && warn > 0)) return "failed"
  return checked === 0 || results.some(({ crashed }) => crashed) ? "internal" : "ok"
}
