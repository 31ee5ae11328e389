/** Requests as a browser, a script or an attacker would send them, header by header, through Traefik's TLS. */
import { once } from "node:events"
import { request as httpRequest, type IncomingMessage } from "node:http"
import { type Agent, request as httpsRequest } from "node:https"
import { type CookieJar, createCookieJar } from "../../../src/sandbox/cookie-jar.ts"

export interface Ask {
  readonly port: number
  readonly host: string
  readonly target?: string
  readonly method?: string
  /** Sent as they are spelt here and in this order, duplicates included. */
  readonly headers?: readonly (readonly [string, string])[]
  readonly body?: string
  /** Sent after the body, which is then in chunks. */
  readonly trailers?: [string, string][]
  /** Keeps connections; without one, each request has its own. */
  readonly agent?: Agent
}

export interface Answer {
  readonly status: number
  readonly location: string | undefined
  readonly contentType: string | undefined
  readonly setCookies: readonly string[]
  readonly body: string
}

export const page: readonly (readonly [string, string])[] = [
  ["Accept", "text/html"],
  ["Sec-Fetch-Mode", "navigate"],
  ["Sec-Fetch-Dest", "document"],
]

export function request({
  port,
  host,
  target = "/",
  method = "GET",
  headers = [],
  body,
  trailers,
  agent,
}: Ask): Promise<Answer> {
  const outgoing = httpsRequest({
    host: "127.0.0.1",
    port,
    servername: host,
    // Traefik made this certificate itself a moment ago.
    rejectUnauthorized: false,
    path: target,
    method,
    headers: ["Host", host, ...headers.flat(), ...framing(body, trailers)],
    agent: agent ?? false,
  })
  if (trailers) outgoing.addTrailers(trailers)
  return send(outgoing, body)
}

const framing = (body: string | undefined, trailers: Ask["trailers"]): readonly string[] => {
  if (trailers) return ["Transfer-Encoding", "chunked"]
  return body === undefined ? [] : ["Content-Length", `${body.length}`]
}

async function send(outgoing: ReturnType<typeof httpRequest>, body?: string): Promise<Answer> {
  outgoing.end(body)
  const [response] = (await once(outgoing, "response")) as [IncomingMessage]
  const chunks: Buffer[] = []
  for await (const chunk of response as AsyncIterable<Buffer>) chunks.push(chunk)
  const { location, "content-type": contentType, "set-cookie": setCookies = [] } = response.headers
  return {
    status: response.statusCode ?? 0,
    location,
    contentType,
    setCookies,
    body: Buffer.concat(chunks).toString("utf8"),
  }
}

export interface Visitor {
  readonly jar: CookieJar
  readonly visit: (ask?: Omit<Ask, "port" | "host">) => Promise<Answer>
  /** Opens a protected page, as far as the provider's account picker. */
  readonly start: (target: string) => Promise<Page>
  /** Presses a button there and follows where it leads. */
  readonly press: (picker: Page, button: string) => Promise<Answer>
  readonly logIn: (user: string, target?: string) => Promise<Answer>
}

export interface Page {
  readonly answer: Answer
  readonly url: URL
}

/** One browser, whose every request to `host` goes through Traefik, whatever the port in the address. */
export function createVisitor({ host, port }: Pick<Ask, "host" | "port">): Visitor {
  const jar = createCookieJar()
  const home = new URL(`https://${host}/`)

  async function visit({ headers = [], ...ask }: Omit<Ask, "port" | "host"> = {}): Promise<Answer> {
    const cookie = jar.cookieFor(home)
    const answer = await request({
      ...ask,
      port,
      host,
      headers: cookie === undefined ? headers : [...headers, ["Cookie", cookie]],
    })
    jar.store(home, answer.setCookies)
    return answer
  }

  async function elsewhere(url: URL, form?: string): Promise<Answer> {
    const cookie = jar.cookieFor(url)
    const answer = await send(
      httpRequest(url, {
        method: form === undefined ? "GET" : "POST",
        headers: {
          ...(cookie !== undefined && { Cookie: cookie }),
          ...(form !== undefined && { "Content-Type": "application/x-www-form-urlencoded" }),
        },
        agent: false,
      }),
      form,
    )
    jar.store(url, answer.setCookies)
    return answer
  }

  /** Goes from redirect to redirect until there is a page. */
  async function follow(answer: Answer, from: URL): Promise<Page> {
    if (answer.location === undefined) return { answer, url: from }
    const url = new URL(answer.location, from)
    const next =
      url.host === host
        ? await visit({ target: `${url.pathname}${url.search}`, headers: page })
        : await elsewhere(url)
    return follow(next, url)
  }

  const start = async (target: string): Promise<Page> => follow(await visit({ target, headers: page }), home)
  const press = async ({ url }: Page, button: string): Promise<Answer> =>
    (await follow(await elsewhere(url, button), url)).answer

  return {
    jar,
    visit,
    start,
    press,
    logIn: async (user, target = "/") => press(await start(target), `user=${user}`),
  }
}
