import type { SavedStates } from "../../adapters/state/saved-states.ts"
import type { AppFacts } from "../../core/repo/app.ts"
import { stateSchema } from "../../core/state/saved-state.ts"

/** Keeps the client secret's last day on this machine, so that it can be said again in time. No secret is kept. */
export async function rememberEnd(
  secretEnds: string,
  { namespace, name: app }: AppFacts,
  states: Pick<SavedStates, "read" | "write">,
): Promise<void> {
  const fresh = { schema: stateSchema, namespace, app, given: { namespace, app }, runs: [] } as const
  const state = (await states.read(namespace, app)) ?? fresh
  await states.write({ ...state, savedAt: new Date().toISOString(), secretEnds })
}
