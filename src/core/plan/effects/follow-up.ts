import { makeFollowUpTicket, renderFollowUpTicket, type TicketKind } from "../../entra/follow-up-ticket.ts"
import { displayNameFor } from "../derive-answers.ts"
import type { Ticket } from "../effect.ts"
import type { TicketLanguage } from "../fields.ts"
import type { Subject } from "../plan.ts"

/** What is known of the app registration, which the repository does not name. */
export interface Registration {
  readonly displayName: string | undefined
  readonly clientId: string | undefined
  readonly redirectUris: readonly string[]
}

/** A ticket about the app registration that there is. */
export function makeFollowUp(
  kind: Extract<TicketKind, "client-secret" | "delete-registration">,
  { namespace, app }: Subject,
  { displayName = displayNameFor(namespace, app), clientId, redirectUris }: Registration,
  language: TicketLanguage,
  described: { readonly title: string; readonly why: string },
): Ticket {
  const context = { displayName, redirectUris, ...(clientId === undefined ? {} : { clientId }) }
  const text = renderFollowUpTicket(makeFollowUpTicket(kind, context, language), language)
  return { kind: "ticket", text, ...described }
}
