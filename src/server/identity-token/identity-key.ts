/**
 * The keys that sign identity tokens, derived from the session secrets: every replica has the same ones without having
 * to agree, and a rotation of the session secret rotates them too, with both in the key set while both secrets are known.
 */
import { createECDH, createHash, createPrivateKey, hkdfSync, type KeyObject } from "node:crypto"

/** Public, as a key set has it. Source: RFC 7517; RFC 7518, section 6.2.1. */
export interface PublicJwk {
  readonly kty: "EC"
  readonly crv: "P-256"
  readonly x: string
  readonly y: string
  readonly kid: string
  readonly use: "sig"
  readonly alg: "ES256"
}

export interface IdentityKey {
  readonly privateKey: KeyObject
  readonly publicJwk: PublicJwk
}

/** The order of the curve. Source: NIST SP 800-186, section 3.2.1.3. */
const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n

/** 384 bits make the remainder even enough for 256. Source: FIPS 186-5, appendix A.2.1. */
const seedBytes = 48

export function deriveIdentityKey(sessionSecret: string): IdentityKey {
  const seed = Buffer.from(hkdfSync("sha256", sessionSecret, "", "idp-oidc/1/identity-token", seedBytes))
  const scalar = (BigInt(`0x${seed.toString("hex")}`) % (order - 1n)) + 1n
  const d = Buffer.from(scalar.toString(16).padStart(64, "0"), "hex")
  const curve = createECDH("prime256v1")
  curve.setPrivateKey(d)
  // An uncompressed point: 4, x, y. Source: SEC 1, section 2.3.3.
  const point = curve.getPublicKey()
  const coordinates = {
    crv: "P-256",
    kty: "EC",
    x: point.subarray(1, 33).toString("base64url"),
    y: point.subarray(33).toString("base64url"),
  } as const
  const privateKey = createPrivateKey({ format: "jwk", key: { ...coordinates, d: d.toString("base64url") } })
  // Members in this very order are the key's thumbprint. Source: RFC 7638, section 3.
  const kid = createHash("sha256").update(JSON.stringify(coordinates)).digest("base64url")
  return { privateKey, publicJwk: { ...coordinates, kid, use: "sig", alg: "ES256" } }
}
