import type { GitRepository } from "../../adapters/git/git.ts"
import type { Exit } from "../../core/errors.ts"
import type { Answered, Plan } from "../../core/plan/plan.ts"
import type { ConfirmQuestion, TypedQuestion } from "../../ui/question.ts"
import { type ApplyTools, applyPlan } from "../../wizard/apply-plan.ts"
import { applyTools } from "../apply-tools.ts"
import type { AskQuestion } from "../ask-questions.ts"
import type { Io } from "../command.ts"
import type { Connections } from "../init/connections.ts"
import type { RunReport } from "../init/report.ts"

export interface CarryOutTools {
  readonly repository: GitRepository
  readonly connections: Connections
  readonly report: RunReport
  readonly io: Io
  readonly ask: AskQuestion | undefined
  /** What storing secrets takes, where the plan does. */
  readonly secrets?: () => Promise<Pick<ApplyTools, "secrets">>
}

/** Shows the plan, asks where somebody can be asked, performs it and says what became of it. */
export async function carryOut(
  plan: Plan<Answered>,
  question: ConfirmQuestion | TypedQuestion,
  { report, io, ask, secrets, ...place }: CarryOutTools,
): Promise<Exit> {
  const asks = ask !== undefined && plan.effects.length > 0
  report.before(plan, { remarks: asks })
  if (asks && (await ask(question)) !== true) {
    io.stderr.write("Nothing was written.\n")
    return "cancelled"
  }
  io.signal.throwIfAborted()
  await applyPlan(plan.effects, applyTools(place, io, await secrets?.()), report.outcome)
  return report.after(asks ? { ...plan, notes: [], waits: [] } : plan)
}
