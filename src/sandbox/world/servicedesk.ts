import { randomBytes, randomInt, randomUUID } from "node:crypto"
import type { CheckSecret } from "../entra/directory.ts"

/** Servicedesk, and what it has made in Entra. Everything is made for one run, and nothing outside of it knows any of it. */
export interface Servicedesk {
  readonly clientId: string
  /** Makes a client secret; those before it stay valid, as in Entra. */
  readonly makeSecret: () => ClientSecret
  readonly checkSecret: CheckSecret
}

export interface ClientSecret {
  readonly value: string
  /** What people mistake for the secret. */
  readonly secretId: string
  /** A day, as `2027-05-25`. */
  readonly endsOn: string
}

/** Days. Source: Microsoft, "Add credentials": half a year is recommended. */
const lifetimeDays = 180

/** `now`: milliseconds since the epoch. */
export function createServicedesk(now: () => number): Servicedesk {
  const secrets = new Set<string>()
  return {
    clientId: randomUUID(),
    makeSecret: () => {
      const value = makeValue()
      secrets.add(value)
      const endsOn = new Date(now() + lifetimeDays * 86_400_000).toISOString().slice(0, 10)
      return { value, secretId: randomUUID(), endsOn }
    },
    checkSecret: (candidate) => (secrets.has(candidate) ? "accepted" : "rejected"),
  }
}

/** As Entra's are: 40 characters, `Q~` after the fourth, no `+` and no `/`. */
function makeValue(): string {
  const letters = (bytes: number) => randomBytes(bytes).toString("base64url").replace(/[-_]/g, "x")
  return `${letters(3).slice(0, 3)}${randomInt(10)}Q~${letters(26).slice(0, 34)}`
}
