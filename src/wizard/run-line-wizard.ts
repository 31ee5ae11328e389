import { renderLocation } from "../core/errors.ts"
import { printable } from "../core/text/printable.ts"
import { renderClipboardSequence } from "../ui/clipboard.ts"
import type { LinePrompts } from "../ui/line-prompts.ts"
import { type AnyScreen, steps } from "./screens/screen.ts"
import { screenOf } from "./screens/screen-of.ts"
import { advance, type MakePlan, type WizardEnding, type WizardState } from "./wizard-state.ts"

/** The same screens as lines, for who cannot read a screen that is redrawn. */
export async function runLineWizard(
  initial: WizardState,
  makePlan: MakePlan,
  prompts: LinePrompts,
): Promise<WizardEnding> {
  for (let state = initial; ; ) {
    if (state.phase.kind === "ended") return state.phase.ending
    if (state.phase.kind === "planning") {
      prompts.say("Reading the repository.")
      state = await advance(state, state.phase.towards, makePlan)
      continue
    }
    const screen = screenOf(state)
    if (!screen) throw new Error(`The phase ${state.phase.kind} has no screen.`)
    renderScreen(screen).forEach(prompts.say)
    const reply = await prompts.ask(screen.question, { hasBack: state.before !== undefined })
    if (reply.kind === "cancelled" || reply.kind === "saved") return { kind: "left" }
    state = reply.kind === "back" ? (state.before ?? state) : screen.next(reply.answer)
  }
}

function renderScreen({ step, body, error, copies }: AnyScreen): readonly string[] {
  return [
    "",
    `Step ${steps.indexOf(step) + 1} of ${steps.length}: ${step}`,
    ...body.map((line) =>
      line
        .map(({ text }) => printable(text))
        .join("")
        .trimEnd(),
    ),
    ...(error
      ? [
          error.message,
          ...(error.location ? [`at ${renderLocation(error.location)}`] : []),
          ...error.details,
          ...(error.hint ? [error.hint] : []),
        ].map(printable)
      : []),
    ...(copies === undefined ? [] : [`${renderClipboardSequence(copies)}Copied.`]),
    "",
  ]
}
