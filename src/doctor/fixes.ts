/** The edits that findings propose, as effects of the same kind that `init` plans, previews and applies. */
import type { EditFile } from "../core/plan/effect.ts"
import { editYaml } from "../core/yaml/edit.ts"
import type { YamlOperation } from "../core/yaml/operation.ts"
import type { CheckId, Fix } from "./check.ts"
import type { CheckResult } from "./run-checks.ts"

export interface FixPlan {
  readonly effects: readonly EditFile[]
  readonly refused: readonly RefusedFix[]
}

/** A fix that cannot be made without changing more than it should. */
export interface RefusedFix {
  readonly id: CheckId
  readonly path: string
  readonly why: string
}

interface Proposal {
  readonly id: CheckId
  readonly path: string
  readonly what: string
  readonly operations: readonly YamlOperation[]
  readonly comment?: Fix["comment"]
}

/** One effect a file. `texts` holds every file that a fix names, as it was read. */
export function planFixes(results: readonly CheckResult[], texts: ReadonlyMap<string, string>): FixPlan {
  const proposals = results.flatMap(({ check, findings }) =>
    findings.flatMap(({ what, fix }): Proposal[] => (fix ? [{ id: check.id, what, ...fix }] : [])),
  )
  const plans = [...Map.groupBy(proposals, ({ path }) => path)].map(([path, ofFile]) =>
    planFile(path, texts.get(path) ?? "", ofFile),
  )
  return {
    effects: plans.flatMap(({ effects }) => effects),
    refused: plans.flatMap(({ refused }) => refused),
  }
}

function planFile(path: string, before: string, proposals: readonly Proposal[]): FixPlan {
  let after = before
  const made: Proposal[] = []
  const refused: RefusedFix[] = []
  for (const proposal of inSafeOrder(proposals)) {
    const edited = editYaml(after, proposal.operations, { path })
    if (edited.ok) {
      after = replaceComment(edited.value, proposal.comment)
      made.push(proposal)
    } else
      refused.push({ id: proposal.id, path, why: edited.problems.map(({ message }) => message).join(" ") })
  }
  const effect: EditFile = {
    kind: "edit-file",
    path,
    before,
    after,
    title: `Edit ${path}`,
    why: [...new Set(made.map(({ id, what }) => `${id}: ${what}`))].join("; "),
  }
  return { effects: after === before ? [] : [effect], refused }
}

/** The first line that is this comment, whole. */
function replaceComment(text: string, comment: Fix["comment"]): string {
  if (comment === undefined || !comment.before.startsWith("#")) return text
  const lines = text.split("\n")
  const index = lines.findIndex((line) => line.trimEnd() === comment.before)
  return index < 0
    ? text
    : lines.with(index, comment.after + (lines[index]?.endsWith("\r") ? "\r" : "")).join("\n")
}

/** Taking an item out moves those behind it, so that comes last, and from the end of the list. */
const inSafeOrder = (proposals: readonly Proposal[]): readonly Proposal[] =>
  proposals.toSorted((a, b) => compare(removedIndex(b), removedIndex(a)))

/** Higher for edits that come first: everything else before removals, and high positions before low ones. */
function removedIndex({ operations }: Proposal): number {
  const [first] = operations
  const position = first?.path.at(-1)
  return first?.kind === "remove" && typeof position === "number" ? position : Number.POSITIVE_INFINITY
}

/** Infinity minus itself is no number to sort by. */
const compare = (a: number, b: number): number => (a === b ? 0 : a < b ? -1 : 1)
