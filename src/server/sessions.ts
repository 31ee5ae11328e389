/**
 * Sessions that were verified before, so that a warm request does no cryptography. What is kept is who someone is, never
 * whether they may pass: that is decided anew each time.
 */
import { LRUCache } from "lru-cache"
import type { BoundKeys } from "../core/session/codec.ts"
import { openSession, type Session } from "../core/session/session.ts"
import type { AppConfig } from "./config/app-config.ts"
import { createDoorkeeper, type Doorkeeper } from "./doorkeeper.ts"
import type { PreparedHead } from "./prepared-head.ts"
import { admissionHead } from "./reply.ts"

/** A session with what would otherwise be computed again for each request. */
export interface VerifiedSession {
  readonly session: Session
  /** Of an admission, ready to be written. */
  readonly head: PreparedHead
}

/** Sessions, and the bytes that they may take together: people in many groups have sessions of some 15 kB. */
const maxSessions = 10_000
const maxBytes = 32_000_000

/** Sessions of which it is known that they came by once. */
const maxStrangers = 16_384

/** Bytes, roughly: a session's text, its claims as objects and its headers, and what keeps them together. */
const sizeOf = ({ text }: Entry): number => 5 * text.length + 600

/** Enough of the end of a sealed text, its tag, to tell texts apart; hashing all of it costs more than decrypting. */
const keyLength = 24

interface Entry {
  /** What it was opened with: the same text may be told otherwise by another configuration, and elsewhere not at all. */
  readonly keys: BoundKeys
  readonly text: string
  readonly verified: VerifiedSession
}

/** One for all apps of a server, so that its memory does not grow with their number. */
export interface SessionCache {
  readonly entries: LRUCache<string, Entry>
  readonly doorkeeper: Doorkeeper
}

export const createSessionCache = (): SessionCache => ({
  entries: new LRUCache<string, Entry>({ max: maxSessions, maxSize: maxBytes, sizeCalculation: sizeOf }),
  doorkeeper: createDoorkeeper(maxStrangers),
})

export interface Sessions {
  /**
   * The session of these candidates on this host, whether or not its time is over. Two different ones are none: someone
   * planted a session of theirs beside the user's, and nobody can tell which is which.
   */
  readonly open: (candidates: readonly string[], host: string) => VerifiedSession | undefined
}

export function createSessions(config: AppConfig, { entries, doorkeeper }: SessionCache): Sessions {
  const openOne = (text: string, host: string): VerifiedSession | undefined => {
    const keys = config.keysFor(host)
    const key = text.slice(-keyLength)
    const entry = entries.get(key)
    if (entry?.keys === keys && entry.text === text) return entry.verified
    const session = openSession(keys, text)
    // Another configuration kept other claims, so this session cannot answer what this one asks.
    if (session === undefined || session.policy !== config.fingerprint) return undefined
    const fresh = verifySession(config, session)
    if (doorkeeper.knows(key)) {
      const kept = copyOf(text)
      entries.set(kept.slice(-keyLength), { keys, text: kept, verified: fresh })
    }
    return fresh
  }
  return {
    open: (candidates, host) => {
      let first: VerifiedSession | undefined
      for (const text of candidates) {
        const found = openOne(text, host)
        if (found === undefined) continue
        if (first !== undefined && found.session.id !== first.session.id) return undefined
        first ??= found
      }
      return first
    },
  }
}

/** A piece of a string keeps the whole alive, and this one was cut out of all cookies of a request. */
const copyOf = (text: string): string => Buffer.from(text, "latin1").toString("latin1")

export const verifySession = ({ identity }: AppConfig, session: Session): VerifiedSession => ({
  session,
  head: admissionHead(identity.render(session)),
})
