import type { SavedStates } from "../../adapters/state/saved-states.ts"
import type { Registration } from "../../core/plan/effects/follow-up.ts"
import type { Given } from "../../core/plan/given.ts"
import type { AppFacts } from "../../core/repo/app.ts"
import type { Invocation } from "../command.ts"

/** What a ticket can say of the app registration: by flags, else as `init` ordered it from this machine. */
export async function findRegistration(
  { displayName }: Given,
  { text }: Invocation,
  states: Pick<SavedStates, "read">,
  { namespace, name }: AppFacts,
): Promise<Pick<Registration, "displayName" | "clientId">> {
  const saved = await states.read(namespace, name)
  return {
    displayName: displayName ?? saved?.given.displayName ?? saved?.derived?.displayName,
    clientId: text("client-id") ?? saved?.clientId,
  }
}
