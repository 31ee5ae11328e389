/** T44: AES-GCM gives up its key when two texts are sealed under one nonce. */
import { randomBytes } from "node:crypto"
import { describe, expect, it } from "vitest"
import { bindKeys, seal } from "../../src/core/session/codec.ts"
import { makeKeyRing } from "../../src/core/session/key-ring.ts"
import { countRepeatedNonces } from "../fuzz/nonces.ts"
import { newSessionSecret } from "../server/start.ts"
import { startForgingProvider } from "./forging-provider.ts"
import { configFor, startTarget } from "./target.ts"

/** See the layout in `core/session/codec.ts`. */
const nonceOf = (sealed: string): string => Buffer.from(sealed, "base64url").subarray(5, 17).toString("hex")

/** Half of a billion, more than ten thousand people renewing every 45 minutes for a hundred years. */
const yearsOfSealing = 10_000 * (60 / 45) * 24 * 365

describe("T44: nonces", () => {
  it("T44: none twice among pods with one secret in the same second, nor after a restart", async () => {
    const provider = await startForgingProvider()
    const secret = newSessionSecret()
    const nonces: string[] = []
    for (let restart = 0; restart < 2; restart++) {
      const pods = await Promise.all([1, 2, 3].map(() => startTarget([configFor(provider, {}, secret)])))
      const visits = pods.flatMap((pod) => Array.from({ length: 300 }, () => pod.browser().visit("/")))
      for (const { setCookies } of await Promise.all(visits))
        for (const line of setCookies)
          nonces.push(nonceOf(line.slice(line.indexOf("=") + 1).split(";")[0] ?? ""))
      for (const pod of pods) await pod.server.close()
    }
    await provider.close()
    expect(nonces.length).toBe(1800)
    expect(nonces[0]).toMatch(/^[0-9a-f]{24}$/)
    expect(new Set(nonces).size).toBe(1800)
  }, 30_000)

  it("T44: none twice in fifty thousand sealings; `npm run fuzz` makes ten million", () => {
    expect(countRepeatedNonces(50_000)).toBe(0)
  }, 30_000)

  it("T44: one that comes again is found", () => {
    let count = 0
    const random = (bytes: number) => Buffer.alloc(bytes, count++ % 999)
    expect(countRepeatedNonces(1_000, random)).toBeGreaterThan(0)
  })

  it.each([0, 8, 11, 13, 16])("T44: one of %i bytes is refused", (length) => {
    const ring = makeKeyRing([newSessionSecret()])
    const keys = bindKeys(ring, { clientId: "a", host: "a.example" }).session
    expect(() => seal(keys, "x", randomBytes(length))).toThrow(RangeError)
  })

  it("T44: a key is far from its limit for decades, and each purpose and secret has its own", () => {
    const rings = [newSessionSecret(), newSessionSecret()].map((secret) => makeKeyRing([secret]))
    const ids = rings.flatMap((ring) => Object.values(ring).map(([{ id }]) => id.toString("hex")))
    expect(new Set(ids).size).toBe(6)
    // NIST SP 800-38D, section 8.3.
    expect(2 ** 32 / yearsOfSealing).toBeGreaterThan(30)
  })
})
