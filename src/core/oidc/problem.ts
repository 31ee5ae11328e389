/**
 * What can go wrong between us and the provider, in the three kinds that a user has to be told apart:
 *
 * - `unavailable`: no answer, or one that says "later"; the same request may work in a moment
 * - `refused`: the provider understood and said no; its own words tell why
 * - `untrusted`: the answer does not prove what it must; someone has to look at it
 */
export type ProviderProblem =
  | { readonly kind: "unavailable"; readonly detail: string }
  | { readonly kind: "refused"; readonly error: string; readonly description: string }
  | { readonly kind: "untrusted"; readonly detail: string }

/** Error codes that mean "later". Source: RFC 6749, sections 4.1.2.1 and 5.2; Entra's `AADSTS90055`. */
const laterErrors: ReadonlySet<string> = new Set(["temporarily_unavailable", "server_error"])

/** Limits what a provider, or whoever wrote the callback's query, can put on our pages and into our log. */
const maxDescriptionLength = 2000

/** An OAuth error answer as a problem. Control characters are dropped: the text ends up in logs. */
export function refusal(error: string, description = ""): ProviderProblem {
  const text = printable(description).slice(0, maxDescriptionLength)
  if (laterErrors.has(error)) return { kind: "unavailable", detail: text === "" ? error : text }
  return { kind: "refused", error: printable(error).slice(0, 100), description: text }
}

const printable = (text: string): string => text.replace(/\p{Cc}+/gu, " ").trim()

/** A failed question has one problem; an adapter that gives none has told nothing that could be trusted. */
export const firstProblem = ([problem]: readonly ProviderProblem[]): ProviderProblem =>
  problem ?? { kind: "untrusted", detail: "no reason given" }

/** One line for the log. */
export const describeProblem = (problem: ProviderProblem): string =>
  problem.kind === "refused"
    ? [problem.error, problem.description].filter((part) => part !== "").join(": ")
    : problem.detail
