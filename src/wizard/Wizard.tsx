import { Static } from "ink"
import { useSyncExternalStore } from "react"
import { Ask } from "../ui/components/Ask.tsx"
import { RowText } from "../ui/components/RowText.tsx"
import { Spinner } from "../ui/components/Spinner.tsx"
import { Watch } from "../ui/components/Watch.tsx"
import { stack } from "../ui/row.ts"
import { useSize, useTheme } from "../ui/theme.ts"
import { boardRows } from "../ui/views/board.ts"
import { findingRows } from "../ui/views/findings.ts"
import { errorNotice } from "../ui/views/notice.ts"
import type { RailData } from "../ui/views/rail.ts"
import type { Journey } from "./journey.ts"
import { canLeave, leave } from "./leave.ts"
import { secretsStored } from "./memory.ts"
import { type AnyScreen, type Step, steps } from "./screens/screen.ts"
import { screenOf } from "./screens/screen-of.ts"
import { stepOf } from "./screens/stopped.ts"
import { back, isWork, type WizardState, type WorkPhase } from "./wizard-state.ts"
import { workLabel } from "./work-label.ts"

/**
 *     ◉ Ticket  ○ Values  ○ Secrets  ○ Deploy  ○ Wire  ○ Verify
 *
 *     web in shop-dev, protected by web-oidc
 *       hosts    web.shop-dev.example.com    apps/shop-dev/web/values.yaml:4:7
 *
 *     Is this right?
 *     ❯ Yes, continue
 */
export function Wizard({ journey }: { readonly journey: Journey }) {
  const state = useSyncExternalStore(journey.subscribe, journey.state)
  const { phase, log } = state
  const screen = screenOf(state)
  return (
    <>
      <Static items={[...log]}>{(line, index) => <RowText key={index} row={line} wrap="wrap" />}</Static>
      {screen && <ScreenView screen={screen} state={state} onState={journey.enter} />}
      {isWork(phase) && <WorkView state={state} phase={phase} />}
    </>
  )
}

function WorkView({ state, phase }: { readonly state: WizardState; readonly phase: WorkPhase }) {
  if (phase.kind !== "applying") return <Spinner label={workLabel(phase)} />
  return (
    <Watch
      around={{ rail: railOf(state, stepOf(phase.plan, phase.board)) }}
      title={`${workLabel(phase)}:`}
      help="What is done is kept, whatever happens to the rest. Ctrl+C ends it after the step that is under way."
      board={phase.board.rows}
    />
  )
}

/** The files may be prepared before servicedesk has answered. */
const railOf = ({ memory, secrets }: WizardState, step: Step): RailData => ({
  steps,
  current: steps.indexOf(step),
  ...(secretsStored(memory) || secrets.via !== undefined
    ? {}
    : { open: ["Values", "Secrets"] satisfies Step[] }),
})

interface ScreenViewProps {
  readonly screen: AnyScreen
  readonly state: WizardState
  readonly onState: (state: WizardState) => void
}

function ScreenView({ screen, state, onState }: ScreenViewProps) {
  const { step, body, board = [], findings = [], error, question, next } = screen
  const style = useTheme()
  const { width } = useSize()
  const before = back(state)
  return (
    <Ask
      key={question.id}
      question={question}
      around={{
        rail: railOf(state, step),
        body: stack(
          [
            body,
            boardRows({ rows: board, nowMs: Date.now() }, width, style),
            findingRows(findings, width, style),
          ],
          true,
        ),
        notice: error && errorNotice(error),
      }}
      onAnswer={(answer) => onState(next(answer, Date.now()))}
      onBack={before && (() => onState(before))}
      onSave={canLeave(state) ? () => onState(leave(state)) : undefined}
    />
  )
}
