/**
 * What is wrong with a client ID, client secret or session secret, as far as its shape tells.
 *
 * Used where a value is pasted and where a stored one is read back. A verdict never holds the value or a part of it:
 * only what kind of mistake it shows, and its length.
 */

export type SecretField = "client-id" | "client-secret" | "session-secret"

/** Stable names of the mistakes, for tests and machine-readable output. */
export type ShapeMistake =
  | "empty"
  | "json"
  | "quotes"
  | "line-break"
  | "white-space"
  | "invisible"
  | "masked"
  | "placeholder"
  | "not-a-guid"
  | "tenant-id"
  | "client-secret"
  | "secret-id"
  | "client-id"
  | "token"
  | "session-secret"
  | "cut-off"
  | "unusual"
  | "length"
  | "guessable"
  | "published"

export interface ShapeProblem {
  readonly mistake: ShapeMistake
  /** What is wrong, as a sentence. */
  readonly message: string
  /** What to do about it, as a sentence. */
  readonly fix: string
  /** True where the value may still be right: ask, do not refuse. */
  readonly doubt?: true
}

export interface ShapeVerdict {
  /** `odd` means that nothing but doubts were found. */
  readonly verdict: "good" | "odd" | "wrong"
  /** Its length, and what it looks like where nothing is wrong: `40 characters, looks like an Entra client secret`. */
  readonly summary: string
  readonly problems: readonly ShapeProblem[]
}

/** What is known by other ways; a value that equals one of these has been mistaken for it. */
export interface KnownIds {
  readonly tenantId?: string
  readonly clientId?: string
}

/** The verdict on one value. Nothing is trimmed or repaired first: a stored newline is a fault of its own. */
export function checkSecretShape(field: SecretField, value: string, known: KnownIds = {}): ShapeVerdict {
  const wrapping = wrappingProblems(value)
  const problems = wrapping.length > 0 ? wrapping : contentProblems[field](value, known)
  const [first] = problems
  return {
    verdict: first === undefined ? "good" : problems.every(({ doubt }) => doubt) ? "odd" : "wrong",
    summary:
      first === undefined
        ? `${describeLength(value)}, looks like ${fieldNames[field]}`
        : `${describeLength(value)}.`,
    problems,
  }
}

/** True where the two were pasted into each other's place; swapping them repairs both. */
export const areSwapped = (values: { readonly clientId: string; readonly clientSecret: string }): boolean =>
  guid.test(values.clientSecret) && looksLikeClientSecret(values.clientId)

const guid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** Bytes. Source: the guide, step 1; the platform's middleware refuses any other length. */
export const sessionSecretBytes = 32

const fieldNames: Readonly<Record<SecretField, string>> = {
  "client-id": "a client ID",
  "client-secret": "an Entra client secret",
  "session-secret": "a session secret",
}

/** Microsoft marks its client secrets, so that scanners find them: `Q~` after three characters and a digit. */
const clientSecretShape = /^[\w~.-]{3}\dQ~[\w~.-]{31,34}$/
/** The same anywhere in a text. */
export const clientSecretInText = /(?<![\w~.-])[\w~.-]{3}\dQ~[\w~.-]{31,34}(?![\w~.-])/
const shortestClientSecret = 37
const clientSecretStart = /^[\w~.-]{3}\dQ~/

const looksLikeClientSecret = (value: string): boolean =>
  clientSecretStart.test(value) ||
  (!guid.test(value) && /^[\w~.+/=-]{32,64}$/.test(value) && value.includes("~"))

