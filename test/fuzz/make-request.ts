/** Requests near the border: each starts from one that the server knows, and one to four of its parts are bent. */
import { mutate } from "./mutate.ts"
import type { Random } from "./random.ts"

export type Headers = Record<string, string>

export interface Seeds {
  readonly host: string
  /** `Cookie` headers: of a session that is good, and of others that are not. */
  readonly cookies: readonly string[]
  /** Request targets: open, closed, callback, login, logout. */
  readonly targets: readonly string[]
  readonly tokens: readonly string[]
}

const page: Headers = { accept: "text/html", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document" }
const script: Headers = { accept: "application/json", "sec-fetch-mode": "cors" }
const socket: Headers = { "sec-websocket-key": "x", upgrade: "websocket", connection: "Upgrade" }

/** Headers that a careless server would believe. */
const extras: readonly (readonly [string, string])[] = [
  ["x-original-url", "/open"],
  ["x-rewrite-url", "/open"],
  ["x-forwarded-user", "admin"],
  ["x_forwarded_uri", "/open"],
  ["x-http-method-override", "OPTIONS"],
  ["forwarded", "for=127.0.0.1;proto=http"],
  ["x-forwarded-for", "127.0.0.1"],
  ["sec-fetch-site", "cross-site"],
  ["expect", "100-continue"],
  ["range", "bytes=0-1"],
  ["user-agent", "kube-probe/1.34"],
  ["x-open", "sesame"],
]

export function makeRequest({ host, cookies, targets, tokens }: Seeds, random: Random): Headers {
  const headers: Headers = {
    "x-forwarded-method": random.once(50) ? "TRACE" : random.pick(["GET", "GET", "POST", "OPTIONS", "HEAD"]),
    "x-forwarded-proto": random.pick(["https", "https", "http", "ws"]),
    "x-forwarded-host": host,
    "x-forwarded-uri": random.pick(targets),
    ...random.pick([page, script, socket, {}]),
  }
  if (!random.once(4)) headers.cookie = random.pick(cookies)
  if (random.once(6)) headers.authorization = `Bearer ${random.pick(tokens)}`
  for (let more = random.below(3); more > 0; more--) {
    const [name, value] = random.pick(extras)
    headers[name] = value
  }
  for (let bent = 1 + random.below(4); bent > 0; bent--) {
    // Mostly where the decision is made: a bent method or host is refused before anything is decided.
    const name = random.once(3)
      ? random.pick(Object.keys(headers))
      : random.pick(["x-forwarded-uri", "cookie"])
    if (headers[name] === undefined) continue
    if (random.once(40)) delete headers[name]
    else headers[name] = asParsed(mutate(headers[name] ?? "", random))
  }
  return headers
}

/** As it would arrive: Node's parser refuses control characters, which `test/attacks/headers.test.ts` sends it, and trims. */
const asParsed = (text: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this removes.
  text.replace(/[\x00-\x08\x0a-\x1f\x7f]/g, "").replace(/^[ \t]+|[ \t]+$/g, "")
