/**
 * Where the certified provider and Entra differ, on the wire: what is asked is changed before the provider runs, what
 * it answered is changed after.
 */
import { decodeJwt } from "jose"
import { errors, type KoaContextWithOIDC } from "oidc-provider"
import { pageHeaders } from "../html.ts"
import type { SandboxUser } from "../users.ts"
import {
  describe,
  type ErrorContext,
  makeAadstsError,
  makeErrorDocument,
  nameProviderError,
  type Trace,
} from "./aadsts.ts"
import { makeIdTokenClaims, makeUserClaims, type TokenSubject } from "./claims.ts"
import type { AppRegistration } from "./directory.ts"
import { renderErrorPage } from "./pages.ts"
import type { SigningKeys } from "./signing-keys.ts"

export interface ProviderOptions {
  readonly base: string
  readonly issuer: string
  readonly tenantId: string
  readonly apps: readonly AppRegistration[]
  readonly findUser: (id: string) => SandboxUser | undefined
  readonly keys: SigningKeys
  /** Seconds that access and ID tokens live. */
  readonly tokenLifetime: () => number
  readonly makeTrace: () => Trace
}

/** Whom a token is about; `undefined` where app or user are gone. */
export function subjectOf(
  { base, issuer, tenantId, apps, findUser }: ProviderOptions,
  clientId: string | undefined,
  accountId: string,
  scopes: ReadonlySet<string>,
): TokenSubject | undefined {
  const app = apps.find((registration) => registration.clientId === clientId)
  const user = findUser(accountId)
  return app && user && { tenantId, issuer, graphUrl: base, app, user, scopes }
}

/** OpenID Connect asks for `prompt=consent` beside `offline_access`; Entra does not, so it is added here. */
export function shapeRequest(context: KoaContextWithOIDC): void {
  const { scope = "", prompt = "" } = context.query
  const asked = String(scope).split(" ")
  const prompts = String(prompt).split(" ").filter(Boolean)
  if (context.method === "GET" && asked.includes("offline_access") && !prompts.includes("none"))
    context.query = { ...context.query, prompt: [...new Set([...prompts, "consent"])].join(" ") }
}

export async function shapeResponse(context: KoaContextWithOIDC, options: ProviderOptions): Promise<void> {
  const location = context.response.get("Location")
  if (location) context.set("Location", shapeLocation(location, context, options))
  if (typeof context.body === "string") context.body = context.body.replace(issuerField, "")
  if (context.path.endsWith("/oauth2/v2.0/token")) await shapeTokenResponse(context, options)
  if (context.path === "/oidc/userinfo") shapeUserinfo(context, options)
}

/** In the page that posts an authorization response, for `response_mode=form_post`. */
const issuerField = /<input type="hidden" name="iss" value="[^"]*"\/>/

/** The provider's subject is the account; Entra's differs per app. */
function shapeUserinfo(context: KoaContextWithOIDC, options: ProviderOptions): void {
  const { client, account, accessToken } = context.oidc
  const { body } = context
  if (!account || !isRecord(body)) return
  const subject = subjectOf(options, client?.clientId, account.accountId, accessToken?.scopes ?? new Set())
  if (subject) body.sub = makeUserClaims(subject).sub
}

/** Entra sends no `iss` to the redirect URI, and explains errors by number. Source: as `metadata.ts`. */
function shapeLocation(location: string, context: KoaContextWithOIDC, options: ProviderOptions): string {
  const target = new URL(location, options.base)
  if (target.searchParams.get("iss") !== options.issuer) return location
  target.searchParams.delete("iss")
  const error = target.searchParams.get("error")
  const described = target.searchParams.get("error_description") ?? ""
  if (error && !described.startsWith("AADSTS")) {
    const name = nameProviderError({ error, detail: described })
    const aadsts = makeAadstsError(name, errorContext(context, options))
    target.searchParams.set("error_description", describe(aadsts, options.makeTrace()))
  }
  return target.href
}

async function shapeTokenResponse(context: KoaContextWithOIDC, options: ProviderOptions): Promise<void> {
  const refusal = context.state.refusal
  if (refusal instanceof errors.OIDCProviderError) {
    const name = nameProviderError({ error: refusal.error, detail: detailOf(refusal) })
    const aadsts = makeAadstsError(name, errorContext(context, options))
    context.status = aadsts.error === "invalid_client" ? 401 : 400
    context.body = makeErrorDocument(aadsts, options.makeTrace())
    return
  }
  const { client, account, entities } = context.oidc
  const { body } = context
  if (!client || !account || !isRecord(body)) return
  const lifetime = options.tokenLifetime()
  const granted = new Set(String(body.scope ?? "").split(" "))
  const subject = subjectOf(options, client.clientId, account.accountId, granted)
  if (subject && typeof body.id_token === "string") {
    const { nonce } = decodeJwt(body.id_token)
    const claims = makeIdTokenClaims(subject, {
      issuedAt: Math.floor(Date.now() / 1000),
      lifetime,
      sessionId: entities.RefreshToken?.sid ?? entities.AuthorizationCode?.sid ?? options.makeTrace().traceId,
    })
    const refreshed = context.oidc.params?.grant_type === "refresh_token"
    body.id_token = await options.keys.sign({ ...claims, ...(nonce && !refreshed ? { nonce } : {}) })
  }
  body.expires_in = lifetime
  body.ext_expires_in = lifetime
}

export function renderProviderError(
  context: KoaContextWithOIDC,
  error: Error | errors.OIDCProviderError,
  options: ProviderOptions,
): void {
  const refusal =
    error instanceof errors.OIDCProviderError
      ? { error: error.error, detail: detailOf(error) }
      : { error: "server_error", detail: "" }
  const name = nameProviderError(refusal)
  const about = errorContext(context, options)
  const registered = name === "wrongRedirectUri" ? about.registered : undefined
  context.status = name === "serverError" ? 500 : 200
  context.set(pageHeaders)
  context.body = renderErrorPage(makeAadstsError(name, about), options.makeTrace(), registered)
}

const detailOf = (error: errors.OIDCProviderError): string =>
  [
    error.error_detail,
    error.cause instanceof Error ? error.cause.message : undefined,
    error.error_description,
  ]
    .filter(Boolean)
    .join(" ")

function errorContext(context: KoaContextWithOIDC, { apps, tenantId }: ProviderOptions): ErrorContext {
  const params = context.oidc?.params ?? context.query
  const clientId = String(params.client_id ?? "")
  const registered = apps.find((app) => app.clientId === clientId)?.redirectUris
  return {
    clientId,
    redirectUri: String(params.redirect_uri ?? ""),
    tenant: tenantId,
    ...(registered && { registered }),
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Buffer.isBuffer(value)
