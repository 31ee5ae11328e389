import { Box, useStdout } from "ink"
import { useEffect, useState } from "react"
import { renderClipboardSequence } from "../ui/clipboard.ts"
import { Ask } from "../ui/components/Ask.tsx"
import { errorNotice, Notice } from "../ui/components/Notice.tsx"
import { useListSize } from "../ui/components/OptionList.tsx"
import { Rail } from "../ui/components/Rail.tsx"
import { ScrollView } from "../ui/components/ScrollView.tsx"
import { Spinner } from "../ui/components/Spinner.tsx"
import { useSize } from "../ui/theme.ts"
import { type AnyScreen, steps } from "./screens/screen.ts"
import { screenOf } from "./screens/screen-of.ts"
import { advance, type MakePlan, type WizardEnding, type WizardState } from "./wizard-state.ts"

interface WizardProps {
  readonly initial: WizardState
  readonly makePlan: MakePlan
  readonly onEnd: (ending: WizardEnding) => void
}

/**
 *     ● App  ◉ Access  ○ Ticket  ○ Files  ○ Write
 *
 *     web in shop-dev, protected by web-oidc
 *       hosts    web.shop-dev.example.com    apps/shop-dev/web/values.yaml:4:7
 *
 *     Is this right?
 *     ❯ Yes, continue
 */
export function Wizard({ initial, makePlan, onEnd }: WizardProps) {
  const [state, setState] = useState(initial)
  useEffect(() => {
    const { phase } = state
    if (phase.kind === "ended") onEnd(phase.ending)
    if (phase.kind !== "planning") return
    advance(state, phase.towards, makePlan).then(setState, (error: unknown) =>
      setState(() => {
        throw error
      }),
    )
  }, [state, makePlan, onEnd])

  const screen = screenOf(state)
  if (screen) return <ScreenView screen={screen} state={state} onState={setState} />
  return state.phase.kind === "planning" ? <Spinner label="Reading the repository" /> : null
}

interface ScreenViewProps {
  readonly screen: AnyScreen
  readonly state: WizardState
  readonly onState: (state: WizardState) => void
}

function ScreenView({ screen, state, onState }: ScreenViewProps) {
  const { step, body, error, question, copies, next } = screen
  const { stdout } = useStdout()
  const { before } = state
  const around = useRowsAround(screen)
  // Asked for again, the same text is copied again: hence the state.
  useEffect(() => {
    if (copies !== undefined) stdout.write(renderClipboardSequence(copies))
  }, [copies, stdout, state])
  return (
    <Box flexDirection="column" rowGap={1}>
      <Rail steps={steps} current={steps.indexOf(step)} />
      {body.length > 0 && <ScrollView key={`body-${question.id}`} lines={body} reserved={around} />}
      {error && <Notice {...errorNotice(error)} />}
      <Ask
        key={`ask-${question.id}`}
        question={question}
        onAnswer={(answer) => onState(next(answer))}
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
