import type { Repository } from "./repository.ts"

/** What a run will do, settled when it starts; its steps then appear in time. */
export interface RunScript {
  readonly job: string
  readonly steps: readonly StepScript[]
}

export interface StepScript {
  readonly name: string
  readonly seconds: number
  readonly conclusion: "success" | "failure"
  /** As the runner prints them, masks applied. */
  readonly log: readonly string[]
}

export interface Run {
  readonly id: number
  readonly number: number
  readonly repository: Repository
  readonly workflow: { readonly id: number; readonly name: string; readonly path: string }
  readonly branch: string
  readonly sha: string
  readonly title: string
  readonly actor: string
  readonly createdAt: number
  readonly script: RunScript
  logsDeleted: boolean
}

export interface Progress {
  readonly status: "queued" | "in_progress" | "completed"
  readonly conclusion: "success" | "failure" | null
}

export interface StepProgress {
  readonly script: StepScript
  readonly startedAt: number
  readonly endsAt: number
  readonly status: Progress["status"]
  readonly conclusion: "success" | "failure" | "skipped" | null
}

/** Milliseconds until a runner picks a job up. */
export const queueMs = 2000

/** The steps as they stand at a time. After one has failed, the others are skipped at once. */
export function stepsAt({ createdAt, script }: Run, now: number): readonly StepProgress[] {
  let startedAt = createdAt + queueMs
  let failed = false
  return script.steps.map((step) => {
    const skipped = failed
    const endsAt = skipped ? startedAt : startedAt + step.seconds * 1000
    const status = now >= endsAt ? "completed" : now >= startedAt ? "in_progress" : "queued"
    const conclusion = status !== "completed" ? null : skipped ? "skipped" : step.conclusion
    const progress = { script: step, startedAt, endsAt, status, conclusion } as const
    failed ||= step.conclusion === "failure"
    startedAt = endsAt
    return progress
  })
}

export function progressAt(run: Run, now: number): Progress {
  const steps = stepsAt(run, now)
  if (now < run.createdAt + queueMs) return { status: "queued", conclusion: null }
  if (steps.some(({ status }) => status !== "completed")) return { status: "in_progress", conclusion: null }
  return {
    status: "completed",
    conclusion: steps.some(({ conclusion }) => conclusion === "failure") ? "failure" : "success",
  }
}
