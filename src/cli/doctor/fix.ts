/** `doctor --fix`: what can be repaired by an edit is shown, agreed to, and then made. */
import { createFiles } from "../../adapters/fs/files.ts"
import { createWorkingTree } from "../../adapters/fs/working-tree.ts"
import type { EditFile } from "../../core/plan/effect.ts"
import { type FixPlan, planFixes } from "../../doctor/fixes.ts"
import type { CheckResult } from "../../doctor/run-checks.ts"
import { createLinePrompts, type LinePrompts } from "../../ui/line-prompts.ts"
import { describeTerminal } from "../../ui/terminal.ts"
import { applyPlan } from "../../wizard/apply-plan.ts"
import type { Invocation, Io } from "../command.ts"
import { createDesk } from "../init/desk.ts"
import { type Examination, examine } from "./examine.ts"
import type { DoctorReport } from "./report.ts"

export interface Fixed extends FixPlan {
  /** Files that were edited; the others were only shown. */
  readonly written: readonly string[]
}

/**
 * Shows the edits, asks about each file where somebody is there to answer, and makes those that are wanted. A dry run makes
 * none. What is left is for the examination that follows.
 */
export async function fix(
  examination: Examination,
  report: Pick<DoctorReport, "fixes" | "fixed">,
  invocation: Invocation,
  io: Io,
): Promise<Fixed> {
  const { root } = examination.repository
  const { results } = await examine(examination, io)
  const plan = await readPlan(results, root)
  report.fixes(plan)
  io.signal.throwIfAborted()
  const wanted = invocation.on("dry-run") ? [] : await choose(plan.effects, invocation, io)
  io.signal.throwIfAborted()
  const tools = { git: examination.repository, files: createFiles(), root, cwd: io.cwd }
  await applyPlan(wanted, tools, () => undefined)
  const fixed = { ...plan, written: wanted.map(({ path }) => path) }
  report.fixed(fixed)
  return fixed
}

async function readPlan(results: readonly CheckResult[], root: string): Promise<FixPlan> {
  const paths = [
    ...new Set(results.flatMap(({ findings }) => findings.flatMap(({ fix }) => fix?.path ?? []))),
  ]
  const texts = await createWorkingTree(createFiles(), root).read(paths)
  return planFixes(results, new Map(paths.map((path, index) => [path, texts[index] ?? ""])))
}

/** Without a terminal nothing is asked: `--fix` is consent, and `--dry-run` is the way to look first. */
async function choose(
  effects: readonly EditFile[],
  invocation: Invocation,
  io: Io,
): Promise<readonly EditFile[]> {
  const flags = { noColor: invocation.on("no-color"), json: invocation.on("json"), accessible: true }
  const { interactive } = describeTerminal(io.env, io, flags, process.platform)
  if (!interactive || effects.length === 0) return effects
  const { stdin, stderr, signal } = io
  const prompts = createLinePrompts({ stdin, stdout: stderr, desk: createDesk(io), signal })
  try {
    return await askForEach(effects, prompts)
  } finally {
    prompts.close()
  }
}

async function askForEach(effects: readonly EditFile[], prompts: LinePrompts): Promise<readonly EditFile[]> {
  const wanted: EditFile[] = []
  for (const effect of effects) {
    const reply = await prompts.ask(
      {
        id: effect.path,
        kind: "confirm",
        title: `Edit ${effect.path}?`,
        help: `${effect.why}. Only this file of your checkout changes; nothing is committed.`,
        onEnter: false,
      },
      { hasBack: false },
    )
    if (reply.kind === "cancelled") return []
    if (reply.kind === "answered" && reply.answer === true) wanted.push(effect)
  }
  return wanted
}
