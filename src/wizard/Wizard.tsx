import { Box, Static } from "ink"
import { useSyncExternalStore } from "react"
import { Ask } from "../ui/components/Ask.tsx"
import { LineText } from "../ui/components/LineText.tsx"
import { errorNotice, Notice } from "../ui/components/Notice.tsx"
import { useListSize } from "../ui/components/OptionList.tsx"
import { Rail } from "../ui/components/Rail.tsx"
import { ScrollView } from "../ui/components/ScrollView.tsx"
import { Spinner } from "../ui/components/Spinner.tsx"
import { useSize } from "../ui/theme.ts"
import { Applying } from "./Applying.tsx"
import type { Journey } from "./journey.ts"
import { type AnyScreen, type Step, steps } from "./screens/screen.ts"
import { screenOf } from "./screens/screen-of.ts"
import { stepOf } from "./screens/stopped.ts"
import { isWork, type WizardState, type WorkPhase } from "./wizard-state.ts"
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
      <Static items={[...log]}>{(line, index) => <LineText key={index} line={line} />}</Static>
      <Box flexDirection="column" marginTop={log.length > 0 ? 1 : 0}>
        {screen && <ScreenView screen={screen} state={state} onState={journey.enter} />}
        {isWork(phase) && <WorkView phase={phase} />}
      </Box>
    </>
  )
}

function WorkView({ phase }: { readonly phase: WorkPhase }) {
  if (phase.kind !== "applying") return <Spinner label={workLabel(phase)} />
  return (
    <Box flexDirection="column" rowGap={1}>
      <StepRail step={stepOf(phase.plan, phase.board)} />
      <Applying board={phase.board} />
    </Box>
  )
}

const StepRail = ({ step }: { readonly step: Step }) => <Rail steps={steps} current={steps.indexOf(step)} />

interface ScreenViewProps {
  readonly screen: AnyScreen
  readonly state: WizardState
  readonly onState: (state: WizardState) => void
}

function ScreenView({ screen, state, onState }: ScreenViewProps) {
  const { step, body, error, question, next } = screen
  const { before } = state
  const around = useRowsAround(screen)
  return (
    <Box flexDirection="column" rowGap={1}>
      <StepRail step={step} />
      {body.length > 0 && <ScrollView key={`body-${question.id}`} lines={body} reserved={around} />}
      {error && <Notice {...errorNotice(error)} />}
      <Ask
        key={`ask-${question.id}`}
        question={question}
        onAnswer={(answer) => onState(next(answer, Date.now()))}
        onBack={before && (() => onState(before))}
      />
    </Box>
  )
}

/** Rows of everything but the body: a frame as high as its window scrolls away what was above it. */
function useRowsAround({ question }: AnyScreen): number {
  const { width } = useSize()
  const size = useListSize()
  const wraps = width < 72
  const rail = 2
  const position = 2
  const title = 2
  const footer = wraps ? 3 : 2
  const field =
    question.kind !== "choice" ? 1 : question.options.length > size ? size + 1 : question.options.length
  return rail + position + title + field + footer + 1
}
