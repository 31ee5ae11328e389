import type { Owner } from "../entra/aadsts-catalogue.ts"
import type { TicketKind } from "../entra/follow-up-ticket.ts"

/** One thing that can go wrong, in the words of every part of the product that explains it. */
export interface Topic {
  /** As users meet it: `access_denied`, `HTTP 403`, `state-missing`, `usage/unknown-flag`, `OIDC203`. */
  readonly id: string
  /** What happened, in plain words, without a full stop. */
  readonly title: string
  /** Why it happens here, in sentences. */
  readonly cause?: string
  /** What the owner does about it, in sentences. */
  readonly fix?: string
  readonly owner: Owner
  /** Commands that find out more or repair it, ready to copy. */
  readonly commands?: readonly string[]
  /** Where to read on. */
  readonly link?: string
  /** What to ask servicedesk for; only where servicedesk owns it. */
  readonly ticket?: TicketKind
  /** How pages, logs and browsers put it. */
  readonly patterns?: readonly RegExp[]
}
