import { createElement } from "react"
import { type RenderOptions, renderApp } from "../ui/render.ts"
import { Wizard } from "./Wizard.tsx"
import type { MakePlan, WizardEnding, WizardState } from "./wizard-state.ts"

/** The wizard on a screen that is redrawn. Loads Ink, which decides on colours as it is loaded. */
export async function runScreenWizard(
  initial: WizardState,
  makePlan: MakePlan,
  options: RenderOptions,
): Promise<WizardEnding> {
  const ending = await renderApp<WizardEnding>(
    (onEnd) => createElement(Wizard, { initial, makePlan, onEnd }),
    options,
  )
  return ending.kind === "finished" ? ending.value : { kind: "left" }
}
