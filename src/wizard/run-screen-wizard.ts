import { createElement } from "react"
import { type RenderOptions, renderApp } from "../ui/render.ts"
import type { WizardTools } from "./advance.ts"
import { startJourney } from "./journey.ts"
import { Wizard } from "./Wizard.tsx"
import type { WizardEnding, WizardState } from "./wizard-state.ts"

/** The wizard on a screen that is redrawn. Loads Ink, which decides on colours as it is loaded. */
export async function runScreenWizard(
  initial: WizardState,
  tools: WizardTools,
  options: RenderOptions,
): Promise<WizardEnding> {
  const journey = startJourney(initial, tools, { watches: true })
  const ending = await renderApp<WizardEnding>((onEnd, onError) => {
    journey.ended.then(onEnd, onError)
    return createElement(Wizard, { journey })
  }, options)
  if (ending.kind === "finished") return ending.value
  await journey.leave()
  return { kind: "left" }
}
