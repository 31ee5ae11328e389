import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { entry } from "../cli/run.ts"
import { installPackage, timeNpx } from "../package/install-package.ts"
import { compareProcesses, median } from "./measure.ts"
import type { Figure } from "./run.ts"

interface Start {
  readonly args: readonly string[]
  /** What it ends with; those that would go on stop at once for want of what they are not given here. */
  readonly exit?: number
  readonly atMost?: number
}

/** What a command costs before it does anything, as a multiple of the emptiest Node process; `init` is in a bench of its own. */
export async function benchStart(): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), "idp-oidc-bench-"))
  const starts: readonly Start[] = [
    { args: ["--version"], atMost: 1.3 },
    { args: ["--help"], atMost: 1.3 },
    { args: ["init", "--help"], atMost: 1.3 },
    { args: ["explain", "AADSTS50011"] },
    { args: ["chart", "--out", join(folder, "chart")] },
    { args: ["doctor", "--list"] },
    { args: ["serve"], exit: 2 },
    { args: ["preview", join(folder, "nothing")], exit: 1 },
  ]
  try {
    const figures = starts.map(({ args, exit, atMost }) => ({
      name: `start: ${args[0] === "init" ? args.join(" ") : args[0]}`,
      value: compareProcesses([entry, ...args], ["-e", "0"], 21, exit).ratio,
      unit: "× node -e 0",
      ...(atMost === undefined ? {} : { atMost }),
    }))
    return [...figures, await npx()]
  } finally {
    await rm(folder, { recursive: true })
  }
}

async function npx(): Promise<Figure> {
  const installed = await installPackage()
  try {
    const times: number[] = []
    for (let run = 0; run < 5; run++) times.push(await timeNpx(installed))
    return { name: "start: npx, empty cache, offline", value: median(times) / 1000, unit: "s", atMost: 3 }
  } finally {
    await installed.remove()
  }
}
