import { entry } from "../cli/run.ts"
import { compareProcesses } from "./measure.ts"
import type { Figure } from "./run.ts"

/** What a command costs before it does anything, as a multiple of the emptiest Node process. */
export async function benchStart(): Promise<Figure[]> {
  return [["--version"], ["--help"], ["init", "--help"]].map((args) => ({
    name: `start: ${args.join(" ")}`,
    value: compareProcesses([entry, ...args], ["-e", "0"], 21).ratio,
    unit: "× node -e 0",
    atMost: args.length === 1 ? 1.5 : 2,
  }))
}
