import type { IncomingMessage, ServerResponse } from "node:http"
import type Provider from "oidc-provider"
import { pageHeaders } from "../html.ts"
import { readBody } from "../loopback.ts"
import type { AppRegistration } from "./directory.ts"
import { renderSignedOut } from "./pages.ts"

/**
 * Ends the sign-in session, and goes back only where the app registration says so. Source: Microsoft, "OpenID Connect
 * on the Microsoft identity platform", send a sign-out request.
 */
export async function answerLogout(
  provider: Provider,
  apps: readonly AppRegistration[],
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? "/", provider.issuer)
  const form = new URLSearchParams(
    request.method === "POST" ? (await readBody(request)).toString("utf8") : "",
  )
  const parameter = (name: string) => url.searchParams.get(name) ?? form.get(name)
  const context = provider.createContext(request, response)
  const session = await provider.Session.get(context)
  await session.destroy()
  context.cookies.set("ESTSAUTH", null)

  const target = parameter("post_logout_redirect_uri")
  const clientId = parameter("client_id")
  const asking = apps.filter((app) => clientId === null || app.clientId === clientId)
  if (target === null || !asking.some(({ redirectUris }) => redirectUris.includes(target)))
    return void response.writeHead(200, pageHeaders).end(renderSignedOut())
  const back = new URL(target)
  const state = parameter("state")
  if (state !== null) back.searchParams.set("state", state)
  response.writeHead(302, { Location: back.href, "Cache-Control": "no-store" }).end()
}
