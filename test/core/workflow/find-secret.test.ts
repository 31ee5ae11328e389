import { randomBytes } from "node:crypto"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { findSecret, type SecretSpelling } from "../../../src/core/workflow/find-secret.ts"

const secret = `aB3~${randomBytes(12).toString("base64")}/+'"\\ö`
const search = (text: string) => findSecret([{ name: "store/4_Run.txt", text }], secret)

describe("findSecret", () => {
  it.each<[SecretSpelling, string]>([
    ["literal", secret],
    ["url", encodeURIComponent(secret)],
    ["url", `a=1&${new URLSearchParams({ v: secret })}`],
    ["json", JSON.stringify({ value: secret })],
    ["json", JSON.stringify(JSON.stringify({ value: secret }))],
    ["shell", `'${secret.replaceAll("'", `'\\''`)}'`],
    ["base64", Buffer.from(secret).toString("base64")],
    ["base64", Buffer.from(secret).toString("base64url")],
    ["hex", Buffer.from(secret).toString("hex")],
  ])("sees the %s spelling, on its line", (spelling, spelt) => {
    expect(search(`2026-01-01T00:00:00.0Z start\n2026-01-01T00:00:01.0Z ${spelt} end\n`)).toEqual([
      { file: "store/4_Run.txt", line: 2, spelling },
    ])
  })

  it("sees a secret inside any longer base64 text", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 9 }), fc.uint8Array({ maxLength: 9 }), (before, after) => {
        const whole = Buffer.concat([before, Buffer.from(secret), after])
        expect(search(whole.toString("base64"))).toHaveLength(1)
        expect(search(whole.toString("base64url"))).toHaveLength(1)
      }),
    )
  })

  it.each([
    ["a masked value", "env: VALUE: ***"],
    ["a part of it", secret.slice(1)],
    ["another case", secret.toUpperCase()],
  ])("passes %s", (_title, text) => {
    expect(search(text)).toEqual([])
  })

  it("finds nothing where there is no secret to find", () => {
    expect(findSecret([{ name: "a", text: "anything" }], "")).toEqual([])
  })

  it("returns no part of the secret", () => {
    const plain = randomBytes(16).toString("hex")
    const sightings = JSON.stringify(findSecret([{ name: "a", text: plain }], plain))
    for (let at = 0; at + 6 <= plain.length; at++) expect(sightings).not.toContain(plain.slice(at, at + 6))
  })
})
