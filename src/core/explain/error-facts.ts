import type { TicketContext } from "../entra/follow-up-ticket.ts"

/** What an error text tells about the one case, apart from its code. */
export type ErrorFacts = Pick<
  TicketContext,
  "displayName" | "clientId" | "redirectUris" | "user" | "correlationId" | "timestamp"
>

/**
 * Names and ids from a pasted error page, callback or authorize URL, or token endpoint answer.
 *
 * Each is taken by its shape at a known place, so no code, state, token or secret can be among them; of a redirect URI
 * only origin and path are kept.
 */
export function parseErrorFacts(text: string): ErrorFacts {
  const plain = decodeQuery(text)
  const redirectUri = first(plain, redirectUriPlaces)
  const facts = {
    displayName: first(plain, displayNamePlaces),
    clientId: first(plain, clientIdPlaces)?.toLowerCase(),
    redirectUris: redirectUri === undefined ? undefined : [redirectUri],
    user: first(plain, userPlaces),
    correlationId: first(plain, correlationIdPlaces)?.toLowerCase(),
    timestamp: first(plain, timestampPlaces),
  }
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined))
}

const guid = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
/** Names end at any control or invisible character: they go to a terminal and into a ticket. */
const end = "\\p{C}"
const pattern = (source: string): RegExp => new RegExp(source, "iu")

/** AADSTS50011 quotes it; an authorize URL has it as a parameter; and people give the address itself. */
const redirectUriPlaces = [
  pattern(`(?:redirect ur[il]|reply (?:url|address)) '(https?://[^'?#\\s${end}]{1,256})`),
  pattern(`[?&]redirect_uri=(https?://[^&?#\\s${end}]{1,256})`),
  pattern(`(?:^|\\s)(https?://[^/?#\\s'"${end}]{1,200}/oauth2/callback)(?=\\s|$)`),
]
const clientIdPlaces = [
  pattern(`[?&]client_id=(${guid})`),
  pattern(`\\bapp(?:lication)?\\b[^\\n.]{0,80}?\\b(${guid})\\b`),
]
/** AADSTS50105 says `application MyApp ('…')`, most others `'…'(MyApp)`, Conditional Access `App name: MyApp`. */
const displayNamePlaces = [
  pattern(`\\bapplication ([^'"(${end}]{1,100}) \\('${guid}'\\)`),
  pattern(`\\bapp(?:lication)?\\b[^\\n.]{0,40}?${guid}'?\\s?\\(([^)${end}]{1,100})\\)`),
  pattern(`(?:^|\\n)app name:[ \\t]*([^\\s${end}][^${end}]{0,99})`),
]
const userPlaces = [pattern(`\\buser (?:account )?'([^'\\s@${end}]{1,64}@[^'\\s@${end}]{1,190})'`)]
const correlationIdPlaces = [pattern(`correlation[ _]?id"?[:=\\s]{1,4}"?(${guid})`)]
const timestampPlaces = [
  pattern(
    `timestamp"?[:=\\s]{1,4}"?(\\d{4}-\\d{2}-\\d{2}[T ]\\d{2}:\\d{2}:\\d{2}(?:\\.\\d{1,7})?(?:Z|[+-]\\d{2}:\\d{2})?)`,
  ),
]

const first = (text: string, places: readonly RegExp[]): string | undefined =>
  places.map((place) => place.exec(text)?.[1]?.trim()).find((value) => value !== undefined)

/** Query text as people read it. Never fails: a broken escape stays as it is. */
const decodeQuery = (text: string): string =>
  (/error_description=/i.test(text) ? text.replaceAll("+", " ") : text)
    .replace(/(?:%[0-9a-f]{2})+/gi, (escapes) => {
      try {
        return decodeURIComponent(escapes)
      } catch {
        return escapes
      }
    })
    .replace(/&#39;|&#x27;|&apos;/gi, "'")
    .replace(/&quot;/gi, '"')
    .replace(/&amp;/gi, "&")
