/** The provider as the server sees it: four questions, each answered with a value. Never throws. */
import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  buildEndSessionUrl,
  ClientSecretPost,
  Configuration,
  calculatePKCECodeChallenge,
  clockTolerance,
  customFetch,
  discovery,
  enableNonRepudiationChecks,
  None,
  refreshTokenGrant,
  type ServerMetadata,
  type TokenEndpointResponse,
  type TokenEndpointResponseHelpers,
} from "openid-client"
import type { ProviderConfig } from "../../core/oidc/config.ts"
import type { ProviderProblem } from "../../core/oidc/problem.ts"
import { claimsProblem, type Tokens } from "../../core/oidc/tokens.ts"
import { failure, type Result, success } from "../../core/result.ts"
import { boundedFetch } from "./bounded-fetch.ts"
import { explainError } from "./explain-error.ts"
import { keepKeySets } from "./key-set-cache.ts"

type Answer<Value> = Promise<Result<Value, ProviderProblem>>

export interface AuthorizationRequest {
  readonly redirectUri: string
  readonly state: string
  readonly nonce: string
  readonly codeVerifier: string
  readonly prompt?: string
}

export interface CodeExchange {
  /** The redirect URI with the query of the provider's answer. */
  readonly callbackUrl: string
  readonly state: string
  readonly nonce: string
  readonly codeVerifier: string
}

export interface Provider {
  /** Where to send the browser for a login. */
  readonly authorizationUrl: (request: AuthorizationRequest) => Answer<string>
  /** Redeems a code, once: a code must never be tried twice. */
  readonly exchangeCode: (exchange: CodeExchange) => Answer<Tokens>
  readonly refresh: (refreshToken: string) => Answer<Tokens>
  /** Where to send the browser for a logout; `undefined` where the provider knows none. */
  readonly endSessionUrl: (logout: {
    readonly postLogoutRedirectUri: string
    readonly logoutHint: string | undefined
  }) => Answer<string | undefined>
  /** True once the provider's metadata has been read. Readiness never waits for it. */
  readonly isKnown: () => boolean
}

export interface ProviderTools {
  /** Milliseconds since 1970. */
  readonly now: () => number
}

export type CreateProvider = (config: ProviderConfig, tools: ProviderTools) => Provider

/** Milliseconds that metadata is good for. Entra marks it as cacheable for a day. */
const metadataAgeMs = 24 * 3600_000

/** Milliseconds between two attempts, so that a crowd of logins does not hammer a provider that is down. */
const retryAfterMs = 2_000

/** Seconds by which clocks may differ. */
const clockToleranceSeconds = 60

export const createProvider: CreateProvider = (config, { now }) => {
  const client = keepClient(() => discoverClient(config, now), now)

  const attempt = async <Value>(ask: (client: Configuration) => Promise<Value> | Value): Answer<Value> => {
    try {
      return success(await ask(await client.get()))
    } catch (error) {
      return failure(await explainError(error))
    }
  }

  const checked = (answer: Result<Tokens, ProviderProblem>): Result<Tokens, ProviderProblem> => {
    if (!answer.ok || answer.value.claims === undefined) return answer
    const detail = claimsProblem(answer.value.claims, config)
    return detail === undefined ? answer : failure({ kind: "untrusted", detail })
  }

  return {
    authorizationUrl: (request) =>
      attempt(
        async (known) => buildAuthorizationUrl(known, await authorizationParameters(config, request)).href,
      ),
    exchangeCode: async ({ callbackUrl, state, nonce, codeVerifier }) =>
      checked(
        await attempt(async (known) => {
          const checks = {
            expectedState: state,
            expectedNonce: nonce,
            pkceCodeVerifier: codeVerifier,
            idTokenExpected: true,
          }
          return toTokens(
            await authorizationCodeGrant(known, new URL(callbackUrl), checks, resourceParameters(config)),
          )
        }),
      ),
    refresh: async (refreshToken) =>
      checked(
        await attempt(async (known) =>
          toTokens(await refreshTokenGrant(known, refreshToken, resourceParameters(config))),
        ),
      ),
    endSessionUrl: ({ postLogoutRedirectUri, logoutHint }) =>
      attempt((known) =>
        known.serverMetadata().end_session_endpoint === undefined
          ? undefined
          : buildEndSessionUrl(known, {
              post_logout_redirect_uri: postLogoutRedirectUri,
              ...(logoutHint === undefined ? {} : { logout_hint: logoutHint }),
            }).href,
      ),
    isKnown: client.isKnown,
  }
}

