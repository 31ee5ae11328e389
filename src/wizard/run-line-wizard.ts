import { renderLocation } from "../core/errors.ts"
import type { Line } from "../core/plan/preview.ts"
import { printable } from "../core/text/printable.ts"
import type { LinePrompts } from "../ui/line-prompts.ts"
import { describeBoardRow } from "../ui/views/board.ts"
import { describeFinding } from "../ui/views/findings.ts"
import { type WizardTools, withTerminal } from "./advance.ts"
import { type Journey, startJourney } from "./journey.ts"
import { canLeave, leave } from "./leave.ts"
import { type AnyScreen, steps } from "./screens/screen.ts"
import { screenOf } from "./screens/screen-of.ts"
import { back, isWork, type WizardEnding, type WizardState } from "./wizard-state.ts"
import { workLabel } from "./work-label.ts"

/** The same screens as lines, for who cannot read a screen that is redrawn. */
export async function runLineWizard(
  initial: WizardState,
  tools: WizardTools,
  prompts: LinePrompts,
  signal: AbortSignal,
): Promise<WizardEnding> {
  const journey = startJourney(initial, withTerminal(tools, prompts.lend), { watches: false })
  const stopTelling = tellProgress(journey, prompts.say)
  const cancelled = new Promise<void>((resolve) => {
    signal.addEventListener("abort", () => resolve(), { once: true })
  })
  try {
    for (;;) {
      await Promise.race([journey.settled(), cancelled])
      const state = journey.state()
      if (state.phase.kind === "ended") return await journey.ended
      const answered = signal.aborted ? undefined : await answer(state, prompts, tools)
      if (answered === undefined) {
        await journey.leave()
        return { kind: "left" }
      }
      journey.enter(answered)
    }
  } finally {
    stopTelling()
  }
}

async function answer(
  state: WizardState,
  prompts: LinePrompts,
  tools: WizardTools,
): Promise<WizardState | undefined> {
  const screen = screenOf(state)
  if (!screen) throw new Error(`The phase ${state.phase.kind} has no screen.`)
  renderScreen(screen, tools.now()).forEach(prompts.say)
  const reply = await prompts.ask(screen.question, {
    hasBack: state.before !== undefined,
    canSave: canLeave(state),
  })
  switch (reply.kind) {
    case "cancelled":
      return undefined
    case "back":
      return back(state) ?? state
    case "saved":
      return leave(state)
    case "answered":
      return screen.next(reply.answer, tools.now())
  }
}

/** Says what is under way, once, and what has happened. */
function tellProgress(journey: Journey, say: (line: string) => void): () => void {
  let logged = 0
  let told = ""
  const tell = () => {
    const { log, phase } = journey.state()
    for (const line of log.slice(logged)) say(textOf(line))
    logged = log.length
    const text = !isWork(phase) ? "" : phase.kind === "applying" ? runningRow(phase) : `${workLabel(phase)}.`
    if (text !== "" && text !== told) say(text)
    told = text
  }
  tell()
  return journey.subscribe(tell)
}

/** Without its seconds, which would be told again at every look. */
function runningRow({ board }: Extract<WizardState["phase"], { kind: "applying" }>): string {
  const row = board.rows.find(({ state }) => state.kind === "running")
  return row?.state.kind === "running" ? `${row.label}: ${row.state.step ?? "begins"}.` : ""
}

function renderScreen(
  { step, body, board = [], findings = [], error }: AnyScreen,
  now: number,
): readonly string[] {
  return [
    "",
    `Step ${steps.indexOf(step) + 1} of ${steps.length}: ${step}`,
    ...body.map(textOf),
    ...board.map((row) => describeBoardRow(row, now)),
    ...findings.map(describeFinding),
    ...(error
      ? [
          error.message,
          ...(error.location ? [`at ${renderLocation(error.location)}`] : []),
          ...error.details,
          ...(error.hint ? [error.hint] : []),
        ].map(printable)
      : []),
    "",
  ]
}

const textOf = (line: Line): string =>
  line
    .map(({ text }) => printable(text))
    .join("")
    .trimEnd()
