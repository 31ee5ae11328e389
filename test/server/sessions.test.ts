import { randomBytes } from "node:crypto"
import { expect, it } from "vitest"
import { sealSession } from "../../src/core/session/session.ts"
import type { AppConfig } from "../../src/server/config/app-config.ts"
import { createSessionCache, createSessions } from "../../src/server/sessions.ts"
import { configFor } from "../attacks/target.ts"
import { newSessionSecret } from "./start.ts"

const client = { issuer: "http://127.0.0.1:9", clientId: "shared", clientSecret: "secret~value" }
const secret = newSessionSecret()
const [one, two] = ["one.example.test", "two.example.test"] as const
const now = Math.floor(Date.now() / 1000)

const teamOn = (domain: string, otherHost: string, header: string) =>
  configFor(
    client,
    { domain, forwardAuth: { hosts: [otherHost] }, headers: [{ name: header, value: "{{ .claims.name }}" }] },
    secret,
  )

/** Two teams with one client and one secret, whose sessions hold the same claims and whose apps are told them otherwise. */
const configs = [teamOn(one, two, "X-One"), teamOn(two, one, "X-Two")] as const

const sealFor = (config: AppConfig, host: string): string =>
  sealSession(
    config.keysFor(host),
    {
      id: "id",
      claims: { sub: "u1", name: "Ann" },
      tokens: {},
      loginAt: now,
      issuedAt: now,
      expiresAt: now + 3600,
      renewAfter: now + 3600,
      policy: config.fingerprint,
    },
    randomBytes(12),
  )

it("keeps apps apart that share a cache, a client and a secret", () => {
  const cache = createSessionCache()
  const [first, second] = configs.map((config) => createSessions(config, cache))
  const text = sealFor(configs[0], one)
  expect(first?.open([text], one)?.head.text).toContain("X-One: ")
  expect(first?.open([text], two)).toBeUndefined()
  expect(second?.open([text], two)).toBeUndefined()
  // The second is told what it asks for, even of a session that the first one has warmed.
  expect(second?.open([text], one)?.head.text).toContain("X-Two: ")
  expect(first?.open([text], one)?.head.text).toContain("X-One: ")
})

it("gives back the very same session from the second time on, and forgets the oldest of too many", () => {
  const cache = createSessionCache()
  const sessions = createSessions(configs[0], cache)
  const openTwice = (text: string) => [sessions.open([text], one), sessions.open([text], one)]
  const text = sealFor(configs[0], one)
  const [first, warm] = openTwice(text)
  expect(warm).toEqual(first)
  expect(sessions.open([text], one)).toBe(warm)
  for (let more = 0; more < cache.entries.max; more++) openTwice(sealFor(configs[0], one))
  expect(cache.entries.size).toBe(cache.entries.max)
  expect(sessions.open([text], one)).not.toBe(warm)
})

it("knows a session on every host that shares its cookie", () => {
  const [app, other] = ["app.example.test", "other.example.test"] as const
  const config = configFor(
    client,
    { domain: app, forwardAuth: { hosts: [other] }, sessionCookie: { Domain: "example.test" } },
    secret,
  )
  const sessions = createSessions(config, createSessionCache())
  const text = sealFor(config, app)
  sessions.open([text], app)
  const warm = sessions.open([text], app)
  expect(warm?.session.id).toBe("id")
  expect(sessions.open([text], other)).toBe(warm)
  expect(sessions.open([text], app)).toBe(warm)
})

it("forgets nobody for those who come once", () => {
  const cache = createSessionCache()
  const sessions = createSessions(configs[0], cache)
  const text = sealFor(configs[0], one)
  sessions.open([text], one)
  const warm = sessions.open([text], one)
  for (let more = 0; more < 2 * cache.entries.max; more++) sessions.open([sealFor(configs[0], one)], one)
  // A few have the hash of another.
  expect(cache.entries.size).toBeLessThan(10)
  expect(sessions.open([text], one)).toBe(warm)
})

it("holds no more bytes than it may, however large sessions are", () => {
  const cache = createSessionCache()
  const config = configFor(
    client,
    { domain: one, headers: [{ name: "X-Groups", value: "{{ .claims.groups }}" }] },
    secret,
  )
  const sessions = createSessions(config, cache)
  const groups = Array.from({ length: 200 }, () => crypto.randomUUID())
  for (let person = 0; person < 3_000; person++) {
    const session = {
      id: `id-${person}`,
      claims: { sub: `u${person}`, groups },
      tokens: {},
      loginAt: now,
      issuedAt: now,
      expiresAt: now + 3600,
      renewAfter: now + 3600,
      policy: config.fingerprint,
    }
    const text = sealSession(config.keysFor(one), session, randomBytes(12))
    for (let time = 0; time < 2; time++) sessions.open([text], one)
  }
  expect(cache.entries.calculatedSize).toBeLessThanOrEqual(cache.entries.maxSize)
  expect(cache.entries.size).toBeLessThan(3_000)
})
