import { describe, expect, it } from "vitest"
import { parseAuthorizationResponse } from "../../../src/core/oidc/authorization-response.ts"
import { describeProblem, refusal } from "../../../src/core/oidc/problem.ts"
import { hasGroupOverage, idTokenProblem, overlayUserInfo } from "../../../src/core/oidc/tokens.ts"

describe("claims of an ID token", () => {
  const expected = { clientId: "app", tenantId: undefined, validAudience: undefined }
  const check = (
    claims: Record<string, unknown>,
    change: Partial<{ tenantId: string; validAudience: string }>,
    problem: string | undefined,
  ) =>
    expect(
      idTokenProblem({ sub: "u", aud: "app", ...claims }, { ...expected, ...change }) ?? "fine",
    ).toContain(problem ?? "fine")

  it("are for us as they are", () => check({}, {}, undefined))
  it("need a subject", () => check({ sub: "" }, {}, "sub"))
  it("need a subject that is text", () => check({ sub: 7 }, {}, "sub"))
  it("must be of the tenant", () => check({ tid: "b" }, { tenantId: "a" }, "tid"))
  it("must name the tenant", () => check({}, { tenantId: "a" }, "tid"))
  it("must not be issued to another app", () => check({ azp: "other" }, {}, "azp"))
  it("must be for the audience that the values ask for too", () =>
    check({ aud: ["app", "x"] }, { validAudience: "api" }, "aud"))
  it("may be for several audiences", () =>
    check({ aud: ["app", "api"] }, { validAudience: "api" }, undefined))
})

describe("more groups than a token names", () => {
  it.each([
    [{ _claim_names: { groups: "src1" } }, true],
    [{ hasgroups: true }, true],
    [{ groups: ["a"], _claim_names: { groups: "src1" } }, false],
    [{ groups: [] }, false],
    [{ _claim_names: { other: "src1" } }, false],
    [{ _claim_names: "groups" }, false],
    [{ hasgroups: "true" }, false],
    [{}, false],
  ])("%j: %s", (claims, expected) => expect(hasGroupOverage(claims)).toBe(expected))
})

describe("userinfo", () => {
  it("says more about the user, nothing about the token", () => {
    expect(
      overlayUserInfo(
        { sub: "u", name: "old", exp: 1, aud: "app" },
        { sub: "u", name: "new", exp: 9, aud: "x", azp: "y" },
      ),
    ).toEqual({
      sub: "u",
      name: "new",
      exp: 1,
      aud: "app",
    })
  })
})

describe("an authorization response", () => {
  const parse = parseAuthorizationResponse
  it("has a code or an error, for one state", () => {
    expect(parse("code=c&state=s")).toMatchObject({ ok: true, value: { kind: "code", state: "s" } })
    expect(parse("error=access_denied&error_description=no&state=s")).toMatchObject({
      ok: true,
      value: { kind: "error", problem: { kind: "refused", error: "access_denied", description: "no" } },
    })
    expect(parse("code=c&error=access_denied&state=s")).toMatchObject({ value: { kind: "error" } })
  })
  it.each([
    "",
    "code=c",
    "state=s",
    "code=&state=s",
    "code=c&state=",
    "code=a&code=b&state=s",
    "code=c&state=s&state=s",
    "code=c&state=s&iss=a&iss=b",
    `code=${"x".repeat(20_000)}&state=s`,
  ])("is refused as %.40s", (query) => expect(parse(query).ok).toBe(false))
})

describe("what a provider says", () => {
  it("is later for its own troubles", () =>
    expect(refusal("temporarily_unavailable").kind).toBe("unavailable"))
  it("loses control characters and endless length", () => {
    const problem = refusal("a\nb", `one\r\ntwo\u0000\u0085${"x".repeat(5000)}`)
    expect(describeProblem(problem)).toMatch(/^a b: one two x+$/)
    expect(describeProblem(problem).length).toBeLessThan(2100)
  })
})
