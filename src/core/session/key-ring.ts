/**
 * The keys that cookies are sealed with. One session secret yields one key per purpose, so that a value sealed for one
 * purpose opens for no other. Several secrets make a ring: the first one seals, all of them open.
 */
import { createSecretKey, hkdfSync, type KeyObject } from "node:crypto"

export const purposes = ["session", "refresh", "login"] as const
export type Purpose = (typeof purposes)[number]

export interface SealingKey {
  /** Four bytes that name the key without telling anything about it. */
  readonly id: Buffer
  readonly key: KeyObject
}

/** Never empty; the current key comes first. */
export type KeyRing<Key = SealingKey> = Readonly<Record<Purpose, readonly [Key, ...Key[]]>>

/** Where a sealed value is good. */
export interface Binding {
  readonly clientId: string
  /** The host that set the cookie, or the cookie's `Domain` where one is configured. */
  readonly host: string
}

export interface BoundKey extends SealingKey {
  /** What is authenticated besides the sealed value. */
  readonly associatedData: Buffer
}

/** Keys that seal for one app on one host, and open nothing else. */
export type BoundKeys = KeyRing<BoundKey>

/** Of every sealed value; another one would have another layout. */
export const sealingVersion = 1

export const keyIdBytes = 4

/** Derives every key from the session secrets, the current one first. Source: RFC 5869 (HKDF), SHA-256. */
export function makeKeyRing([current, ...previous]: readonly [string, ...string[]]): KeyRing {
  const keysFor = (purpose: Purpose): [SealingKey, ...SealingKey[]] => [
    deriveKey(current, purpose),
    ...previous.map((secret) => deriveKey(secret, purpose)),
  ]
  return { session: keysFor("session"), refresh: keysFor("refresh"), login: keysFor("login") }
}

function deriveKey(secret: string, purpose: Purpose): SealingKey {
  const derive = (label: string, bytes: number) =>
    Buffer.from(hkdfSync("sha256", secret, "", `idp-oidc/1/${purpose}/${label}`, bytes))
  return { id: derive("id", keyIdBytes), key: createSecretKey(derive("key", 32)) }
}

/** Done once for a host: what is bound is the same for each of its cookies. */
export function bindKeys(ring: KeyRing, binding: Binding): BoundKeys {
  const bound = (purpose: Purpose): [BoundKey, ...BoundKey[]] => {
    const bind = ({ id, key }: SealingKey) => ({ id, key, associatedData: dataOf(id, purpose, binding) })
    const [current, ...previous] = ring[purpose]
    return [bind(current), ...previous.map(bind)]
  }
  return { session: bound("session"), refresh: bound("refresh"), login: bound("login") }
}

/** Each field is preceded by its length, so no character can move from one to its neighbour. */
const dataOf = (keyId: Buffer, purpose: Purpose, { clientId, host }: Binding): Buffer =>
  Buffer.from(
    `${sealingVersion} ${keyId.toString("hex")} ${[purpose, clientId, host].map((field) => `${field.length}:${field}`).join("")}`,
  )
