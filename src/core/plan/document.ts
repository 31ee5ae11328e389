import { renderDiff } from "./diff.ts"
import type { Effect, FileEffect } from "./effect.ts"
import type { Missing } from "./missing.ts"
import type { Answered, Plan } from "./plan.ts"

/** `init`, `rotate` and `remove` with `--json`: one document, the same shape whatever became of the run. Source: docs/commands.md, "init --json". */
export interface PlanDocument {
  readonly schema: 1
  readonly status: Plan["status"] | "applied" | "failed"
  readonly answers?: Answered
  readonly origins?: Plan["origins"]
  readonly effects: readonly EffectDocument[]
  readonly missing: readonly Missing[]
  readonly notes: readonly string[]
  readonly waits: readonly string[]
  readonly next: readonly string[]
}

interface EffectDocument {
  readonly kind: Effect["kind"]
  readonly title: string
  readonly why: string
  readonly path?: string
  readonly diff?: string
  readonly text?: string
  readonly branch?: string
  readonly message?: string
  readonly base?: string
  /** Of a pull request that this run has opened. */
  readonly url?: string
  readonly name?: string
  readonly via?: "aws" | "workflow"
  readonly workflow?: string
  readonly ref?: string
}

/**
 * `applied` tells whether the effects have been performed; `opened` has the URLs of new pull requests by branch, which
 * somebody must merge.
 */
export const planDocument = (
  plan: Plan<Answered>,
  {
    applied,
    opened = new Map(),
  }: { readonly applied: boolean; readonly opened?: ReadonlyMap<string, string> },
): PlanDocument => ({
  schema: 1,
  status:
    opened.size > 0 ? "action-required" : applied && plan.status === "planned" ? "applied" : plan.status,
  answers: plan.answers,
  origins: plan.origins,
  effects: plan.effects.flatMap((effect) => effectDocuments(effect, opened)),
  missing: [],
  notes: plan.notes,
  waits: plan.waits,
  next: plan.next.map(({ command }) => command),
})

export const missingDocument = (missing: readonly Missing[]): PlanDocument => ({
  schema: 1,
  status: "failed",
  effects: [],
  missing,
  notes: [],
  waits: [],
  next: [],
})

/** The files of a commit stand before it, so that a reader finds every diff in one list. */
function effectDocuments(effect: Effect, opened: ReadonlyMap<string, string>): readonly EffectDocument[] {
  const { kind, title, why } = effect
  switch (effect.kind) {
    case "create-file":
    case "edit-file":
    case "delete-file":
      return [fileDocument(effect)]
    case "commit":
      return [
        ...effect.files.map((file) => ({ ...fileDocument(file), branch: effect.branch })),
        { kind, title, why, branch: effect.branch, message: effect.message },
      ]
    case "ticket":
      return [{ kind, title, why, text: effect.text, ...(effect.file ? { path: effect.file.path } : {}) }]
    case "instruct":
      return [{ kind, title, why, text: effect.lines.join("\n") }]
    case "pull-request": {
      const { branch, base, subject, body } = effect
      const url = opened.get(branch)
      return [{ kind, title, why, branch, base, message: `${subject}\n\n${body}`, ...(url ? { url } : {}) }]
    }
    case "store-secret": {
      const { name, path, route } = effect
      const run = route.kind === "workflow" ? { workflow: route.path, ref: route.ref } : {}
      return [{ kind, title, why, name, path, via: route.kind, ...run }]
    }
  }
}

const fileDocument = (file: FileEffect): EffectDocument => ({
  kind: file.kind,
  path: file.path,
  diff: renderDiff(file),
  title: file.title,
  why: file.why,
})
