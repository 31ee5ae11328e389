import { describe, expect, it } from "vitest"
import { aliasPattern, authResponseHeaders, identityHeaderNames } from "../../../src/core/contract/headers.ts"

const header = (name: string) => ({ name, value: "{{ .claims.sub }}" })

describe("identityHeaderNames", () => {
  it.each([
    ["the guide's two by default", {}, ["X-Forwarded-User", "X-Forwarded-Email"]],
    [
      "the guide's two even where the values send others",
      { headers: [header("X-Login")] },
      ["X-Forwarded-User", "X-Forwarded-Email", "X-Login"],
    ],
    [
      "each name once, whatever its case",
      { headers: [header("x-forwarded-user"), header("X-Login"), header("X-LOGIN")] },
      ["X-Forwarded-User", "X-Forwarded-Email", "X-Login"],
    ],
    [
      "the identity token's header where there is one",
      { headers: [], forwardAuth: { identityToken: { enabled: true } } },
      ["X-Forwarded-User", "X-Forwarded-Email", "X-Forwarded-Identity-Token"],
    ],
    [
      "no header for an identity token that is off",
      { forwardAuth: { identityToken: { enabled: false, header: "X-Token" } } },
      ["X-Forwarded-User", "X-Forwarded-Email"],
    ],
  ])("guards %s", (_, values, names) => {
    expect(identityHeaderNames(values)).toEqual(names)
    expect(authResponseHeaders(values)).toEqual([...names, "Cookie"])
  })
})

describe("aliasPattern", () => {
  // Go's `(?i)` prefix as JavaScript spells it.
  const pattern = new RegExp(aliasPattern(["X-Forwarded-User", "X-Login"]).replace("(?i)", ""), "i")

  it.each(["X-Forwarded-User", "x_forwarded_user", "X.Forwarded.User", "X-Forwarded_User", "X_LOGIN"])(
    "matches %s, which some app reads as ours",
    (name) => expect(name).toMatch(pattern),
  )

  it.each(["X-Forwarded-Users", "AX-Forwarded-User", "XForwardedUser", "X--Forwarded-User", "X-Log-in"])(
    "leaves %s alone",
    (name) => expect(name).not.toMatch(pattern),
  )
})
