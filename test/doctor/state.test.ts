import { describe, expect, it } from "vitest"
import type { SavedState } from "../../src/core/state/saved-state.ts"
import { catalogue } from "../../src/doctor/catalogue.ts"
import { makeHealthyRepo, paths, replace } from "../cases/doctor/healthy-repo.ts"
import { stored, webshopState } from "../cases/doctor/states.ts"
import { examineBy, say } from "./examine.ts"

const checks = catalogue.filter(({ id }) =>
  ["OIDC013", "OIDC117", "OIDC118", "OIDC210", "OIDC804"].includes(id),
)

async function look(
  change: Partial<SavedState> = {},
  edit: (texts: Map<string, string>) => void = () => undefined,
) {
  const texts = makeHealthyRepo()
  edit(texts)
  return say(
    await examineBy(checks, texts, {
      scope: { app: "webshop" },
      states: async () => [stored({ ...webshopState, ...change })],
      now: () => Date.parse("2026-11-23T12:00:00Z"),
    }),
  )
}

const { ticket } = webshopState
const ticketWith = (change: Partial<NonNullable<SavedState["ticket"]>>) =>
  ticket ? { ticket: { ...ticket, ...change } } : {}

describe("the checks of what init remembers", () => {
  it("pass where everything was ordered", async () => {
    expect(await look()).toEqual({
      "013": "pass",
      "117": "pass",
      "118": "pass",
      "210": "pass",
      "804": "pass",
    })
  })

  it("have nothing to look at on another machine", async () => {
    const seen = say(await examineBy(checks, makeHealthyRepo(), { scope: { app: "webshop" } }))
    expect(seen).toEqual({
      "013": "pass",
      "117": "skip: no ticket is remembered on this machine",
      "118": "pass",
      "210": "pass",
      "804": "skip: nobody has noted on this machine when the client secret ends",
    })
  })

  it("see groups that the ticket did not order, or did not name", async () => {
    expect((await look(ticketWith({ groups: [] })))["117"]).toBe(
      "fail: a rule asks for groups, and the ticket did not order any: ticket REQ0012345",
    )
    expect((await look(ticketWith({ groups: ["awssso-webshop-admin"] })))["117"]).toBe(
      "warn: the ticket did not name awssso-webshop-user: awssso-webshop-admin",
    )
  })

  it("know from the ticket whether the token has names or IDs of groups", async () => {
    const uuid = "3fe8f2f0-da38-42eb-80c7-febc1d1dcb3f"
    const byId = (texts: Map<string, string>) => replace(texts, paths.values, "awssso-webshop-user", uuid)
    expect((await look({}, byId))["118"]).toBe(
      "fail: the rule has IDs of groups, and the ticket ordered names",
    )
    expect((await look(ticketWith({ groups: [uuid] }), byId))["118"]).toBe("pass")
    const silent = await look(ticketWith({ groups: [] }), byId)
    expect(silent["118"]).toBe(
      "warn: the rule has IDs of groups, which a token has only if it was ordered so",
    )
  })

  it("see a host whose redirect URI was not ordered", async () => {
    const seen = await look({}, (texts) =>
      replace(texts, paths.app, /( +)- (webshop\.shop-test\S+)(.*)/, "$1- $2$3\n$1- shop.example.com"),
    )
    expect(seen["210"]).toBe("fail: no redirect URI was ordered for shop.example.com")
  })

  it.each([
    ["2026-12-24", "pass"],
    ["2026-12-01", "warn: the client secret of webshop ends on 2026-12-01, in 8 days"],
    ["2026-11-23", "warn: the client secret of webshop ends on 2026-11-23, in 0 days"],
    ["2026-11-22", "fail: the client secret of webshop ended on 2026-11-22"],
  ])("know when the client secret ends: %s", async (secretEnds, expected) => {
    expect((await look({ secretEnds }))["804"]).toBe(expected)
  })

  it("see a file of an app that is gone, one that is damaged, and one with a secret in it", async () => {
    const [gone] = [await look({ app: "shop-old" })]
    expect(gone["013"]).toBe("warn: init remembers shop-old in shop-test, which is gone")
    const secret = `abc8Q~${"y".repeat(34)}`
    const texts = ["{", JSON.stringify({ ...webshopState, clientSecret: secret })]
    const results = await examineBy(
      checks.filter(({ id }) => id === "OIDC013"),
      makeHealthyRepo(),
      { states: async () => texts.map((text) => ({ path: "/state/it's.json", text })) },
    )
    expect(results[0]?.findings.map(({ what, command }) => [what, command])).toEqual([
      ["a file of init is damaged, or of another version of this program", "rm '/state/it'\\''s.json'"],
      ["a file of init holds what looks like a client secret", "rm '/state/it'\\''s.json'"],
    ])
    expect(JSON.stringify(results)).not.toContain(secret)
  })
})
