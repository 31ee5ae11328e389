/** A browser with a cookie jar, behind Traefik: its requests reach the server as `forwardAuth` would send them. */
import { type IncomingHttpHeaders, type RequestOptions, request } from "node:http"

export interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  /** Names and values as they came over the wire, one byte a character. */
  readonly rawHeaders: readonly string[]
  readonly body: string
  readonly setCookies: readonly string[]
}

export interface Visit {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string | readonly string[]>>
}

const navigation = {
  accept: "text/html,application/xhtml+xml,*/*;q=0.8",
  "sec-fetch-mode": "navigate",
  "sec-fetch-dest": "document",
}

export const script = { accept: "application/json", "sec-fetch-mode": "cors", "sec-fetch-dest": "empty" }

export class Browser {
  /** By name; cookies of the app's host. */
  readonly cookies = new Map<string, string>()
  readonly #serverUrl: string
  readonly #host: string
  readonly #elsewhere = new Map<string, string>()

  constructor(serverUrl: string, host: string) {
    this.#serverUrl = serverUrl
    this.#host = host
  }

  /** Asks the server about one request for the app. */
  async visit(uri: string, { method = "GET", headers = navigation }: Visit = {}): Promise<Answer> {
    const answer = await ask(this.#serverUrl, {
      "x-forwarded-method": method,
      "x-forwarded-proto": "https",
      "x-forwarded-host": this.#host,
      "x-forwarded-uri": uri,
      ...(this.cookies.size > 0 ? { cookie: render(this.cookies) } : {}),
      ...headers,
    })
    for (const line of answer.setCookies) store(this.cookies, line)
    return answer
  }

  /** Follows redirects through the provider until the app's host is reached; the last answer is not followed. */
  async followToApp(location: string): Promise<string> {
    let address = location
    for (let hop = 0; hop < 10; hop++) {
      const url = new URL(address)
      if (url.host === this.#host) return url.pathname + url.search
      const answer = await ask(address, this.#elsewhere.size > 0 ? { cookie: render(this.#elsewhere) } : {})
      for (const line of answer.setCookies) store(this.#elsewhere, line)
      const next = answer.headers.location
      if (next === undefined) throw new Error(`HTTP ${answer.status} at ${address}: ${answer.body}`)
      address = new URL(next, address).href
    }
    throw new Error("too many redirects")
  }

  /** From a protected page through the provider and back; the answer of the callback. */
  async logIn(uri = "/"): Promise<Answer> {
    const start = await this.visit(uri)
    if (start.headers.location === undefined) throw new Error(`HTTP ${start.status}: ${start.body}`)
    return this.visit(await this.followToApp(start.headers.location))
  }
}

export function ask(address: string, headers: RequestOptions["headers"] & object = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    // As much as a browser takes, and not the 16 kB of Node's own client.
    const sent = request(address, { headers, agent: false, maxHeaderSize: 262_144 }, (response) => {
      const chunks: Buffer[] = []
      response.on("data", (chunk: Buffer) => chunks.push(chunk))
      response.on("end", () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          rawHeaders: response.rawHeaders,
          body: Buffer.concat(chunks).toString("utf8"),
          setCookies: response.headers["set-cookie"] ?? [],
        }),
      )
    })
    sent.on("error", reject)
    sent.end()
  })
}

const render = (cookies: ReadonlyMap<string, string>) =>
  [...cookies].map(([name, value]) => `${name}=${value}`).join("; ")

function store(cookies: Map<string, string>, line: string): void {
  const [pair = "", ...attributes] = line.split("; ")
  const name = pair.slice(0, pair.indexOf("="))
  const expired = attributes.includes("Max-Age=0") || /expires=Thu, 01 Jan 1970/i.test(line)
  if (expired) cookies.delete(name)
  else cookies.set(name, pair.slice(pair.indexOf("=") + 1))
}
