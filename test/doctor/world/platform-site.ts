/** The live host of an app behind chart 0.3.x, as the guide and the platform's middleware describe what it answers. */
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from "node:http"
import { callbackPath, logoutPath } from "../../../src/core/contract/names.ts"
import { listenOnLoopback } from "../../../src/sandbox/loopback.ts"

export interface SiteSettings {
  /** The authorize endpoint. */
  login: string
  clientId: string
  scope: string
  bypass: readonly string[]
  /** Where a logout ends. */
  postLogout: string
  /** Of the cookie that a login begins with. */
  cookieAttributes: string
  /** What answers in place of all this, such as an app that nobody protects. */
  instead: RequestListener | undefined
}

export interface Site {
  readonly url: string
  readonly settings: SiteSettings
  readonly close: () => Promise<void>
}

export async function startPlatformSite(settings: SiteSettings): Promise<Site> {
  const server = createServer((request, response) => (settings.instead ?? answer)(request, response))

  function answer(request: IncomingMessage, response: ServerResponse): void {
    const { host = "", accept = "" } = request.headers
    const { pathname } = new URL(request.url ?? "/", "https://site")
    if (settings.bypass.includes(pathname)) return void response.end("ok")
    if (pathname === callbackPath) return void response.writeHead(500).end("State is missing")
    if (pathname === logoutPath) {
      const target = encodeURIComponent(settings.postLogout)
      const location = `https://login.microsoftonline.com/logout?post_logout_redirect_uri=${target}`
      return void response.writeHead(302, { location }).end()
    }
    if (!accept.includes("text/html")) return void response.writeHead(401).end()
    const query = new URLSearchParams({
      client_id: settings.clientId,
      redirect_uri: `https://${host}${callbackPath}`,
      response_type: "code",
      scope: settings.scope,
      state: "x",
    })
    response
      .writeHead(302, {
        location: `${settings.login}?${query}`,
        "set-cookie": `_Webshop_verifier=x; Path=/; ${settings.cookieAttributes}`,
      })
      .end()
  }

  const { url, close } = await listenOnLoopback(server)
  return { url, settings, close }
}

export const replies =
  (status: number, body = "", headers: Readonly<Record<string, string>> = {}): RequestListener =>
  (_, response) =>
    response.writeHead(status, headers).end(body)
