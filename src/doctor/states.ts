/** What `init` remembers of an app on this machine, as far as it can be read. */
import type { StoredText } from "../adapters/state/saved-states.ts"
import { parseSavedState, type SavedState } from "../core/state/saved-state.ts"
import type { Facts } from "./facts.ts"

export interface StoredState extends StoredText {
  /** Undefined where the file is damaged or of another version. */
  readonly state: SavedState | undefined
}

export const readState = (stored: StoredText): StoredState => ({
  ...stored,
  state: parseSavedState(stored.text),
})

/** Of one app; undefined on a machine where nobody has run `init` for it. */
export async function stateOf(
  { states }: Pick<Facts, "states">,
  app: { readonly namespace: string; readonly name: string },
): Promise<SavedState | undefined> {
  const all = await states()
  return all.find(({ state }) => state?.namespace === app.namespace && state.app === app.name)?.state
}
