/** What figures were when they were last recorded, so that a run can say what moved. */
import { readFile, writeFile } from "node:fs/promises"
import type { Figure } from "./run.ts"

const file = new URL("baseline.json", import.meta.url)

/** Values by the name of the figure. */
export type Baseline = Readonly<Record<string, number>>

/** Two runs of the same code differ by less, ratios that they are. */
const tolerance = 0.15

export const readBaseline = async (): Promise<Baseline> => JSON.parse(await readFile(file, "utf8"))

/** Figures that were not measured this time stay as they are. */
export async function recordBaseline(figures: readonly Figure[]): Promise<void> {
  const measured = figures.map(({ name, value }) => [name, Number(value.toPrecision(3))] as const)
  const all = Object.entries({ ...(await readBaseline()), ...Object.fromEntries(measured) })
  await writeFile(file, `${JSON.stringify(Object.fromEntries(all.sort()), undefined, 2)}\n`)
}

/** `was 0.85, better`, or nothing where it is as it was; whether more is better follows from the bound. */
export function describeMove({ name, value, atLeast }: Figure, baseline: Baseline): string {
  const before = baseline[name]
  if (before === undefined) return "new"
  const change = value / before - 1
  if (Math.abs(change) <= tolerance) return ""
  const isBetter = atLeast !== undefined ? change > 0 : change < 0
  return `was ${before}, ${isBetter ? "better" : "worse"}`
}
