import type { SavedStates } from "../../adapters/state/saved-states.ts"
import type { AppFacts } from "../../core/repo/app.ts"
import { stateSchema } from "../../core/state/saved-state.ts"

/**
 * Keeps the new client secret's last day on this machine, so that it can be said again in time; the old one's is forgotten in any
 * case. No secret is kept.
 */
export async function rememberEnd(
  secretEnds: string | undefined,
  { namespace, name: app }: AppFacts,
  states: Pick<SavedStates, "read" | "write">,
): Promise<void> {
  const saved = await states.read(namespace, app)
  if (secretEnds === undefined && saved?.secretEnds === undefined) return
  const fresh = { schema: stateSchema, namespace, app, given: { namespace, app }, runs: [] } as const
  const { secretEnds: _, ...state } = saved ?? { ...fresh, secretEnds }
  const savedAt = new Date().toISOString()
  await states.write({ ...state, savedAt, ...(secretEnds === undefined ? {} : { secretEnds }) })
}
