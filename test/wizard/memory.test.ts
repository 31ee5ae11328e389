import { expect, it } from "vitest"
import { parseSavedState, renderSavedState } from "../../src/core/state/saved-state.ts"
import { remember } from "../../src/wizard/memory.ts"
import { planOf, walk } from "../fakes/wizard.ts"

it("saves what can be read again, with every answer of the plan", async () => {
  const state = await walk([], { decisions: { given: { namespace: "shop-dev", app: "web", groups: ["a"] } } })
  const saved = remember(state, Date.UTC(2026, 10, 27))
  const read = parseSavedState(saved ? renderSavedState(saved) : "")
  expect(read).toEqual(saved)
  const { middleware: _, ...answers } = planOf(state).answers
  expect(read?.derived).toEqual(answers)
})
