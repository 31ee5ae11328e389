/**
 * The certified `oidc-provider`, unmodified, on loopback: an independent judge of the protocol that the server speaks.
 * It logs in at once whoever `loginAs` names.
 */
import type { KeyObject } from "node:crypto"
import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import { exportJWK } from "jose"
import Provider, { type Configuration } from "oidc-provider"
import { newRsaKeys, rsaKeys } from "../fakes/rsa-keys.ts"

export interface Account {
  readonly sub: string
  readonly [claim: string]: unknown
}

export interface TestProvider {
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
  loginAs: Account
  /** Every request that reached it, as `METHOD path`. */
  readonly requests: string[]
  /** Replaces the answer to the next requests; `undefined` answers normally again. */
  intercept: ((request: IncomingMessage, response: ServerResponse) => boolean) | undefined
  /** Told about each answer of the token endpoint. */
  onToken: ((body: { readonly id_token: string }) => void) | undefined
  /** Signs with a new key from now on; the old one is gone. */
  readonly rollKeys: () => Promise<void>
  readonly close: () => Promise<void>
}

export interface TestProviderOptions {
  readonly redirectUris: readonly string[]
  readonly postLogoutRedirectUris?: readonly string[]
  /** Seconds. */
  readonly accessTokenLifetime?: number
  readonly idTokenLifetime?: number
  readonly refreshTokens?: boolean
  /** For a client that does without; ours never does. */
  readonly withoutPkce?: boolean
}

const signingKey = async (kid: string, privateKey: KeyObject) => ({
  ...(await exportJWK(privateKey)),
  kid,
  use: "sig",
  alg: "RS256",
})

export async function startTestProvider(options: TestProviderOptions): Promise<TestProvider> {
  const clientId = crypto.randomUUID()
  // Characters that a form must encode, as Entra's secrets have them.
  const clientSecret = `${crypto.randomUUID()}~%+&=/`
  let handle: ((request: IncomingMessage, response: ServerResponse) => void) | undefined
  const server = createServer((request, response) => {
    self.requests.push(`${request.method} ${request.url?.split("?")[0]}`)
    if (self.intercept?.(request, response)) return
    handle?.(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  const configuration = async (kid: string, privateKey: KeyObject): Promise<Configuration> => ({
    clients: [
      {
        client_id: clientId,
        client_secret: clientSecret,
        redirect_uris: [...options.redirectUris],
        post_logout_redirect_uris: [...(options.postLogoutRedirectUris ?? options.redirectUris)],
        token_endpoint_auth_method: "client_secret_post",
        grant_types: ["authorization_code", "refresh_token"],
      },
    ],
    jwks: { keys: [await signingKey(kid, privateKey)] },
    cookies: { keys: [crypto.randomUUID()] },
    claims: {
      openid: ["sub"],
      profile: ["name", "groups", "roles", "tid", "login_hint", "hasgroups"],
      email: ["email"],
    },
    conformIdTokenClaims: false,
    features: { devInteractions: { enabled: false } },
    pkce: { required: () => options.withoutPkce !== true },
    ttl: {
      AccessToken: options.accessTokenLifetime ?? 3600,
      IdToken: options.idTokenLifetime ?? 3600,
      Session: 3600,
      Interaction: 600,
      Grant: 3600,
      RefreshToken: 3600,
      AuthorizationCode: 60,
    },
    findAccount: (_, sub) => ({ accountId: sub, claims: async () => ({ ...self.loginAs, sub }) }),
    loadExistingGrant: async (ctx) => {
      const { Grant } = ctx.oidc.provider
      const grant = new Grant({ clientId, accountId: self.loginAs.sub })
      grant.addOIDCScope("openid profile email offline_access")
      await grant.save()
      return grant
    },
    interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
    issueRefreshToken: async () => options.refreshTokens ?? false,
  })

  const start = async (kid: string, { privateKey }: { readonly privateKey: KeyObject }): Promise<void> => {
    const provider = new Provider(issuer, await configuration(kid, privateKey))
    provider.use(async (ctx, next) => {
      await next()
      if (ctx.path === "/token" && ctx.status === 200) self.onToken?.(ctx.body as { id_token: string })
    })
    const callback = provider.callback()
    handle = async (request, response) => {
      if (!request.url?.startsWith("/interaction/")) return callback(request, response)
      await provider.interactionFinished(request, response, { login: { accountId: self.loginAs.sub } })
    }
  }

  const self: TestProvider = {
    issuer,
    clientId,
    clientSecret,
    loginAs: { sub: "user-1", name: "Jørgen Ægir Åse", email: "jorgen@example.test" },
    requests: [],
    intercept: undefined,
    onToken: undefined,
    rollKeys: () => start(crypto.randomUUID(), newRsaKeys()),
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
  await start("first", rsaKeys())
  return self
}
