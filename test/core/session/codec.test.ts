import { randomBytes } from "node:crypto"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { type Binding, bindKeys, open, seal } from "../../../src/core/session/codec.ts"
import { type KeyRing, makeKeyRing, purposes } from "../../../src/core/session/key-ring.ts"

const secret = () => randomBytes(16).toString("hex")
const ring = makeKeyRing([secret()])
const binding: Binding = { clientId: "client-a", host: "app.example.test" }
const keysOf = (by: KeyRing, at = binding) => bindKeys(by, at).session
const keys = keysOf(ring)
const textOf = (text: string, by = keys) => open(by, text)?.toString()
const sealed = (text = "hello", by = keys) => seal(by, text, randomBytes(12))

describe("a sealed value", () => {
  it("opens to what was sealed, whatever it was", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => textOf(sealed(text)) === text),
      { numRuns: 200 },
    )
  })

  it("is refused with any one byte changed", () => {
    const bytes = Buffer.from(sealed(), "base64url")
    for (let index = 0; index < bytes.length; index++)
      for (const bit of [1, 0x80]) {
        const tampered = Buffer.from(bytes)
        tampered[index] = (tampered[index] ?? 0) ^ bit
        expect(open(keys, tampered.toString("base64url")), `byte ${index}`).toBeUndefined()
      }
  })

  it("is refused at every shorter length and with anything appended", () => {
    const text = sealed()
    for (let length = 0; length < text.length; length++)
      expect(open(keys, text.slice(0, length))).toBeUndefined()
    for (const tail of ["A", "AA", "=", "==", " ", "\n", ".", "\u0000"])
      expect(open(keys, text + tail), JSON.stringify(tail)).toBeUndefined()
  })

  it("has one spelling: the standard alphabet, padding and white space are refused", () => {
    // Enough values that both special characters of the alphabet occur.
    for (let round = 0; round < 50; round++) {
      const text = sealed(`round ${round}`)
      const standard = Buffer.from(text, "base64url").toString("base64")
      if (standard !== text) expect(open(keys, standard)).toBeUndefined()
      expect(open(keys, ` ${text}`)).toBeUndefined()
      expect(open(keys, `${text.slice(0, 5)}\n${text.slice(5)}`)).toBeUndefined()
    }
  })

  it("opens for no other purpose, app or host", () => {
    const text = sealed()
    for (const purpose of purposes)
      if (purpose !== "session") expect(open(bindKeys(ring, binding)[purpose], text)).toBeUndefined()
    expect(open(keysOf(ring, { ...binding, clientId: "client-b" }), text)).toBeUndefined()
    expect(open(keysOf(ring, { ...binding, host: "other.example.test" }), text)).toBeUndefined()
  })

  it("keeps neighbouring fields apart: no byte moves from client id to host", () => {
    const text = sealed("x", keysOf(ring, { clientId: "ab", host: "c" }))
    expect(open(keysOf(ring, { clientId: "a", host: "bc" }), text)).toBeUndefined()
    expect(open(keysOf(ring, { clientId: "abc", host: "" }), text)).toBeUndefined()
  })

  it("refuses junk without throwing", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.base64String()), (text) => open(keys, text) === undefined),
      { numRuns: 300 },
    )
  })

  it("differs each time, and refuses a nonce of another length", () => {
    expect(sealed()).not.toBe(sealed())
    expect(() => seal(keys, "x", randomBytes(16))).toThrow(RangeError)
  })
})

describe("a key ring", () => {
  it("opens what the previous secret sealed, and seals with the current one", () => {
    const [old, current] = [secret(), secret()]
    const text = sealed("before", keysOf(makeKeyRing([old])))
    const both = keysOf(makeKeyRing([current, old]))
    expect(textOf(text, both)).toBe("before")
    const renewed = sealed("after", both)
    expect(textOf(renewed, keysOf(makeKeyRing([current])))).toBe("after")
    expect(open(keysOf(makeKeyRing([old])), renewed)).toBeUndefined()
  })

  it("forgets what a removed secret sealed", () => {
    expect(open(keysOf(makeKeyRing([secret()])), sealed())).toBeUndefined()
  })
})
