import { once } from "node:events"
import { request as httpRequest, type IncomingMessage } from "node:http"
import WebSocket from "ws"
import { type CookieJar, createCookieJar } from "./cookie-jar.ts"

/** Just enough of a browser to log in: cookies, redirects and forms, over plain http to loopback. */
export interface Browser {
  readonly jar: CookieJar
  /** What typing an address does: follows redirects, at most twenty. */
  readonly open: (url: string, options?: RequestOptions) => Promise<Answer>
  /** One request as a script of the page would make it: no redirect is followed. */
  readonly fetch: (url: string, options?: RequestOptions) => Promise<Answer>
  /** Presses one button of the only form on the page, then follows where that leads. */
  readonly press: (page: Answer, name: string, value: string) => Promise<Answer>
  /** Sends one message over a WebSocket and waits for the echo; a refused handshake gives its status. */
  readonly echo: (url: string, message: string) => Promise<string | number>
}

export interface RequestOptions {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Buffer
}

export interface Answer {
  readonly url: URL
  readonly status: number
  /** Lower-case names; values read as UTF-8. */
  readonly headers: Readonly<Record<string, string>>
  readonly setCookies: readonly string[]
  readonly body: string
}

const navigation = {
  Accept: "text/html,application/xhtml+xml",
  "Sec-Fetch-Mode": "navigate",
  "Sec-Fetch-Dest": "document",
}
const scripted = { Accept: "*/*", "Sec-Fetch-Mode": "cors", "Sec-Fetch-Dest": "empty" }
const maxRedirects = 20

export function createBrowser(): Browser {
  const jar = createCookieJar()

  async function send(url: URL, options: RequestOptions): Promise<Answer> {
    const answer = await exchange(url, options, jar.cookieFor(url))
    jar.store(url, answer.setCookies)
    return answer
  }

  async function navigate(start: URL, options: RequestOptions): Promise<Answer> {
    let answer = await send(start, { ...options, headers: { ...navigation, ...options.headers } })
    for (let count = 0; answer.status >= 300 && answer.status < 400; count += 1) {
      const { location } = answer.headers
      if (location === undefined) return answer
      if (count === maxRedirects)
        throw new Error(`More than ${maxRedirects} redirects, the last to ${location}`)
      answer = await send(new URL(location, answer.url), { headers: navigation })
    }
    return answer
  }

  return {
    jar,
    open: (url, options = {}) => navigate(new URL(url), options),
    fetch: (url, options = {}) =>
      send(new URL(url), { ...options, headers: { ...scripted, ...options.headers } }),
    press: (page, name, value) => {
      const [, action] = /<form[^>]*\baction="([^"]*)"/.exec(page.body) ?? []
      return navigate(new URL(action ?? "", page.url), {
        method: "POST",
        headers: { "Content-Type": "application/x-www-form-urlencoded" },
        body: Buffer.from(new URLSearchParams({ [name]: value }).toString()),
      })
    },
    echo: (url, message) => echo(new URL(url), message, jar),
  }
}

/** Any `*.localhost` name is this machine, whatever the resolver thinks. Source: RFC 6761, section 6.3. */
const loopbackAddress = "127.0.0.1"

async function exchange(url: URL, options: RequestOptions, cookie: string | undefined): Promise<Answer> {
  const request = httpRequest({
    host: loopbackAddress,
    port: url.port,
    path: `${url.pathname}${url.search}`,
    method: options.method ?? "GET",
    headers: {
      ...options.headers,
      Host: url.host,
      ...(cookie !== undefined && { Cookie: cookie }),
      ...(options.body && { "Content-Length": options.body.length }),
    },
    agent: false,
  })
  request.end(options.body)
  const [response] = (await once(request, "response")) as [IncomingMessage]
  const chunks: Buffer[] = []
  for await (const chunk of response as AsyncIterable<Buffer>) chunks.push(chunk)
  return {
    url,
    status: response.statusCode ?? 0,
    headers: Object.fromEntries(
      Object.entries(response.headers).map(([name, value]) => [name, decodeHeader(String(value))]),
    ),
    setCookies: response.headers["set-cookie"] ?? [],
    body: Buffer.concat(chunks).toString("utf8"),
  }
}

function echo(url: URL, message: string, jar: CookieJar): Promise<string | number> {
  const cookie = jar.cookieFor(url)
  const socket = new WebSocket(`ws://${loopbackAddress}:${url.port}${url.pathname}${url.search}`, {
    headers: { Host: url.host, ...(cookie !== undefined && { Cookie: cookie }) },
  })
  return new Promise((resolve, reject) => {
    socket.once("open", () => socket.send(message))
    socket.once("message", (data) => {
      resolve(data.toString())
      socket.close()
    })
    socket.once("unexpected-response", (request, response) => {
      resolve(response.statusCode ?? 0)
      request.destroy()
    })
    socket.once("error", reject)
  })
}

/** Node reads header bytes as Latin-1; names of people arrive in UTF-8. */
export const decodeHeader = (value: string): string => Buffer.from(value, "latin1").toString("utf8")
