import { explainAadsts, findAadstsCode } from "../entra/aadsts.ts"
import {
  makeFollowUpTicket,
  type Ticket,
  type TicketContext,
  type TicketLanguage,
} from "../entra/follow-up-ticket.ts"
import { nearest } from "../text/nearest.ts"
import { type ErrorFacts, parseErrorFacts } from "./error-facts.ts"
import { httpStatuses } from "./http-statuses.ts"
import { messages } from "./messages.ts"
import { oauthErrors } from "./oauth-errors.ts"
import { serverPages } from "./server-pages.ts"
import type { Topic } from "./topic.ts"

export interface Explanation extends Omit<Topic, "ticket" | "patterns"> {
  readonly kind: "explained"
  /** What the text told about the one case. */
  readonly facts: ErrorFacts
  /** Ready to send, where servicedesk must act. */
  readonly ticket?: Ticket
}

export interface Unexplained {
  readonly kind: "unexplained"
  /** The topic that the input is most likely a typing error of. */
  readonly near: string | undefined
}

export interface ExplainOptions {
  /** Further topics: our error codes and the doctor's checks. */
  readonly catalogue?: readonly Topic[]
  readonly language?: TicketLanguage
  /** What is known about the app; it wins over what the text says. */
  readonly context?: TicketContext
}

/**
 * What an error means here, who acts and how. The input is a code, a status, or pasted text that holds one.
 *
 * The result never quotes the input: it holds only ids and names of known shape, so a pasted callback cannot leak its
 * code.
 */
export function explain(input: string, options: ExplainOptions = {}): Explanation | Unexplained {
  const { catalogue = [], language = "da", context = {} } = options
  const topic = findTopic(input, catalogue)
  if (!topic) return { kind: "unexplained", near: nearTopic(input, catalogue) }
  const facts = parseErrorFacts(input)
  const { ticket, patterns: _, ...words } = topic
  return {
    kind: "explained",
    ...words,
    facts,
    ...(ticket && { ticket: makeFollowUpTicket(ticket, { ...facts, ...context }, language) }),
  }
}

const ownTopics: readonly Topic[] = [...oauthErrors, ...messages, ...serverPages]

/** From the surest to the vaguest sign: an AADSTS code says more than the OAuth error, page or status around it. */
const findTopic = (input: string, catalogue: readonly Topic[]): Topic | undefined =>
  [...catalogue, ...ownTopics].find(({ id }) => id.toLowerCase() === input.trim().toLowerCase()) ??
  findAadsts(input) ??
  catalogue.find(({ id }) => mentions(input, id)) ??
  findMessage(input, messages) ??
  oauthErrors.find(({ id }) => mentions(input, id)) ??
  findMessage(input, [...serverPages, ...httpStatuses]) ??
  findHttpStatus(input)

function findAadsts(input: string): Topic | undefined {
  const code = findAadstsCode(input)
  if (code === undefined) return undefined
  const { code: id, lookup: link, known: _, ...words } = explainAadsts(code)
  return { id, link, ...words }
}

const findMessage = (input: string, topics: readonly Topic[]): Topic | undefined =>
  topics.find(({ patterns }) => patterns?.some((pattern) => pattern.test(input)))

/** `403`, `403 Forbidden after login`, `HTTP/1.1 403`, `status: 403`, `Request failed with status code 403`. */
function findHttpStatus(input: string): Topic | undefined {
  const status =
    /\b(?:HTTP(?:\/[\d.]{1,3})?|status(?: code)?|error)[\s:=]{0,3}([2-5]\d\d)\b/i.exec(input)?.[1] ??
    /^\s*(?:an? )?([2-5]\d\d)\b/i.exec(input)?.[1]
  return httpStatuses.find(({ id }) => id === `HTTP ${status}`)
}

/** True where the id stands as a word of its own. */
function mentions(input: string, id: string): boolean {
  const at = input.toLowerCase().indexOf(id.toLowerCase())
  return at >= 0 && !/[\w/-]/.test(`${input[at - 1] ?? " "}${input[at + id.length] ?? " "}`)
}

function nearTopic(input: string, catalogue: readonly Topic[]): string | undefined {
  const word = input.trim()
  // The distance to a pasted page says nothing and takes long.
  if (word.length > 60) return undefined
  return nearest(
    word,
    [...catalogue, ...ownTopics].map(({ id }) => id),
  )
}
