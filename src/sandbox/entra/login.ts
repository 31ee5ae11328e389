import type { IncomingMessage, ServerResponse } from "node:http"
import type Provider from "oidc-provider"
import { pageHeaders } from "../html.ts"
import { readBody } from "../loopback.ts"
import type { SandboxUser } from "../users.ts"
import { makeAadstsError, type Trace } from "./aadsts.ts"
import type { AppRegistration } from "./directory.ts"
import { renderAccountPicker, renderErrorPage, renderExpiredLogin } from "./pages.ts"

export interface LoginOptions {
  readonly apps: readonly AppRegistration[]
  readonly users: readonly SandboxUser[]
  readonly makeTrace: () => Trace
}

/** The account picker: shows it, and takes what was picked on it. */
export async function answerLogin(
  provider: Provider,
  { apps, users, makeTrace }: LoginOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const interaction = await provider.interactionDetails(request, response).catch(() => undefined)
  if (!interaction) return void response.writeHead(400, pageHeaders).end(renderExpiredLogin())
  const form = new URLSearchParams(
    request.method === "POST" ? (await readBody(request)).toString("utf8") : "",
  )
  if (form.has("decline")) {
    const { error } = makeAadstsError("declined", { clientId: "" })
    return provider.interactionFinished(request, response, { error })
  }
  const user = users.find(({ id }) => id === form.get("user"))
  const app = apps.find(({ clientId }) => clientId === interaction.params.client_id)
  if (user && app?.assignedUsers && !app.assignedUsers.includes(user.id)) {
    // Never told to the app: the user stays on this page. Source: Microsoft, "What's new for authentication?", October 2021.
    const error = makeAadstsError("notAssigned", { clientId: app.clientId, user: user.email ?? user.id })
    return void response.writeHead(200, pageHeaders).end(renderErrorPage(error, makeTrace(), undefined))
  }
  if (user) {
    const login = { login: { accountId: user.id }, select_account: {} }
    const next = await provider.interactionResult(request, response, login)
    await switchAccount(provider, user.id, request, response)
    return void response.writeHead(303, { Location: next }).end()
  }
  response.writeHead(200, pageHeaders).end(renderAccountPicker(app?.displayName ?? "", users))
}

/** Who picks another account than before goes on as that one; the provider alone would ask them to sign out first. */
async function switchAccount(
  provider: Provider,
  accountId: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const session = await provider.Session.get(provider.createContext(request, response))
  if (session.accountId === undefined || session.accountId === accountId) return
  session.accountId = accountId
  await session.persist()
}