async function authorizationParameters(
  config: ProviderConfig,
  { redirectUri, state, nonce, codeVerifier, prompt }: AuthorizationRequest,
): Promise<URLSearchParams> {
  return new URLSearchParams([
    ...Object.entries({
      redirect_uri: redirectUri,
      scope: config.scopes.join(" "),
      state,
      nonce,
      // Entra honours PKCE without advertising it, so it is always used. Source: RFC 9700, section 2.1.1.
      code_challenge: await calculatePKCECodeChallenge(codeVerifier),
      code_challenge_method: "S256",
      ...(prompt === undefined ? {} : { prompt }),
    }),
    ...resourceParameters(config),
  ])
}

const resourceParameters = ({ resources }: ProviderConfig): URLSearchParams =>
  new URLSearchParams(resources.map((resource): [string, string] => ["resource", resource]))

const toTokens = (answer: TokenEndpointResponse & TokenEndpointResponseHelpers): Tokens => ({
  claims: answer.claims(),
  accessToken: answer.access_token,
  idToken: answer.id_token,
  refreshToken: answer.refresh_token,
  expiresIn: answer.expiresIn(),
})

/** One client at a time, found on first use, renewed once a day, and kept while it cannot be renewed. */
function keepClient(discover: () => Promise<Configuration>, now: () => number) {
  let known: { readonly client: Configuration; readonly foundAt: number } | undefined
  let underWay: Promise<Configuration> | undefined
  let failed: { readonly error: unknown; readonly at: number } | undefined

  const renew = (): Promise<Configuration> => {
    underWay ??= discover()
      .then((client) => {
        known = { client, foundAt: now() }
        failed = undefined
        return client
      })
      .catch((error: unknown) => {
        failed = { error, at: now() }
        throw error
      })
      .finally(() => {
        underWay = undefined
      })
    return underWay
  }

  return {
    isKnown: () => known !== undefined,
    get: async (): Promise<Configuration> => {
      const mayTry = failed === undefined || now() >= failed.at + retryAfterMs
      if (known === undefined) {
        if (!mayTry && underWay === undefined) throw failed?.error
        return renew()
      }
      // Nobody waits for a renewal: the last known metadata is good enough until it succeeds.
      if (now() >= known.foundAt + metadataAgeMs && mayTry) renew().catch(() => undefined)
      return known.client
    },
  }
}

async function discoverClient(config: ProviderConfig, now: () => number): Promise<Configuration> {
  const insecure = config.url.protocol === "http:"
  const metadataUrl = new URL(`${config.url.href.replace(/\/+$/, "")}/.well-known/openid-configuration`)
  const found = await discovery(metadataUrl, config.clientId, undefined, None(), {
    [customFetch]: boundedFetch,
    execute: insecure ? [allowInsecureRequests] : [],
  })
  const metadata: ServerMetadata = found.serverMetadata()
  const client = new Configuration(
    { ...metadata, issuer: expectedIssuer(config, metadata.issuer) },
    config.clientId,
    { [clockTolerance]: clockToleranceSeconds },
    ClientSecretPost(config.clientSecret()),
  )
  client[customFetch] = keepKeySets(boundedFetch, (url) => url === metadata.jwks_uri, now)
  if (insecure) allowInsecureRequests(client)
  enableNonRepudiationChecks(client)
  return client
}

/**
 * The one `iss` that tokens must carry. Metadata may name another issuer than the address it was read from only where the
 * configuration says which, or where Entra was asked by a domain name and answers with the directory's id.
 *
 * Source: OpenID Connect Discovery, section 4.3; Entra, "OpenID Connect on the Microsoft identity platform".
 */
function expectedIssuer({ url, validIssuer }: ProviderConfig, issuer: string): string {
  if (validIssuer !== undefined) return validIssuer
  const same = (address: string) => address.replace(/\/+$/, "")
  if (same(issuer) === same(url.href)) return issuer
  const isDirectory = /^https:\/\/login\.microsoftonline\.com\/[0-9a-f-]{36}\/v2\.0$/.test(issuer)
  if (url.origin === "https://login.microsoftonline.com" && isDirectory) return issuer
  throw new Error(`${url.href} says that its issuer is ${issuer}; set provider.validIssuer if that is right`)
}
