/** `loginUri`: begins a login, even for someone who has a session. */
import { originOf } from "../../core/policy/forwarded-request.ts"
import { requestedRedirect } from "../../core/policy/redirects.ts"
import type { RouteInput } from "../app.ts"
import { redirectDenial, unauthorized } from "../denials.ts"
import type { Reply } from "../reply.ts"
import { landingAddress, startLogin } from "./start-login.ts"

/** Values that OpenID Connect Core, section 3.1.2.1, defines; `none` would only ever fail on a page of ours. */
const prompts: ReadonlySet<string> = new Set(["login", "select_account", "consent"])

export async function login(input: RouteInput): Promise<Reply> {
  const { app, forwarded } = input
  // Scripts poll; only someone at a browser window begins a login.
  if (!forwarded.isNavigation()) return unauthorized(input)
  const allowed = requestedRedirect(
    forwarded.query,
    ["redirect_uri"],
    app.config.addresses.validPostLogin,
    originOf(forwarded),
  )
  if (!allowed.ok) return redirectDenial(input, "validPostLoginRedirectUris")
  const prompt = new URLSearchParams(forwarded.query).get("prompt")
  return startLogin(
    input,
    allowed.value ?? landingAddress(input, "/"),
    prompt !== null && prompts.has(prompt) ? prompt : undefined,
  )
}