/** Around or inside any of the three; with one of these the content is not worth judging. */
function wrappingProblems(value: string): readonly ShapeProblem[] {
  const trimmed = value.trim()
  if (trimmed === "") return [wrong("empty", "There is no value.", "Paste it again.")]
  if (/^[{[]/.test(trimmed) && trimmed.includes('"'))
    return [
      wrong("json", "The value is wrapped in JSON.", "Paste only what stands between the inner quotes."),
    ]
  if (/^["'`“”‘’«»]|["'`“”‘’«»]$|^[{([].*[\])}]$/.test(trimmed))
    return [wrong("quotes", "There are quotes or brackets around it.", "Paste it without them.")]
  if (/[•●∙·*]{3}|…/.test(trimmed) || (trimmed.endsWith("...") && trimmed.length < shortestClientSecret))
    return [
      wrong(
        "masked",
        "The portal hides the value; these are only the dots.",
        "A client secret is shown once. Ask servicedesk for a new one if nobody has kept it.",
      ),
    ]
  if (/^<.*>$|^\$\{|^(?:changeme|redacted|todo|xxx+)$/i.test(trimmed))
    return [wrong("placeholder", "This is a placeholder, not the value.", "Paste the value itself.")]
  if (/[\r\n]/.test(value))
    return [
      wrong("line-break", "There is a line break in or after it.", "Paste it as one line, without Enter."),
    ]
  if (/\s/.test(value))
    return [wrong("white-space", "There is a space in it or around it.", "Copy it again, without the space.")]
  if (/[\p{Cc}\p{Cf}]/u.test(value))
    return [
      wrong(
        "invisible",
        "There is a character in it that cannot be seen.",
        "Type it, or copy it as plain text.",
      ),
    ]
  return []
}

const contentProblems: Readonly<
  Record<SecretField, (value: string, known: KnownIds) => readonly ShapeProblem[]>
> = {
  "client-id": (value, { tenantId }) => {
    if (looksLikeClientSecret(value))
      return [
        wrong("client-secret", "This looks like the client secret.", "Paste the Application (client) ID."),
      ]
    if (!guid.test(value))
      return [
        wrong(
          "not-a-guid",
          "A client ID is a GUID: 32 hexadecimal digits in five groups.",
          "Paste the Application (client) ID.",
        ),
      ]
    if (/^[0-]+$/.test(value))
      return [wrong("placeholder", "This is a placeholder, not the value.", "Paste the value itself.")]
    return isSame(value, tenantId)
      ? [wrong("tenant-id", "This is the directory (tenant) ID.", "Paste the Application (client) ID.")]
      : []
  },

  "client-secret": (value, { clientId }) => {
    if (isSame(value, clientId))
      return [wrong("client-id", "This is the client ID.", "Paste the secret's Value.")]
    if (guid.test(value))
      return [
        wrong(
          "secret-id",
          "This is a GUID, so it is the Secret ID and not the secret.",
          "Paste the Value, which stands beside it.",
        ),
      ]
    if (/^eyJ[\w-]+\.[\w-]+\./.test(value))
      return [wrong("token", "This is a token, not a client secret.", "Paste the secret's Value.")]
    if (/^[0-9a-f]{32}$/.test(value))
      return [
        doubt("session-secret", "This looks like a session secret.", "Paste the Value from servicedesk."),
      ]
    if (clientSecretShape.test(value)) return []
    if (clientSecretStart.test(value) && value.length < 37)
      return [
        wrong("cut-off", "The end is missing: it has 37 characters at least.", "Copy it again, to its end."),
      ]
    return [
      doubt(
        "unusual",
        "Entra's client secrets have about 40 characters, with Q~ near the start.",
        "Compare it with what servicedesk sent.",
      ),
    ]
  },

  "session-secret": (value) => {
    const bytes = Buffer.byteLength(value)
    const makeNew = "Make a new one with: openssl rand -hex 16"
    if (bytes !== sessionSecretBytes)
      return [wrong("length", `It has ${bytes} bytes and must have exactly ${sessionSecretBytes}.`, makeNew)]
    if (publishedSecrets.has(value))
      return [wrong("published", "It stands in public documentation, so everyone has it.", makeNew)]
    return isGuessable(value) ? [wrong("guessable", "It is too regular to be random.", makeNew)] : []
  },
}

/** Session secrets that everyone can read. Sources: defaults and examples of traefik-oidc-auth and of OAuth2 Proxy. */
export const publishedSecrets: ReadonlySet<string> = new Set([
  "MLFs4TT99kOOq8h3UAVRtYoCTDYXiRcZ",
  "0123456789abcdef0123456789abcdef",
  "abcdefghijklmnopqrstuvwxyz123456",
  "OQINaROshtE9TcZkNAm-5Zs2Pv3xaWyt",
])

/** 32 random hexadecimal digits have fewer than 6 different ones less than once in a trillion times. */
const fewestDifferentCharacters = 6

/** Of a secret of the right length. */
export const isGuessable = (secret: string): boolean =>
  new Set(secret).size < fewestDifferentCharacters ||
  [1, 2, 4, 8, 16].some((period) => secret === secret.slice(0, period).repeat(sessionSecretBytes / period))

const describeLength = (value: string): string =>
  `${value.length} ${value.length === 1 ? "character" : "characters"}`

const isSame = (value: string, other: string | undefined): boolean =>
  other !== undefined && value.toLowerCase() === other.toLowerCase()

const wrong = (mistake: ShapeMistake, message: string, fix: string): ShapeProblem => ({
  mistake,
  message,
  fix,
})

const doubt = (mistake: ShapeMistake, message: string, fix: string): ShapeProblem => ({
  ...wrong(mistake, message, fix),
  doubt: true,
})
