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
