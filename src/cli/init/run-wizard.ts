/** The wizard with everything that it needs of this machine, and what is said when it ends. */
import type { Exit } from "../../core/errors.ts"
import type { InitPlan } from "../../core/plan/plan.ts"
import { type Line, renderNext, renderRemarks } from "../../core/plan/preview.ts"
import type { SavedState } from "../../core/state/saved-state.ts"
import { shellWord } from "../../core/text/shell-word.ts"
import type { Terminal } from "../../ui/terminal.ts"
import type { WizardTools } from "../../wizard/advance.ts"
import { applyPlan } from "../../wizard/apply-plan.ts"
import { begin, type Decisions, type WizardEnding } from "../../wizard/wizard-state.ts"
import { applyTools } from "../apply-tools.ts"
import type { Invocation, Io } from "../command.ts"
import { createPaint } from "../paint.ts"
import { ask } from "./ask.ts"
import { createEditText } from "./edit-text.ts"
import { type PlanContext, readAndPlan } from "./read-and-plan.ts"
import { secretTools } from "./secrets.ts"

export async function runWizard(
  decisions: Decisions,
  context: PlanContext,
  terminal: Terminal,
  invocation: Invocation,
  io: Io,
): Promise<Exit> {
  let saved: SavedState | undefined
  // The doctor is large, and it is asked when the first screen has been drawn.
  let doctor: Promise<WizardTools["look"]> | undefined
  const loadDoctor = () => {
    doctor ??= import("./looks.ts").then(({ createLook }) => createLook(context, io))
    return doctor
  }
  const tools: WizardTools = {
    makePlan: (current) => readAndPlan(current, context, io),
    apply: (request, signal) => apply(request, context, signal, io),
    look: async (...subject) => (await loadDoctor())(...subject),
    edit: createEditText(io),
    saved: context.states.read,
    save: async (state) => {
      await context.states.write(state)
      saved = state
    },
    now: Date.now,
  }
  const open = decisions.given.app === undefined ? await context.states.list() : []
  const initial = begin(decisions, { saved: open.filter(({ doneAt }) => doneAt === undefined) })
  const ending = await ask(initial, tools, terminal, io)
  return report(ending, saved, context, invocation, io)
}

async function apply(
  {
    plan,
    effects,
    values,
    earlier,
    onStart,
    onOutcome,
    onProgress,
    onRun,
  }: Parameters<WizardTools["apply"]>[0],
  context: PlanContext,
  signal: AbortSignal,
  io: Io,
): Promise<void> {
  const { connections } = context
  const secrets = await secretTools(plan, { connections, values, signal, earlier, onProgress, onRun })
  await applyPlan(effects, applyTools(context, io, secrets), onOutcome, onStart)
}

function report(
  ending: WizardEnding,
  saved: SavedState | undefined,
  { repo }: PlanContext,
  invocation: Invocation,
  io: Io,
): Exit {
  const say = (...lines: readonly Line[]) => io.stderr.write(createPaint(io.stderr, io, invocation)(lines))
  const resume = saved ? resumeLines(saved, repo) : []
  switch (ending.kind) {
    case "applied":
      say(...renderRemarks(ending.plan), ...renderNext(ending.plan), [])
      return exitOf(ending.plan)
    case "live":
      say(...liveLines(ending.plan), [])
      return "ok"
    case "waiting":
      say([{ tone: "plain", text: `Saved: ${ending.why}.` }], ...resume, [])
      return "action"
    case "left":
      say(
        [{ tone: "plain", text: saved ? "Left. What was answered is kept." : "Nothing was written." }],
        ...resume,
      )
      return "cancelled"
    case "failed":
      if (saved) say(...resume, [])
      throw ending.error
  }
}

const resumeLines = ({ namespace, app }: SavedState, repo: string | undefined): readonly Line[] => {
  const flags = [
    ...(repo === undefined ? [] : ["--repo", shellWord(repo)]),
    "--namespace",
    namespace,
    "--app",
    app,
  ]
  return [
    [
      { tone: "faint", text: "Continue with  " },
      { tone: "command", text: `idp-oidc init ${flags.join(" ")}` },
    ],
  ]
}

const exitOf = ({ status }: InitPlan): Exit => (status === "action-required" ? "action" : "ok")

/** What whoever made it work wants to know next. */
const liveLines = ({ answers: { namespace, app, hosts } }: InitPlan): readonly Line[] => [
  [
    { tone: "added", text: "✔ " },
    { tone: "strong", text: `${app} asks for login on ${hosts.join(", ")}.` },
  ],
  [
    {
      tone: "plain",
      text: "The app reads who is logged in from X-Forwarded-User and X-Forwarded-Email; docs/security.md says what may be trusted.",
    },
  ],
  [
    { tone: "command", text: `  idp-oidc doctor --namespace ${namespace} --app ${app}` },
    { tone: "faint", text: "  looks again, whenever something seems wrong" },
  ],
]
