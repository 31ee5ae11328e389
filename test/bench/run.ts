/**
 * `npm run bench [-- name…] [-- --record]`: speed and memory, as ratios within one run, for this machine changes under our
 * feet. Says what moved since the recorded baseline, which `--record` replaces. Ends with 1 when a figure misses its bound.
 */
import { describeMove, readBaseline, recordBaseline } from "./baseline.ts"
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

const record = process.argv.includes("--record")
const wanted = process.argv.slice(2).filter((word) => word !== "--record")
const baseline = await readBaseline()
const measured: Figure[] = []
let missed = 0
for (const [name, bench] of Object.entries(benches)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue
  for (const figure of await bench()) {
    measured.push(figure)
    const { value, unit, atMost = Number.POSITIVE_INFINITY, atLeast = Number.NEGATIVE_INFINITY } = figure
    const holds = value <= atMost && value >= atLeast
    if (!holds) missed++
    const bound = Number.isFinite(atMost)
      ? `at most ${atMost}`
      : Number.isFinite(atLeast)
        ? `at least ${atLeast}`
        : ""
    process.stdout.write(
      `${holds ? " " : "!"} ${figure.name.padEnd(44)} ${value.toFixed(2).padStart(10)} ${unit.padEnd(14)} ${bound.padEnd(14)} ${describeMove(figure, baseline)}\n`,
    )
  }
}
if (record) await recordBaseline(measured)
process.exitCode = missed > 0 ? 1 : 0
