import type { SavedStates } from "../../adapters/state/saved-states.ts"
import { type SavedState, stateSchema, withRun } from "../../core/state/saved-state.ts"
import type { SecretTools } from "../../wizard/apply-secret.ts"

/** What is sent is remembered even where nobody is asked, so that no later start sends it twice without a word. */
export async function openJournal(
  states: Pick<SavedStates, "read" | "write">,
  { namespace, app }: { readonly namespace: string; readonly app: string },
): Promise<Pick<SecretTools, "earlier" | "onRun">> {
  const savedAt = new Date().toISOString()
  const fresh: SavedState = {
    schema: stateSchema,
    savedAt,
    namespace,
    app,
    given: { namespace, app },
    runs: [],
  }
  let state = (await states.read(namespace, app)) ?? fresh
  return {
    earlier: state.runs,
    onRun: async (run) => {
      state = { ...state, savedAt: new Date().toISOString(), runs: withRun(state.runs, run) }
      await states.write(state)
    },
  }
}
