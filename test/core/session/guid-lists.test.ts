import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { putBackGuids, takeOutGuids } from "../../../src/core/session/guid-lists.ts"

const group = "5a1c0de0-0000-4000-8000-00000000002a"

const roundTrip = (claims: Readonly<Record<string, unknown>>) => {
  const { rest, counts, bytes } = takeOutGuids(claims)
  // As a session carries them.
  const [restRead, countsRead] = JSON.parse(JSON.stringify([rest, counts]))
  return putBackGuids(restRead, countsRead, bytes)
}

describe("lists of GUIDs", () => {
  it("take 16 bytes for each", () => {
    const { rest, counts, bytes } = takeOutGuids({ sub: "u1", groups: [group, group] })
    expect(rest).toEqual({ sub: "u1" })
    expect(counts).toEqual({ groups: 2 })
    expect(bytes.toString("hex")).toBe(group.replaceAll("-", "").repeat(2))
  })

  it("come back as they were, whatever else there is", () => {
    const name = fc.oneof(fc.string(), fc.constantFrom("groups", "wids", "0", "7", "__proto__"))
    const value = fc.oneof(fc.array(fc.uuid(), { maxLength: 40 }), fc.jsonValue())
    const claims = fc.array(fc.tuple(name, value)).map((entries) => Object.fromEntries(entries))
    fc.assert(
      fc.property(claims, (some) => {
        const sent = JSON.parse(JSON.stringify(some))
        expect(roundTrip(sent)).toEqual(sent)
        expect(Object.keys(roundTrip(sent)).toSorted()).toEqual(Object.keys(sent).toSorted())
      }),
    )
  })

  it.each<readonly [string, unknown]>([
    ["an empty list", []],
    ["capitals, which would come back small", [group.toUpperCase()]],
    ["one that is none", [group, "admins"]],
    ["a number among them", [group, 1]],
    ["more around it", [`${group} `]],
    ["one GUID that is no list", group],
  ])("are left alone with %s", (_, groups) => {
    expect(takeOutGuids({ groups })).toEqual({ rest: { groups }, counts: {}, bytes: Buffer.alloc(0) })
  })
})
