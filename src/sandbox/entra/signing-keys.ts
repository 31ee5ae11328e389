import { exportJWK, generateKeyPair, type JWK, SignJWT } from "jose"

/** The keys that ID tokens are signed with; those that were rolled over stay published, as Entra keeps them. */
export interface SigningKeys {
  readonly publicKeys: () => readonly JWK[]
  readonly sign: (claims: Record<string, unknown>) => Promise<string>
  /** Signs with a new key from now on. `forget` also unpublishes the old ones: an emergency roll. */
  readonly rotate: (options?: { readonly forget?: boolean }) => Promise<void>
}

/** Each published key names its issuer. Source: Microsoft, "Access tokens", validating the issuer. */
export async function createSigningKeys(issuer: string): Promise<SigningKeys> {
  let current = await makeKey(issuer, 1)
  let published: readonly JWK[] = [current.jwk]
  let count = 1
  return {
    publicKeys: () => published,
    sign: (claims) =>
      new SignJWT(claims)
        .setProtectedHeader({ typ: "JWT", alg: "RS256", kid: current.kid })
        .sign(current.privateKey),
    rotate: async ({ forget = false } = {}) => {
      count += 1
      current = await makeKey(issuer, count)
      published = forget ? [current.jwk] : [...published, current.jwk]
    },
  }
}

async function makeKey(issuer: string, number: number) {
  const { privateKey, publicKey } = await generateKeyPair("RS256")
  const kid = `stand-in-key-${number}`
  return { kid, privateKey, jwk: { ...(await exportJWK(publicKey)), kid, use: "sig", issuer } }
}
