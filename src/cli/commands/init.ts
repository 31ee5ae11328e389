/** `idp-oidc init`: flags or answers to decisions, then read, plan, preview, apply. */
import { createSavedStates } from "../../adapters/state/saved-states.ts"
import type { Exit } from "../../core/errors.ts"
import type { Plan } from "../../core/plan/plan.ts"
import { applyPlan } from "../../wizard/apply-plan.ts"
import type { Decisions } from "../../wizard/wizard-state.ts"
import { applyTools } from "../apply-tools.ts"
import type { Invocation, Io, RunCommand } from "../command.ts"
import { prepareToAsk, terminalToAskIn } from "../init/ask.ts"
import { createConnections } from "../init/connections.ts"
import { forget } from "../init/forget.ts"
import { givenFromFlags } from "../init/given-from-flags.ts"
import { openJournal } from "../init/journal.ts"
import { type PlanContext, readAndPlan } from "../init/read-and-plan.ts"
import { createRunReport, reportMissing, reportPlan } from "../init/report.ts"
import { runWizard } from "../init/run-wizard.ts"
import { secretTools } from "../init/secrets.ts"
import { type SecretsFromFlags, secretsFromFlags } from "../init/secrets-from-flags.ts"
import { approval, findRepository, withWriting } from "../plan-command.ts"

export const run: RunCommand = async (invocation, io) => {
  const given = givenFromFlags(invocation)
  const terminal = terminalToAskIn(invocation, io)
  if (terminal) prepareToAsk(terminal)
  const { folder, repository } = await findRepository(invocation, io)
  const remote = await repository.remote()
  const states = createSavedStates(io.env, { root: repository.root, remote })
  if (invocation.on("forget")) return forget(given, states, invocation, io)
  const secrets = await secretsFromFlags(invocation, io)
  const context: PlanContext = {
    repository,
    folder,
    repo: invocation.text("repo"),
    ticketOut: invocation.text("ticket-out"),
    showOnly: invocation.on("dry-run"),
    asked: terminal !== undefined,
    secretNotes: secrets.notes,
    connections: createConnections(repository, io),
    states,
  }
  const decisions = decisionsOf(invocation, secrets, given)
  return terminal
    ? runWizard(decisions, context, terminal, invocation, io)
    : runWithFlags(decisions, context, invocation, io)
}

const decisionsOf = (
  { on, text }: Invocation,
  { decision, values }: SecretsFromFlags,
  given: Decisions["given"],
): Decisions => ({
  given,
  said: {},
  destination: on("pr")
    ? "pull-request"
    : on("commit")
      ? "branch"
      : on("no-commit")
        ? "working-tree"
        : undefined,
  wire: !on("wire") ? "no" : text("wire") === "unverified" ? "unverified" : "with-evidence",
  revert: false,
  secrets: decision,
  edits: [],
  values,
  memory: { runs: [] },
})

/** Nobody is asked: what is missing is said at once, and nothing is written that no flag has approved. */
async function runWithFlags(
  decisions: Decisions,
  context: PlanContext,
  invocation: Invocation,
  io: Io,
): Promise<Exit> {
  const planned = await readAndPlan(decisions, context, io)
  const approved = invocation.on("yes") || context.showOnly
  const missing = [...(planned.kind === "missing" ? planned.missing : []), ...(approved ? [] : [approval])]
  if (planned.kind === "missing" || !approved) return reportMissing(missing, invocation, io)
  return context.showOnly
    ? reportPlan(withWriting(planned.plan, "init", invocation), invocation, io)
    : apply(planned.plan, decisions, context, invocation, io)
}

async function apply(
  plan: Plan,
  decisions: Decisions,
  context: PlanContext,
  invocation: Invocation,
  io: Io,
): Promise<Exit> {
  const report = createRunReport(invocation, io)
  report.before(plan)
  io.signal.throwIfAborted()
  const secrets = await secretTools(plan, {
    connections: context.connections,
    values: decisions.values,
    signal: io.signal,
    onProgress: report.run,
    ...(await openJournal(context.states, plan.answers)),
  })
  await applyPlan(plan.effects, applyTools(context, io, secrets), report.outcome)
  return report.after(plan)
}
