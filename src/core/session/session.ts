/** The record of one login, as the session cookie holds it. */
import { type BoundKeys, open, seal } from "./codec.ts"
import { type GuidCounts, putBackGuids, takeOutGuids } from "./guid-lists.ts"

/** Claims as the provider stated them, cut down to what headers and policy read. */
export type Claims = Readonly<Record<string, unknown>>

/** All times are seconds since 1970. */
export interface Session {
  /** New at each login, kept by renewals; ties the refresh token to its session. */
  readonly id: string
  readonly claims: Claims
  /** Present only where a header template asks for them. */
  readonly tokens: {
    readonly accessToken?: string
    readonly idToken?: string
    readonly refreshToken?: string
  }
  readonly loginAt: number
  /** When this cookie was sealed. */
  readonly issuedAt: number
  /** When its token stops being valid. */
  readonly expiresAt: number
  /** From when on a renewal is tried, where there is a refresh token. */
  readonly renewAfter: number
  /** `fingerprint` of the configuration that made it: what it kept, of whose word. Another one needs a new login. */
  readonly policy: string
}

export interface SessionLimits {
  /** Seconds after login at which a session ends, whatever renewals there were. */
  readonly maxLifetime?: number
  /** Seconds without a request after which a session ends. */
  readonly idleTimeout?: number
}

/**
 * - `valid`: good as it is
 * - `renewable`: good, and old enough to be renewed
 * - `expired`: good only if it can be renewed
 * - `ended`: over; only a new login helps
 */
export type SessionState = "valid" | "renewable" | "expired" | "ended"

export function sessionState(session: Session, now: number, limits: SessionLimits): SessionState {
  const { maxLifetime = Number.POSITIVE_INFINITY, idleTimeout = Number.POSITIVE_INFINITY } = limits
  if (now >= session.loginAt + maxLifetime || now >= session.issuedAt + idleTimeout) return "ended"
  if (now >= session.expiresAt) return "expired"
  return now >= session.renewAfter ? "renewable" : "valid"
}

/** A cookie that slides for the idle timeout is sealed again after this share of it. */
const slideShare = 0.25

/** True where the idle timeout should start anew with this request. */
export const mustSlide = (session: Session, now: number, { idleTimeout }: SessionLimits): boolean =>
  idleTimeout !== undefined && now >= session.issuedAt + idleTimeout * slideShare

/** Between the JSON, where it cannot occur, and the bytes of GUIDs. */
const separator = 0

/** What a sealed session holds: all of it but the GUIDs of its claims, then how many those are. */
type SealedRecord = readonly [
  id: string,
  claims: Claims,
  tokens: Session["tokens"],
  loginAt: number,
  issuedAt: number,
  expiresAt: number,
  renewAfter: number,
  policy: string,
  guids: GuidCounts,
]

export function sealSession(
  keys: BoundKeys,
  { id, claims, tokens, loginAt, issuedAt, expiresAt, renewAfter, policy }: Session,
  nonce: Uint8Array,
): string {
  const { rest, counts, bytes } = takeOutGuids(claims)
  const record: SealedRecord = [id, rest, tokens, loginAt, issuedAt, expiresAt, renewAfter, policy, counts]
  const plaintext = Buffer.concat([Buffer.from(JSON.stringify(record)), Buffer.of(separator), bytes])
  return seal(keys.session, plaintext, nonce)
}

/** `undefined` for a text that does not open with these keys. */
export function openSession(keys: BoundKeys, text: string): Session | undefined {
  const plaintext = open(keys.session, text)
  if (plaintext === undefined) return undefined
  const end = plaintext.indexOf(separator)
  // Ours by its tag, so its shape is what `sealSession` of this codec version wrote.
  const record = JSON.parse(plaintext.toString("utf8", 0, end)) as SealedRecord
  const [id, rest, tokens, loginAt, issuedAt, expiresAt, renewAfter, policy, counts] = record
  const claims = putBackGuids(rest, counts, plaintext.subarray(end + 1))
  return { id, claims, tokens, loginAt, issuedAt, expiresAt, renewAfter, policy }
}

/** The refresh token travels beside the session and opens only together with it. */
export const sealRefreshToken = (
  keys: BoundKeys,
  session: Pick<Session, "id">,
  refreshToken: string,
  nonce: Uint8Array,
): string => seal(keys.refresh, JSON.stringify([session.id, refreshToken]), nonce)

export function openRefreshToken(
  keys: BoundKeys,
  session: Pick<Session, "id">,
  candidates: readonly string[],
): string | undefined {
  for (const candidate of candidates.slice(0, 4)) {
    const plaintext = open(keys.refresh, candidate)
    if (plaintext === undefined) continue
    const [sessionId, refreshToken] = JSON.parse(plaintext.toString()) as [string, string]
    if (sessionId === session.id) return refreshToken
  }
  return undefined
}
