import { type AadstsEntry, aadstsCatalogue } from "./aadsts-catalogue.ts"

export type AadstsCode = `AADSTS${number}`

export type AadstsExplanation = AadstsEntry & {
  readonly code: AadstsCode
  /** False where the catalogue has no such code and the words are general. */
  readonly known: boolean
  /** Microsoft's own, public page about the code. */
  readonly lookup: string
}

/** What the code means here, who acts and what on. A code that the catalogue lacks gets words that say so. */
export function explainAadsts(code: AadstsCode): AadstsExplanation {
  const number = Number(code.slice("AADSTS".length))
  const lookup = `https://login.microsoftonline.com/error?code=${number}`
  const entry = entries.get(number)
  if (entry) return { code, known: true, lookup, ...entry }
  return {
    code,
    known: false,
    lookup,
    title: "Entra refused the sign-in for a reason that is not in our catalogue",
    cause: "Microsoft has several hundred of these codes; this is a rare one for an app behind this login.",
    fix: `Read what Microsoft says about it: ${lookup}`,
    owner: "app-team",
  }
}

/**
 * The first AADSTS code in a text of any kind: an error page, a callback URL with `error_description`, the token
 * endpoint's JSON, Microsoft's "Error Code: 53003" pages, a lookup link, or the number alone.
 */
export function findAadstsCode(text: string): AadstsCode | undefined {
  const plain = decodeEscapes(decodeEscapes(text))
  for (const pattern of spellings) {
    const number = pattern.exec(plain)?.[1]
    if (number !== undefined) return `AADSTS${Number(number)}`
  }
  return undefined
}

/**
 * From the surest to the vaguest. Codes have 5 to 7 digits; gaps are bounded, so that no text makes the search slow.
 */
const spellings: readonly RegExp[] = [
  /AADSTS[\s:+#-]{0,3}([1-9]\d{4,6})(?!\d)/i,
  /"error_codes"\s{0,8}:\s{0,8}\[\s{0,8}([1-9]\d{4,6})(?!\d)/i,
  /login\.microsoftonline\.com\/error\?code=([1-9]\d{4,6})(?!\d)/i,
  /error[\s_-]?code[\s:="']{0,8}([1-9]\d{4,6})(?!\d)/i,
  /^\s*([1-9]\d{4,6})\s*$/,
]

/** ASCII escapes only: enough for codes, and it cannot fail on half a sequence as `decodeURIComponent` does. */
const decodeEscapes = (text: string): string =>
  text.replace(/%([0-7][0-9a-f])/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))

const entries: ReadonlyMap<number, AadstsEntry> = new Map(
  aadstsCatalogue.flatMap(({ codes, ...entry }) => codes.map((code) => [code, entry] as const)),
)
