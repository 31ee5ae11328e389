import type { Owner } from "../entra/aadsts-catalogue.ts"
import type { Ticket } from "../entra/follow-up-ticket.ts"
import { wrap } from "../text/wrap.ts"
import type { ErrorFacts } from "./error-facts.ts"
import type { Explanation, Unexplained } from "./explain.ts"

export interface RenderOptions {
  /** Columns of the terminal. */
  readonly width: number
  readonly bold: (text: string) => string
}

/** Who acts, as users read it. */
export const ownerNames: Readonly<Record<Owner, string>> = {
  servicedesk: "servicedesk",
  user: "the user who wants to log in",
  "app-team": "you, the app's team",
  network: "the network team",
  nobody: "nobody; it is no fault of this set-up",
}

/** What happened, why here, who acts, what to do; then the ticket, if one is needed. */
export function renderExplanation(explanation: Explanation, { width, bold }: RenderOptions): string {
  const { id, title, cause, fix, owner, commands = [], facts, link, ticket } = explanation
  const paragraph = (text: string | undefined) => (text === undefined ? [] : wrap(text, width - indent))
  return [
    ...wrap(`${id}: ${title}`, width).map(bold),
    "",
    ...rows("why", paragraph(cause)),
    ...rows("who", paragraph(ownerNames[owner])),
    ...rows("do", paragraph(fix)),
    ...rows("run", commands),
    ...rows("seen", describeFacts(facts)),
    ...rows("read", link === undefined ? [] : [link]),
    ...(ticket ? ["", "  The ticket to servicedesk:", "", ...ticketLines(ticket, width)] : []),
    "",
  ].join("\n")
}

/** What to try when nothing was recognised. */
export const renderUnexplained = ({ near }: Unexplained): string =>
  [
    "Nothing in that text is known.",
    ...(near === undefined ? [] : [`Did you mean idp-oidc explain ${near}?`]),
    "",
    "What can be explained",
    ...understood.map(([what, example]) => `  ${what.padEnd(22)}${example}`),
    "",
  ].join("\n")

/** What `explain` recognises, with an example of each. */
export const understood: readonly (readonly [string, string])[] = [
  ["Entra's codes", "AADSTS50011, or the number alone"],
  ["what a page says", "State is missing"],
  ["an address or a log", "'https://myapp.example/oauth2/callback?error=…'"],
  ["OAuth errors", "access_denied"],
  ["HTTP statuses", "403"],
  ["codes of this tool", "usage/unknown-flag"],
]

const indent = 8

/** One label beside the first of its lines. */
const rows = (label: string, lines: readonly string[]): readonly string[] =>
  lines.map((line, index) => `  ${(index === 0 ? label : "").padEnd(indent - 2)}${line}`)

const describeFacts = (facts: ErrorFacts): readonly string[] =>
  [
    fact("app", facts.displayName),
    fact("client ID", facts.clientId),
    fact("redirect URI", facts.redirectUris?.join(" ")),
    fact("user", facts.user),
    fact("correlation ID", facts.correlationId),
    fact("time", facts.timestamp),
  ].filter((line) => line !== undefined)

const fact = (label: string, value: string | undefined): string | undefined =>
  value === undefined ? undefined : `${label} ${value}`

const ticketLines = ({ subject, body }: Ticket, width: number): readonly string[] =>
  [subject, "", ...body.split("\n")].flatMap((line) =>
    line === "" ? [""] : wrap(line, width - 4).map((part) => `    ${part}`),
  )
