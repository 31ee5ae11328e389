/**
 * Sealed values: what a cookie holds, readable and writable by the server only.
 *
 *     0        1             5             17                     n - 16
 *     +--------+-------------+-------------+----------------------+----------------+
 *     | version| key id (4)  | nonce (12)  | ciphertext           | tag (16)       |
 *     +--------+-------------+-------------+----------------------+----------------+
 *       all of it base64url without padding, AES-256-GCM
 *
 * Associated data is version, key id, purpose, client id and host, each preceded by its length, so no character can move
 * from one field to its neighbour. A sealed value therefore opens for one purpose of one app on one host only.
 *
 * Opening has one failure, `undefined`, whatever the cause. Nothing is decompressed, and nothing is parsed before its
 * tag has been verified. One key seals up to 2^32 values safely with random nonces (NIST SP 800-38D, section 8.3).
 */
import { createCipheriv, createDecipheriv } from "node:crypto"
import { type KeyRing, keyIdBytes, type Purpose, type SealingKey } from "./key-ring.ts"

const version = 1
const algorithm = "aes-256-gcm"
export const nonceBytes = 12
const tagBytes = 16
const options = { authTagLength: tagBytes }
const headerBytes = 1 + keyIdBytes
const smallestBytes = headerBytes + nonceBytes + tagBytes

/** Where a sealed value is good. */
export interface Binding {
  readonly clientId: string
  /** The host that set the cookie, or the cookie's `Domain` where one is configured. */
  readonly host: string
}

export interface BoundKey extends SealingKey {
  readonly associatedData: Buffer
}

/** Keys that seal for one app on one host, and open nothing else. */
export type BoundKeys = KeyRing<BoundKey>

/** Done once for a host: what is bound is the same for each of its cookies. */
export function bindKeys(ring: KeyRing, binding: Binding): BoundKeys {
  const bound = (purpose: Purpose): [BoundKey, ...BoundKey[]] => {
    const bind = ({ id, key }: SealingKey) => ({
      id,
      key,
      associatedData: associatedDataOf(id, purpose, binding),
    })
    const [current, ...previous] = ring[purpose]
    return [bind(current), ...previous.map(bind)]
  }
  return { session: bound("session"), refresh: bound("refresh"), login: bound("login") }
}

const associatedDataOf = (keyId: Buffer, purpose: Purpose, { clientId, host }: Binding): Buffer =>
  Buffer.from(
    `${version} ${keyId.toString("hex")} ${purpose.length}:${purpose}${clientId.length}:${clientId}${host.length}:${host}`,
  )

/** `nonce`: 12 random bytes, never used twice. */
export function seal(
  [{ id, key, associatedData }]: readonly [BoundKey, ...BoundKey[]],
  plaintext: string | Uint8Array,
  nonce: Uint8Array,
): string {
  if (nonce.length !== nonceBytes)
    throw new RangeError(`A nonce has ${nonceBytes} bytes, not ${nonce.length}`)
  const cipher = createCipheriv(algorithm, key, nonce, options)
  cipher.setAAD(associatedData)
  const ciphertext = Buffer.concat([cipher.update(Buffer.from(plaintext)), cipher.final()])
  return Buffer.concat([Buffer.of(version), id, nonce, ciphertext, cipher.getAuthTag()]).toString("base64url")
}

/** The plaintext, or `undefined` for anything that `seal` did not make with one of these keys. */
export function open(keys: readonly BoundKey[], text: string): Buffer | undefined {
  const bytes = Buffer.from(text, "base64url")
  // Buffer accepts padding, both alphabets and junk; only the one canonical spelling is ours.
  if (bytes.length < smallestBytes || bytes[0] !== version || bytes.toString("base64url") !== text)
    return undefined
  const keyId = bytes.readUInt32BE(1)
  const sealing = keys.find(({ id }) => id.readUInt32BE() === keyId)
  if (!sealing) return undefined
  const nonce = bytes.subarray(headerBytes, headerBytes + nonceBytes)
  const decipher = createDecipheriv(algorithm, sealing.key, nonce, options)
  decipher.setAAD(sealing.associatedData)
  decipher.setAuthTag(bytes.subarray(-tagBytes))
  try {
    const plaintext = decipher.update(bytes.subarray(headerBytes + nonceBytes, -tagBytes))
    // Of this mode nothing is left to come; it throws unless the tag is right.
    decipher.final()
    return plaintext
  } catch {
    return undefined
  }
}
