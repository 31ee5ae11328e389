import { createElement } from "react"
import { type RenderOptions, renderApp } from "../ui/render.ts"
import { type WizardTools, withTerminal } from "./advance.ts"
import { type Journey, startJourney } from "./journey.ts"
import { Wizard } from "./Wizard.tsx"
import type { WizardEnding, WizardState } from "./wizard-state.ts"

/** The wizard on a screen that is redrawn. Loads Ink, which decides on colours as it is loaded. */
export async function runScreenWizard(
  initial: WizardState,
  tools: WizardTools,
  options: RenderOptions,
): Promise<WizardEnding> {
  let journey: Journey | undefined
  const ending = await renderApp<WizardEnding>((onEnd, onError, lend) => {
    const begun = startJourney(initial, withTerminal(tools, lend), { watches: true })
    journey = begun
    begun.ended.then(onEnd, onError)
    return createElement(Wizard, { journey: begun })
  }, options)
  if (ending.kind === "finished") return ending.value
  await journey?.leave()
  return { kind: "left" }
}
