/** A provider that says whatever an attacker would like it to say: its metadata, its keys and its tokens are the test's. */
import { type KeyObject, randomUUID, sign } from "node:crypto"
import { exportJWK, type JWK } from "jose"
import { rsaKeys } from "../fakes/rsa-keys.ts"
import type { Client } from "./target.ts"
import { listen } from "./target.ts"

export type ClaimSet = Readonly<Record<string, unknown>>

export interface ForgingProvider extends Client {
  readonly privateKey: KeyObject
  readonly publicJwk: JWK
  /** Answers of the endpoints, each replaceable. A number is a status without a body. */
  metadata: unknown
  keys: unknown
  /** `nonce`: of the login that the code is for, as the code itself says. */
  token: (nonce: string, form: URLSearchParams) => unknown
  userInfo: unknown
  /** Microsoft Graph's pages, by the number of the request. */
  graph: (request: number) => unknown
  /** Paths asked for, in order. */
  readonly requests: string[]
  /** The claims of a token that is right in every way. */
  readonly claims: (nonce?: string) => ClaimSet
  /** A token answer that is right in every way but for these claims. */
  readonly answer: (claims: ClaimSet, more?: object) => object
  readonly close: () => Promise<void>
}

export const encode = (value: unknown): string =>
  Buffer.from(typeof value === "string" ? value : JSON.stringify(value)).toString("base64url")

/** A JWT with any header at all, signed as RS256 does it. */
export function forge(claims: unknown, header: object, key: KeyObject): string {
  const text = `${encode(header)}.${encode(claims)}`
  return `${text}.${sign("sha256", Buffer.from(text), key).toString("base64url")}`
}

export const graphPath = "/v1.0/me/transitiveMemberOf/microsoft.graph.group"

export async function startForgingProvider(): Promise<ForgingProvider> {
  const { privateKey, publicKey } = rsaKeys()
  const publicJwk = { ...(await exportJWK(publicKey)), kid: "good", use: "sig", alg: "RS256" }
  const clientId = randomUUID()
  const { url, close } = await listen(async (request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://provider")
    self.requests.push(pathname)
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const form = new URLSearchParams(Buffer.concat(chunks).toString())
    const answers: Readonly<Record<string, () => unknown>> = {
      "/.well-known/openid-configuration": () => self.metadata,
      "/keys": () => self.keys,
      "/token": () => self.token(form.get("code") ?? "", form),
      "/userinfo": () => self.userInfo,
      [graphPath]: () => self.graph(self.requests.filter((path) => path === graphPath).length),
    }
    const body = answers[pathname]?.() ?? 404
    if (typeof body === "number") return response.writeHead(body).end()
    response.writeHead(200, { "content-type": "application/json" })
    response.end(typeof body === "string" ? body : JSON.stringify(body))
  })
  const self: ForgingProvider = {
    issuer: url,
    clientId,
    clientSecret: `${randomUUID()}~`,
    privateKey,
    publicJwk,
    metadata: {
      issuer: url,
      authorization_endpoint: `${url}/authorize`,
      token_endpoint: `${url}/token`,
      userinfo_endpoint: `${url}/userinfo`,
      jwks_uri: `${url}/keys`,
      msgraph_host: new URL(url).host,
      id_token_signing_alg_values_supported: ["RS256"],
      subject_types_supported: ["pairwise"],
      response_types_supported: ["code"],
    },
    keys: { keys: [publicJwk] },
    token: (nonce) => self.answer(self.claims(nonce)),
    userInfo: 404,
    graph: () => 404,
    requests: [],
    claims: (nonce) => {
      const now = Math.floor(Date.now() / 1000)
      return {
        iss: url,
        aud: clientId,
        sub: "u1",
        name: "Ann",
        iat: now,
        exp: now + 3600,
        ...(nonce ? { nonce } : {}),
      }
    },
    answer: (claims, more = {}) => ({
      access_token: randomUUID(),
      token_type: "Bearer",
      expires_in: 3600,
      id_token: forge(claims, { alg: "RS256", kid: "good" }, privateKey),
      ...more,
    }),
    close,
  }
  return self
}
