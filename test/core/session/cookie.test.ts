import { describe, expect, it } from "vitest"
import { cookieNames } from "../../../src/core/contract/cookies.ts"
import {
  type CookieAttributes,
  filterCookies,
  parseCookies,
  renderCookie,
  renderExpiry,
  renderSession,
  renderSignOut,
  sessionCandidates,
} from "../../../src/core/session/cookie.ts"

const attributes: CookieAttributes = {
  Secure: true,
  HttpOnly: true,
  SameSite: "lax",
  Path: "/",
  MaxAge: 0,
}
const names = cookieNames("_App_", attributes)
const [one, two, three] = names.session
const candidates = (header: string) => sessionCandidates(parseCookies(header, names))

/** What a browser would send back after these `Set-Cookie` values. */
const echo = (lines: readonly string[]) =>
  lines
    .filter((line) => !line.includes("Max-Age=0"))
    .map((line) => line.slice(0, line.indexOf(";")))
    .join("; ")

describe("the session cookies", () => {
  it.each([1, 100, 3735, 3736, 7471, 7472, 11207])("carry %i characters there and back", (length) => {
    const sealed = "x".repeat(length)
    const lines = renderSession(sealed, names, attributes, parseCookies("", names))
    expect(candidates(echo(lines ?? []))).toEqual([sealed])
    for (const line of lines ?? []) expect(line.length).toBeLessThanOrEqual(4096)
  })

  it("refuse a session that fits no three of them", () => {
    expect(renderSession("x".repeat(11208), names, attributes, parseCookies("", names))).toBeUndefined()
  })

  it("expire a chunk left over from a larger session, and read right even while it is there", () => {
    const stale = `${one}=1abc; ${two}=stale`
    expect(candidates(stale)).toEqual(["abc"])
    const lines = renderSession("new", names, attributes, parseCookies(stale, names))
    expect(lines).toEqual([
      `${one}=1new; Path=/; Secure; HttpOnly; SameSite=Lax`,
      `${two}=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT`,
    ])
  })

  it("try every candidate when a name is repeated", () => {
    expect(candidates(`${one}=1planted; ${one}=1real`)).toEqual(["planted", "real"])
    expect(candidates(`${one}=2a; ${two}=b; ${two}=c`)).toEqual(["ab", "ac"])
  })

  it("are none when there are too many candidates", () => {
    expect(candidates(Array.from({ length: 9 }, (_, index) => `${one}=1${index}`).join("; "))).toEqual([])
    const many = (name: string) => Array.from({ length: 200 }, () => `${name}=x`).join("; ")
    expect(candidates(`${one}=3a; ${many(two)}; ${many(three)}`)).toEqual([])
  })

  it.each(["0abc", "4abc", "9e9", "-1", "abc", "", " ", "2only-one"])("refuse the count in %j", (value) => {
    expect(candidates(`${one}=${value}`)).toEqual([])
  })

  it("are not taken from a name that differs in case or prefix", () => {
    expect(candidates(`${one.toLowerCase()}=1abc; _App_.Session=1abc; ${one}x=1abc`)).toEqual([])
  })
})

describe("the Cookie header for the app", () => {
  const upstream = (header: string) => filterCookies(header, names)

  it("loses every cookie of ours and keeps the rest, in order", () => {
    const ours = [
      one,
      two,
      three,
      names.refresh,
      `${names.loginPrefix}abc.def`,
      `${names.loginPrefix}finished`,
    ]
    const header = `a=1; ${ours.map((name) => `${name}=x`).join("; ")}; b="q=1"; _App_analytics=keep`
    expect(upstream(header)).toBe('a=1; b="q=1"; _App_analytics=keep')
  })

  it("is absent when nothing is left", () => {
    expect(upstream(`${one}=1x`)).toBeUndefined()
    expect(upstream("")).toBeUndefined()
    expect(filterCookies(undefined, names)).toBeUndefined()
  })

  it.each([
    ["a", "a"],
    ["a=b=c", "a=b=c"],
    [";;a=1;", "a=1"],
    ["=x", "=x"],
    ["__proto__=1", "__proto__=1"],
    // Bytes of UTF-8, the last of which is a space in Latin-1.
    ["a=voil\u00c3\u00a0; b=\u00c3\u00a0", "a=voil\u00c3\u00a0; b=\u00c3\u00a0"],
  ])("passes the odd cookie %j on", (header, expected) => expect(upstream(header)).toBe(expected))

  it("loses ours even when white space surrounds the name", () => {
    expect(upstream(`a=1;${one} = 1x`)).toBe("a=1")
  })

  it("is read in linear time", () => {
    const started = performance.now()
    parseCookies("x=1; ".repeat(200_000), names)
    expect(performance.now() - started).toBeLessThan(1500)
  })
})

describe("Set-Cookie", () => {
  const check = (change: Partial<CookieAttributes>, expected: string) =>
    expect(renderCookie("n", "v", { ...attributes, ...change })).toBe(`n=v; ${expected}`)

  it("renders each attribute as configured", () => {
    check({}, "Path=/; Secure; HttpOnly; SameSite=Lax")
    check({ SameSite: "default" }, "Path=/; Secure; HttpOnly")
    check(
      { Domain: "example.test", MaxAge: 60 },
      "Path=/; Domain=example.test; Max-Age=60; Secure; HttpOnly; SameSite=Lax",
    )
    check({ Secure: false, HttpOnly: false, Path: "/app" }, "Path=/app; SameSite=Lax")
  })

  it("expires with the attributes it was set with", () => {
    expect(renderExpiry("n", { ...attributes, MaxAge: 60 })).toBe(
      "n=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT",
    )
  })

  it("signs out of all names at once", () => {
    expect(renderSignOut(names, attributes).map((line) => line.slice(0, line.indexOf("=")))).toEqual([
      one,
      two,
      three,
      names.refresh,
    ])
  })
})
