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

/**
 * Begins to load what draws the screens, which takes longer than anything else before the first of them. Ink reads what was decided on
 * colours as it is loaded.
 */
export function prepareToAsk(terminal: Terminal): void {
  if (terminal.accessible) return
  applyColour(terminal, process.env)
  // Whoever draws imports it too, and hears then what went wrong.
  importScreens().catch(() => undefined)
}

const importScreens = () => import("../../wizard/run-screen-wizard.ts")

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

async function askOnScreen(
  initial: WizardState,
  tools: WizardTools,
  terminal: Terminal,
  io: Io,
): Promise<WizardEnding> {
  const { runScreenWizard } = await importScreens()
  return runScreenWizard(initial, tools, { ...streamsOf(io), terminal, desk: createDesk(io) })
}

/** Read one by one, for `Io` builds each when it is looked at. */
const streamsOf = ({ stdin, stdout, stderr, signal }: Io) => ({ stdin, stdout, stderr, signal })
