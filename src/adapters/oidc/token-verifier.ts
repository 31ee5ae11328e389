/** JWTs that arrive by themselves: access tokens, and tokens in a request's header or cookie. */
import {
  createRemoteJWKSet,
  errors,
  type FetchImplementation,
  customFetch as joseFetch,
  jwtVerify,
} from "jose"
import type { CustomFetch } from "openid-client"
import { clockToleranceSeconds } from "../../core/oidc/tokens.ts"
import type { Claims } from "../../core/session/session.ts"

/** Signatures of a private key only. `none` and shared keys are no proof of anything here. Source: RFC 8725, section 3.1. */
const algorithms = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]

/** Characters. Entra's tokens with 200 groups have about 12,000. */
const maxTokenLength = 16_384

/** Says that a token is not good; never quotes it. */
export class TokenRefused extends Error {
  override readonly name = "TokenRefused"
}

export interface Expected {
  readonly issuer: string
  readonly audience: string
}

export type VerifyToken = (token: string, expected: Expected) => Promise<Claims>

/** `fetch` keeps key sets; this asks it anew for an unknown key id, as often as it likes. `now` is in milliseconds. */
export function createTokenVerifier(jwksUri: string, fetch: CustomFetch, now: () => number): VerifyToken {
  const keys = createRemoteJWKSet(new URL(jwksUri), {
    [joseFetch]: ((url, options) =>
      fetch(url, {
        body: undefined,
        headers: Object.fromEntries(new Headers(options.headers)),
        method: "GET",
        redirect: "manual",
        signal: options.signal,
      })) as FetchImplementation,
    cooldownDuration: 1_000,
  })
  return async (token, { issuer, audience }) => {
    if (token.length > maxTokenLength || token.split(".").length !== 3)
      throw new TokenRefused("the token is no signed JWT")
    try {
      const { payload } = await jwtVerify(token, keys, {
        algorithms,
        issuer,
        audience,
        clockTolerance: clockToleranceSeconds,
        currentDate: new Date(now()),
        requiredClaims: ["exp", "sub"],
      })
      return payload
    } catch (error) {
      if (isRefusal(error)) throw new TokenRefused(`the token was refused: ${error.message}`)
      throw error
    }
  }
}

/** What is wrong with the token, as opposed to the key set that could not be had. */
const isRefusal = (error: unknown): error is errors.JOSEError =>
  error instanceof errors.JOSEError &&
  !(
    error instanceof errors.JWKSTimeout ||
    error instanceof errors.JWKSInvalid ||
    error.code === "ERR_JOSE_GENERIC"
  )
