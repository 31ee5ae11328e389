import type { ScenarioResult } from "./scenarios.ts"

export interface DemoDocument {
  readonly schema: 1
  readonly ok: boolean
  readonly scenarios: readonly ScenarioResult[]
}

/** What `demo --json` prints. Nothing asked is nothing proven, so an empty list is no success. */
export const makeDemoDocument = (scenarios: readonly ScenarioResult[]): DemoDocument => ({
  schema: 1,
  ok: scenarios.length > 0 && scenarios.every(({ ok }) => ok),
  scenarios,
})

/**
 * ```
 * ✔ a browser opens the app, not logged in   redirect to the login page
 * ✘ a script calls the app, not logged in    401
 *   but it was                                200
 * ```
 */
export function renderResults(results: readonly ScenarioResult[]): string {
  const width = Math.max(...results.map(({ asked }) => asked.length))
  const lines = results.flatMap(({ asked, expected, seen, ok }) => [
    `${ok ? "✔" : "✘"} ${asked.padEnd(width)}  ${expected}`,
    ...(ok ? [] : [`  ${"but it was".padEnd(width)}  ${seen}`]),
  ])
  const kept = results.filter(({ ok }) => ok).length
  return [...lines, "", `${kept} of ${results.length} as expected.`, ""].join("\n")
}
