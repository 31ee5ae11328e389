/** `loginUri`: begins a login, even for someone who has a session. */
import { originOf } from "../../core/policy/forwarded-request.ts"
import type { RouteInput } from "../app.ts"
import { deny, unauthorized } from "../denials.ts"
import type { Reply } from "../reply.ts"
import { landingAddress, startLogin } from "./start-login.ts"

/** Values that OpenID Connect Core, section 3.1.2.1, defines; `none` would only ever fail on a page of ours. */
const prompts: ReadonlySet<string> = new Set(["login", "select_account", "consent"])

export async function login(input: RouteInput): Promise<Reply> {
  const { app, forwarded } = input
  const { addresses } = app.config
  // Scripts poll; only someone at a browser window begins a login.
  if (!forwarded.isNavigation) return unauthorized(input)
  const parameters = new URLSearchParams(forwarded.query)
  const wanted = parameters.getAll("redirect_uri")
  const allowed = wanted[0] && addresses.validPostLogin.resolve(wanted[0], originOf(forwarded))
  if (wanted.length > 1 || (wanted.length === 1 && allowed === undefined))
    return deny(input, {
      status: 400,
      title: "That address is not allowed",
      paragraphs: ["The redirect_uri is not one of this app's validPostLoginRedirectUris."],
    })
  const prompt = parameters.get("prompt")
  return startLogin(
    input,
    allowed || landingAddress(input, "/"),
    prompt !== null && prompts.has(prompt) ? prompt : undefined,
  )
}
