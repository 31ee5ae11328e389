/**
 * `npm run bench [name…]`: speed and memory, as ratios within one run, for this machine changes under our feet.
 * Ends with 1 when a figure misses its bound.
 */
import { benchDoctor } from "./doctor.ts"
import { benchInit } from "./init.ts"
import { benchServer } from "./server.ts"
import { benchStart } from "./start.ts"
import { benchWizard } from "./wizard.ts"

/** One measured figure. Bounds are those that the documentation promises. */
export interface Figure {
  readonly name: string
  readonly value: number
  readonly unit: string
  readonly atMost?: number
  readonly atLeast?: number
}

const benches: Readonly<Record<string, () => Promise<Figure[]>>> = {
  start: benchStart,
  init: benchInit,
  wizard: benchWizard,
  doctor: benchDoctor,
  server: benchServer,
}

const wanted = process.argv.slice(2)
let missed = 0
for (const [name, bench] of Object.entries(benches)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue
  for (const figure of await bench()) {
    const { value, unit, atMost = Number.POSITIVE_INFINITY, atLeast = Number.NEGATIVE_INFINITY } = figure
    const holds = value <= atMost && value >= atLeast
    if (!holds) missed++
    const bound = Number.isFinite(atMost)
      ? `at most ${atMost}`
      : Number.isFinite(atLeast)
        ? `at least ${atLeast}`
        : ""
    process.stdout.write(
      `${holds ? " " : "!"} ${figure.name.padEnd(44)} ${value.toFixed(2).padStart(10)} ${unit.padEnd(14)} ${bound}\n`,
    )
  }
}
process.exitCode = missed > 0 ? 1 : 0
