/** The questions of `init`, where somebody is there to answer them. */
import { createLinePrompts } from "../../ui/line-prompts.ts"
import { applyColour, describeTerminal, type Terminal } from "../../ui/terminal.ts"
import type { WizardTools } from "../../wizard/advance.ts"
import { runLineWizard } from "../../wizard/run-line-wizard.ts"
import type { WizardEnding, WizardState } from "../../wizard/wizard-state.ts"
import type { Invocation, Io } from "../command.ts"
import { createDesk } from "./desk.ts"

/** The terminal to ask in; none in CI, in a pipe, or where flags have said everything that a question could. */
export function terminalToAskIn({ on }: Invocation, io: Io): Terminal | undefined {
  if (on("yes") || on("dry-run")) return undefined
  const flags = { noColor: on("no-color"), json: on("json"), accessible: on("accessible") }
  const terminal = describeTerminal(io.env, io, flags, process.platform)
  return terminal.interactive ? terminal : undefined
}

/** Goes from screen to screen until there is nothing more to do here, or somebody has had enough. */
export async function ask(
  initial: WizardState,
  tools: WizardTools,
  terminal: Terminal,
  io: Io,
): Promise<WizardEnding> {
  return terminal.accessible ? askInLines(initial, tools, io) : askOnScreen(initial, tools, terminal, io)
}

async function askInLines(initial: WizardState, tools: WizardTools, io: Io): Promise<WizardEnding> {
  const prompts = createLinePrompts({ ...streamsOf(io), desk: createDesk(io) })
  try {
    return await runLineWizard(initial, tools, prompts, io.signal)
  } finally {
    prompts.close()
  }
}

/** Ink comes after the decision on colours, which it reads as it is loaded. */
async function askOnScreen(
  initial: WizardState,
  tools: WizardTools,
  terminal: Terminal,
  io: Io,
): Promise<WizardEnding> {
  applyColour(terminal, process.env)
  const { runScreenWizard } = await import("../../wizard/run-screen-wizard.ts")
  return runScreenWizard(initial, tools, { ...streamsOf(io), terminal, desk: createDesk(io) })
}

/** Read one by one, for `Io` builds each when it is looked at. */
const streamsOf = ({ stdin, stdout, stderr, signal }: Io) => ({ stdin, stdout, stderr, signal })
