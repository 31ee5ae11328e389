/** T55: what can be learnt from how long an answer takes. Medians of many samples in turns, as an attacker would take them. */
import { randomBytes } from "node:crypto"
import { describe, expect, it } from "vitest"
import { bindKeys, open, seal } from "../../src/core/session/codec.ts"
import type { CookieJar } from "../../src/core/session/cookie.ts"
import { makeKeyRing } from "../../src/core/session/key-ring.ts"
import { loginCookieName, openLoginState, sealLoginState } from "../../src/core/session/login-state.ts"
import { sealSession } from "../../src/core/session/session.ts"
import { createSessionCache, createSessions } from "../../src/server/sessions.ts"
import { host, newSessionSecret } from "../server/start.ts"
import { configFor } from "./target.ts"

/** More than noise makes of equal work, even on a busy machine; a step less or more would show as twice the time. */
const noise = 1.5

/** Runs each case in turn, `samples` times altogether; the largest median as a multiple of the smallest. */
function spread(samples: number, cases: Readonly<Record<string, () => unknown>>): number {
  const timed = Object.entries(cases).map(([name, run]) => ({ name, run, times: [] as number[] }))
  for (let sample = 0; sample < samples / timed.length; sample++)
    for (const { run, times } of timed) {
      const started = performance.now()
      run()
      times.push(performance.now() - started)
    }
  // The first tenth is the engine getting to know the code.
  const medians = timed.map(({ times }) => median(times.slice(times.length / 10)))
  return Math.max(...medians) / Math.min(...medians)
}

const median = (times: readonly number[]): number =>
  times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0

/** The same text with one bit of one byte turned; negative positions count from the end. */
function bent(sealed: string, at: number): string {
  const bytes = Buffer.from(sealed, "base64url")
  const index = at < 0 ? bytes.length + at : at
  bytes[index] = (bytes[index] ?? 0) ^ 1
  return bytes.toString("base64url")
}

describe("T55: time tells nothing", () => {
  it("T55: of where a sealed value is wrong", { timeout: 60_000 }, () => {
    const ring = makeKeyRing([newSessionSecret()])
    const keys = bindKeys(ring, { clientId: "a", host }).session
    const sealed = seal(keys, "x".repeat(300), randomBytes(12))
    const wrong = [-16, -1, 20, 100].map((at) => bent(sealed, at))
    const cases = Object.fromEntries(wrong.map((text, index) => [index, () => open(keys, text)]))
    expect(spread(100_000, cases)).toBeLessThan(noise)
  })

  it("T55: of how near a forged cookie is to one that the server remembers", { timeout: 60_000 }, () => {
    const config = configFor({ issuer: "http://127.0.0.1:9", clientId: "a", clientSecret: "secret~value" })
    const now = Math.floor(Date.now() / 1000)
    const session = {
      id: "id",
      claims: { sub: "u1", name: "Ann" },
      tokens: {},
      loginAt: now,
      issuedAt: now,
      expiresAt: now + 3600,
      renewAfter: now + 3600,
      policy: config.fingerprint,
    }
    const good = sealSession(config.keysFor(host), session, randomBytes(12))
    const sessions = createSessions(config, createSessionCache())
    expect(sessions.open([good], host)?.session.id).toBe("id")
    const forged = {
      "all but the first byte of the tag": bent(good, -16),
      "all but the last": bent(good, -1),
      "the whole tag, which is where it is remembered": bent(good, 30),
      nothing: randomBytes(12).toString("hex") + bent(good, 40).slice(24),
    }
    for (const text of Object.values(forged)) expect(sessions.open([text], host)).toBeUndefined()
    const { nothing, ...near } = forged
    const cases = Object.entries(near).map(
      ([name, text]) => [name, () => sessions.open([text], host)] as const,
    )
    expect(spread(100_000, Object.fromEntries(cases))).toBeLessThan(noise)
    // One whose very form is wrong is refused sooner, and whoever made it knows its form.
    expect(sessions.open([nothing], host)).toBeUndefined()
  })

  it("T55: of how much of a state is right", { timeout: 60_000 }, () => {
    const keys = bindKeys(makeKeyRing([newSessionSecret()]), { clientId: "a", host })
    const names = { session: ["s", "t", "u"], refresh: "r", loginPrefix: "l." } as const
    const text = () => randomBytes(32).toString("base64url")
    const login = {
      state: text(),
      nonce: text(),
      codeVerifier: text(),
      returnTo: `https://${host}/`,
      createdAt: 1_700_000_000,
    }
    const sealed = sealLoginState(keys, login, randomBytes(12))
    const jar: CookieJar = {
      chunks: [],
      refresh: [],
      logins: new Map([[loginCookieName(names, login), [sealed]]]),
      upstream: undefined,
      extra: undefined,
    }
    const ask = (state: string) => () => openLoginState(keys, jar, state, login.createdAt + 1)
    expect(ask(login.state)()?.login.nonce).toBe(login.nonce)
    // The first sixteen characters are the cookie's name, so they are no secret from whoever holds it.
    const wrongFrom = (at: number) => ask(login.state.slice(0, at) + "~".repeat(login.state.length - at))
    expect(spread(40_000, { 16: wrongFrom(16), 30: wrongFrom(30), 42: wrongFrom(42) })).toBeLessThan(noise)
  })
})
