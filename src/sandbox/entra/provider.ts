/**
 * The certified `oidc-provider`, told to speak as Entra does. It decides; what it answers is reshaped in two places
 * only: `shapeRequest` before it runs and `shapeResponse` after.
 *
 * Source: `oidc-provider`, docs/README.md, for the settings.
 */
import { generateKeyPairSync, randomBytes } from "node:crypto"
import Provider, { errors, interactionPolicy, type KoaContextWithOIDC } from "oidc-provider"
import { makeUserClaims } from "./claims.ts"
import { checkSecret } from "./directory.ts"
import { createMemoryStore } from "./memory-store.ts"
import { type ProviderOptions, renderProviderError, shapeRequest, shapeResponse, subjectOf } from "./shape.ts"

/** Scopes that may be asked for; Graph's with and without the resource in front. */
const scopes = [
  "openid",
  "profile",
  "email",
  "offline_access",
  ...["User.Read", "GroupMember.Read.All"].flatMap((scope) => [
    scope,
    `https://graph.microsoft.com/${scope}`,
  ]),
]

const tenMinutes = 600
const oneDay = 86_400
const ninetyDays = 90 * oneDay

export function createProvider(options: ProviderOptions): Provider {
  const { issuer, tenantId, apps, findUser } = options

  const provider = new Provider(issuer, {
    adapter: createMemoryStore(),
    clients: apps.map((app) => ({
      client_id: app.clientId,
      client_name: app.displayName,
      // Never compared: `compareClientSecret` asks the directory instead.
      client_secret: randomBytes(16).toString("hex"),
      token_endpoint_auth_method: "client_secret_post",
      redirect_uris: [...app.redirectUris],
      grant_types: ["authorization_code", "refresh_token"],
      response_types: ["code"],
    })),
    routes: {
      authorization: `/${tenantId}/oauth2/v2.0/authorize`,
      token: `/${tenantId}/oauth2/v2.0/token`,
      userinfo: "/oidc/userinfo",
    },
    jwks: { keys: [internalKey()] },
    clientDefaults: { id_token_signed_response_alg: "ES256" },
    scopes,
    claims: { openid: ["sub"], profile: ["name", "preferred_username", "oid"], email: ["email"] },
    subjectTypes: ["public"],
    pkce: { required: () => false },
    findAccount: (context, accountId) =>
      findUser(accountId) && {
        accountId,
        claims: (_use, scope) => {
          const granted = new Set(scope.split(" "))
          const subject = subjectOf(options, context.oidc.client?.clientId, accountId, granted)
          if (!subject) throw new Error(`No app registration for the token of ${accountId}`)
          return makeUserClaims(subject)
        },
      },
    features: {
      devInteractions: { enabled: false },
      rpInitiatedLogout: { enabled: false },
      resourceIndicators: { enabled: false },
    },
    interactions: {
      policy: makePolicy(),
      url: (_context, interaction) => `/${tenantId}/login/${interaction.uid}`,
    },
    loadExistingGrant: grantEverything,
    // Each use gives a new one, and the store keeps the old one good. Source: Microsoft, "Refresh tokens".
    rotateRefreshToken: true,
    issueRefreshToken: (_context, _client, code) => code.scopes.has("offline_access"),
    expiresWithSession: () => false,
    ttl: {
      AccessToken: options.tokenLifetime,
      IdToken: options.tokenLifetime,
      AuthorizationCode: tenMinutes,
      Interaction: 6 * tenMinutes,
      Grant: ninetyDays,
      RefreshToken: ninetyDays,
      Session: oneDay,
    },
    cookies: {
      keys: [randomBytes(32).toString("hex")],
      names: { session: "ESTSAUTH", interaction: "ESTSFLOW", resume: "ESTSRESUME" },
    },
    clientBasedCORS: () => false,
    renderError: (context, _out, error) => renderProviderError(context, error, options),
  })

  provider.Client.prototype.compareClientSecret = function compareClientSecret(candidate) {
    const app = apps.find(({ clientId }) => clientId === this.clientId)
    const verdict = app ? checkSecret(app, candidate) : "rejected"
    if (verdict === "expired") throw new errors.InvalidClientAuth("client secret is expired")
    return verdict === "accepted"
  }
  provider.on("grant.error", (context, error) => {
    context.state.refusal = error
  })
  provider.use(async (context, next) => {
    const shaped = context as KoaContextWithOIDC
    shapeRequest(shaped)
    await next()
    await shapeResponse(shaped, options)
  })
  return provider
}

/** A private key of the provider's own; its signatures are replaced by those of `SigningKeys` before anyone sees them. */
function internalKey() {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" })
  return { ...privateKey.export({ format: "jwk" }), use: "sig", alg: "ES256" }
}

/** `select_account` is Entra's; `consent` may be asked for and never stops anyone: an administrator has given it. */
function makePolicy() {
  const policy = interactionPolicy.base()
  policy.get("consent")?.checks.clear()
  policy.add(new interactionPolicy.Prompt({ name: "select_account", requestable: true }), 0)
  return policy
}

/** Consent was given for the whole tenant, as for every app that servicedesk registers. */
async function grantEverything(context: KoaContextWithOIDC) {
  const { client, session, params, provider } = context.oidc
  if (!client || !session?.accountId) return undefined
  const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId })
  grant.addOIDCScope(String(params?.scope ?? "openid"))
  await grant.save()
  return grant
}
