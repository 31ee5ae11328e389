/** The provider as the server sees it: a few questions, each answered with a value. Never throws. */
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
  fetchUserInfo,
  None,
  refreshTokenGrant,
  type ServerMetadata,
  type TokenEndpointResponse,
  type TokenEndpointResponseHelpers,
} from "openid-client"
import type { ProviderConfig } from "../../core/oidc/config.ts"
import type { ProviderProblem } from "../../core/oidc/problem.ts"
import {
  clockToleranceSeconds,
  idTokenProblem,
  issueTimeProblem,
  overlayUserInfo,
  type Tokens,
  tenantProblem,
} from "../../core/oidc/tokens.ts"
import { failure, type Result, success } from "../../core/result.ts"
import type { Claims } from "../../core/session/session.ts"
import { boundedFetch } from "./bounded-fetch.ts"
import { explainError } from "./explain-error.ts"
import { readGroups } from "./graph-groups.ts"
import { keepKeySets } from "./key-set-cache.ts"
import { createTokenVerifier, TokenRefused } from "./token-verifier.ts"

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
  /** The claims of a JWT that came with a request, if it is the provider's and for this app. */
  readonly verifyToken: (token: string) => Answer<Claims>
  /** All groups of the user, from Microsoft Graph: ids, and names that only a local directory gives, where the app may read them. */
  readonly readGroups: (accessToken: string) => Answer<readonly string[]>
  /** Where to send the browser for a logout; `undefined` where the provider knows none. */
  readonly endSessionUrl: (logout: {
    readonly postLogoutRedirectUri: string
    readonly logoutHint: string | undefined
  }) => Answer<string | undefined>
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

export const createProvider: CreateProvider = (config, { now }) => {
  const client = keepClient(() => discoverClient(config, now), now)

  const attempt = async <Value>(ask: (client: Client) => Promise<Value> | Value): Answer<Value> => {
    try {
      return success(await ask(await client.get()))
    } catch (error) {
      return failure(await explainError(error))
    }
  }

  return {
    authorizationUrl: (request) =>
      attempt(
        async ({ oidc }) => buildAuthorizationUrl(oidc, await authorizationParameters(config, request)).href,
      ),
    exchangeCode: ({ callbackUrl, state, nonce, codeVerifier }) =>
      attempt(async (known) => {
        const checks = {
          expectedState: state,
          expectedNonce: nonce,
          pkceCodeVerifier: codeVerifier,
          idTokenExpected: true,
        }
        const answer = await authorizationCodeGrant(
          known.oidc,
          new URL(callbackUrl),
          checks,
          resourceParameters(config),
        )
        return toTokens(config, known, answer, now() / 1000)
      }),
    refresh: (refreshToken) =>
      attempt(async (known) =>
        toTokens(
          config,
          known,
          await refreshTokenGrant(known.oidc, refreshToken, resourceParameters(config)),
          now() / 1000,
        ),
      ),
    verifyToken: (token) => attempt(({ verifyToken }) => verifyOwn(config, verifyToken, token, now() / 1000)),
    readGroups: (accessToken) =>
      attempt(({ oidc }) =>
        readGroups(accessToken, {
          issuer: config.url,
          host: oidc.serverMetadata().msgraph_host,
          fetch: boundedFetch,
        }),
      ),
    endSessionUrl: ({ postLogoutRedirectUri, logoutHint }) =>
      attempt(({ oidc }) =>
        oidc.serverMetadata().end_session_endpoint === undefined
          ? undefined
          : buildEndSessionUrl(oidc, {
              post_logout_redirect_uri: postLogoutRedirectUri,
              ...(logoutHint === undefined ? {} : { logout_hint: logoutHint }),
            }).href,
      ),
  }
}

interface Client {
  readonly oidc: Configuration
  readonly verifyToken: (token: string, audience: string) => Promise<Claims>
}

/** @throws TokenRefused where the claims are not for us. */
async function toTokens(
  config: ProviderConfig,
  { oidc, verifyToken }: Client,
  answer: TokenEndpointResponse & TokenEndpointResponseHelpers,
  now: number,
): Promise<Tokens> {
  const idClaims = answer.claims()
  const problem = idClaims && (idTokenProblem(idClaims, config) ?? issueTimeProblem(idClaims, now))
  if (problem !== undefined) throw new TokenRefused(problem)
  const stated =
    config.claimsFrom === "access-token"
      ? await verifyOwn(config, verifyToken, answer.access_token, now)
      : idClaims
  const claims =
    stated !== undefined && config.useUserInfo
      ? overlayUserInfo(stated, await fetchUserInfo(oidc, answer.access_token, String(stated.sub)))
      : stated
  return {
    claims,
    accessToken: answer.access_token,
    idToken: answer.id_token,
    refreshToken: answer.refresh_token,
    expiresIn: answer.expiresIn(),
  }
}

async function verifyOwn(
  { clientId, validAudience, tenantId }: ProviderConfig,
  verifyToken: Client["verifyToken"],
  token: string,
  now: number,
): Promise<Claims> {
  const claims = await verifyToken(token, validAudience ?? clientId)
  const problem = tenantProblem(claims, tenantId) ?? issueTimeProblem(claims, now)
  if (problem !== undefined) throw new TokenRefused(problem)
  return claims
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

/** One client at a time, found on first use, renewed once a day, and kept while it cannot be renewed. */
function keepClient(discover: () => Promise<Client>, now: () => number) {
  let known: { readonly client: Client; readonly foundAt: number } | undefined
  let underWay: Promise<Client> | undefined
  let failed: { readonly error: unknown; readonly at: number } | undefined

  const renew = (): Promise<Client> => {
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
    get: async (): Promise<Client> => {
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

async function discoverClient(config: ProviderConfig, now: () => number): Promise<Client> {
  const insecure = config.url.protocol === "http:"
  const metadataUrl = new URL(`${config.url.href.replace(/\/+$/, "")}/.well-known/openid-configuration`)
  const found = await discovery(metadataUrl, config.clientId, undefined, None(), {
    [customFetch]: boundedFetch,
    execute: insecure ? [allowInsecureRequests] : [],
  })
  const metadata: ServerMetadata = found.serverMetadata()
  const issuer = expectedIssuer(config, metadata.issuer)
  const client = new Configuration(
    { ...metadata, issuer },
    config.clientId,
    { [clockTolerance]: clockToleranceSeconds },
    ClientSecretPost(config.clientSecret()),
  )
  const { jwks_uri } = metadata
  if (jwks_uri === undefined) throw new TokenRefused(`${config.url.href} names no keys`)
  const fetchKeys = keepKeySets(boundedFetch, (url) => url === jwks_uri, now)
  client[customFetch] = fetchKeys
  if (insecure) allowInsecureRequests(client)
  enableNonRepudiationChecks(client)
  const verify = createTokenVerifier(jwks_uri, fetchKeys, now)
  return { oidc: client, verifyToken: (token, audience) => verify(token, { issuer, audience }) }
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
  throw new TokenRefused(
    `${url.href} says that its issuer is ${issuer}; set provider.validIssuer if that is right`,
  )
}
