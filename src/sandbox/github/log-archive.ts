import { strToU8, zipSync } from "fflate"
import { type Run, stepsAt } from "./runs.ts"

/**
 * The logs of a run as GitHub packs them: one file for the job, and one per step in a folder of the job's name.
 *
 * Source: GitHub docs, "Download workflow run logs".
 */
export function makeLogArchive(run: Run, now: number): Uint8Array {
  const { job } = run.script
  const done = stepsAt(run, now).filter(
    ({ status, conclusion }) => status === "completed" && conclusion !== "skipped",
  )
  const steps = done.map(({ script, startedAt }, index) => {
    const text = script.log.map(
      (line) => `${new Date(startedAt).toISOString().replace("Z", "0000Z")} ${line}\n`,
    )
    return [`${job}/${index + 1}_${fileName(script.name)}.txt`, text.join("")] as const
  })
  const whole = [`0_${job}.txt`, steps.map(([, text]) => text).join("")] as const
  return zipSync(Object.fromEntries([whole, ...steps].map(([name, text]) => [name, strToU8(text)])))
}

const fileName = (step: string): string => step.replace(/[<>:"/\\|?*]/g, "")
