/**
 * Sessions that were verified before, so that a warm request does no cryptography. What is kept is who someone is, never
 * whether they may pass: that is decided anew each time.
 */
import { LRUCache } from "lru-cache"
import { openSession, type Session } from "../core/session/session.ts"
import type { AppConfig } from "./config/app-config.ts"
import { type Header, headerValue } from "./reply.ts"

/** A session with what would otherwise be computed again for each request. */
export interface VerifiedSession {
  readonly session: Session
  /** For the app, ready to be written. */
  readonly headers: readonly Header[]
}

/** Sessions per app. At about 2 kB each this stays below 20 MB. */
const maxSessions = 10_000

/** Enough of the end of a sealed text, its tag, to tell texts apart; hashing all of it costs more than decrypting. */
const keyLength = 24

interface Entry {
  readonly text: string
  readonly host: string
  readonly verified: VerifiedSession
}

export interface Sessions {
  /**
   * The session of these candidates on this host, whether or not its time is over. Two different ones are none: someone
   * planted a session of theirs beside the user's, and nobody can tell which is which.
   */
  readonly open: (candidates: readonly string[], host: string) => VerifiedSession | undefined
}

export function createSessions(config: AppConfig): Sessions {
  const verified = new LRUCache<string, Entry>({ max: maxSessions })
  const openOne = (text: string, host: string): VerifiedSession | undefined => {
    const key = text.slice(-keyLength)
    const entry = verified.get(key)
    if (entry !== undefined && entry.text === text && entry.host === host) return entry.verified
    const session = openSession(config.keys, config.binding(host), [text])
    // Another configuration kept other claims, so this session cannot answer what this one asks.
    if (session === undefined || session.policy !== config.identity.fingerprint) return undefined
    const fresh = verifySession(config, session)
    verified.set(key, { text, host, verified: fresh })
    return fresh
  }
  return {
    open: (candidates, host) => {
      const [first, ...others] = candidates.flatMap((text) => openOne(text, host) ?? [])
      const isOneLogin = others.every(({ session }) => session.id === first?.session.id)
      return isOneLogin ? first : undefined
    },
  }
}

export const verifySession = ({ identity }: AppConfig, session: Session): VerifiedSession => ({
  session,
  headers: identity.render(session).map(({ name, value }): Header => [name, headerValue(value)]),
})
