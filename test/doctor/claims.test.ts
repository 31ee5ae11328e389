import { describe, expect, it } from "vitest"
import { catalogue } from "../../src/doctor/catalogue.ts"
import { parseClaims } from "../../src/doctor/claims.ts"
import { makeHealthyRepo, paths, replace } from "../cases/doctor/healthy-repo.ts"
import { examineBy, say } from "./examine.ts"

const uuid = "3fe8f2f0-da38-42eb-80c7-febc1d1dcb3f"

async function look(claims: unknown, edit: (texts: Map<string, string>) => void = () => undefined) {
  const texts = makeHealthyRepo()
  edit(texts)
  return say(
    await examineBy(
      catalogue.filter(({ id }) => /80[56]$/.test(id)),
      texts,
      { scope: { app: "webshop" }, claims: typeof claims === "string" ? claims : JSON.stringify(claims) },
    ),
  )
}

describe("the checks of a user's claims", () => {
  it("pass for a user who is let in", async () => {
    expect(await look({ groups: ["a", "awssso-webshop-user"] })).toEqual({
      "805": "pass",
      "806": expect.stringMatching(/^info: webshop-oidc lets this user in/),
    })
  })

  it("see a user who is in none of the groups", async () => {
    expect(await look({ groups: ["awssso-webshop-users"] })).toEqual({
      "805": "pass",
      "806": "fail: the claim groups does not have what the rule asks for: awssso-webshop-users",
    })
  })

  it("see that groups were not ordered", async () => {
    expect(await look({ name: "Ada" })).toEqual({
      "805": "fail: the token has no groups",
      "806": "fail: the claim groups is not in the token",
    })
  })

  it("see that Entra has left the groups out, which 1.x can ask for", async () => {
    const overage = { _claim_names: { groups: "src1" } }
    expect((await look(overage))["805"]).toMatch(/^fail: the user is in more than 200 groups/)
    const newer = await look(overage, (texts) => replace(texts, paths.application, "0.3.3", "1.0.0"))
    expect(newer["805"]).toMatch(/^warn: the user is in more than 200 groups/)
  })

  it("warn before that happens", async () => {
    const groups = ["awssso-webshop-user", ...Array.from({ length: 160 }, (_, index) => `g${index}`)]
    expect((await look({ groups }))["805"]).toBe(
      "warn: the user is in 161 groups; beyond 200 Entra sends none at all",
    )
  })

  it("see that token and rule name groups in different ways", async () => {
    expect((await look({ groups: [uuid] }))["805"]).toMatch(/^fail: the token has IDs of groups/)
    const byId = (texts: Map<string, string>) => replace(texts, paths.values, "awssso-webshop-user", uuid)
    expect((await look({ groups: ["awssso-webshop-user"] }, byId))["805"]).toMatch(
      /^fail: the token has names of groups/,
    )
  })

  it("have nothing to look at where there are no rules", async () => {
    const open = (texts: Map<string, string>) =>
      replace(texts, paths.values, /authorization:[\s\S]*?(?=externalSecret)/, "")
    expect(await look({}, open)).toEqual({
      "805": "skip: no rule of assertClaims asks for it",
      "806": "skip: no rule of assertClaims asks for it",
    })
  })

  it("are unknown where what was given holds no claims", async () => {
    expect((await look("hello"))["806"]).toBe("unknown: what --claims was given holds no claims")
  })
})

describe("parseClaims", () => {
  const claims = { groups: ["æøå"] }
  const payload = Buffer.from(JSON.stringify(claims)).toString("base64url")
  it.each([
    ["JSON", JSON.stringify(claims, null, 2)],
    ["a token", `eyJhbGciOiJub25lIn0.${payload}.c2ln`],
    ["a header with a token", `Authorization: Bearer eyJhbGciOiJub25lIn0.${payload}.c2ln\n`],
    ["a line of a log", `2026-11-23 DEBUG claims: ${JSON.stringify(claims)} for ada`],
  ])("reads %s", (_, text) => {
    expect(parseClaims(text)).toEqual(claims)
  })

  it.each(["", "[]", "{", "null", "eyJx.!!.x"])("reads nothing from %j", (text) => {
    expect(parseClaims(text)).toBeUndefined()
  })
})
