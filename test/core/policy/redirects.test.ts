import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { compileRedirects, returnAddress } from "../../../src/core/policy/redirects.ts"

const origin = "https://app.example.test"

describe("the way back from a login", () => {
  it.each([
    ["/", "/"],
    ["/reports?year=2026&x=%20", "/reports?year=2026&x=%20"],
    ["//evil.example/x", "//evil.example/x"],
    ["/a//b", "/a//b"],
    ["/%2e%2e/x", "/x"],
  ])("leads to %s", (uri, path) => expect(returnAddress(origin, uri)).toBe(origin + path))

  it.each([
    "https://evil.example",
    "evil",
    "",
    "@evil.example/",
    ".evil.example/",
    ":8443/",
    "/\\evil.example",
    "/\tevil",
    "/\r\nSet-Cookie: x",
    "/\u0000",
    "/æ",
    `/${"x".repeat(3000)}`,
  ])("leads to the start page for %j", (uri) => expect(returnAddress(origin, uri)).toBe(`${origin}/`))

  it("leaves out a query that is too long for a cookie", () => {
    expect(returnAddress(origin, `/page?q=${"x".repeat(3000)}`)).toBe(`${origin}/page`)
  })

  it("is told quickly, whatever the list has and whoever asks", () => {
    const list = compileRedirects(["https://*-*-*-*-*-*.example.com", "https://x.example.com/******"])
    if (!list.ok) throw new Error("These are addresses.")
    for (const length of [100, 2000, 60_000])
      for (const start of ["https://", "https://x.example.com/"])
        expect(list.value.resolve(`${start}${"-".repeat(length)}!`, origin)).toBeUndefined()
    expect(list.value.resolve("https://a-b-c-d-e-f.example.com", origin)).toBe(
      "https://a-b-c-d-e-f.example.com/",
    )
  })

  it("never leaves the host, whatever the request target is", () => {
    const nasty = fc.string({
      unit: fc.constantFrom(
        "/",
        "\\",
        "@",
        ":",
        ".",
        "?",
        "#",
        "%2f",
        "%00",
        "\t",
        "e",
        "evil.example",
        "//",
        "http",
      ),
    })
    fc.assert(
      fc.property(nasty, (uri) => new URL(returnAddress(origin, uri)).origin === origin),
      { numRuns: 2000 },
    )
  })
})

describe("a list of addresses", () => {
  const allows = (entries: readonly string[], target: string) => {
    const list = compileRedirects(entries)
    if (!list.ok) throw new Error(JSON.stringify(list.problems))
    return list.value.resolve(target, origin)
  }

  it("allows what stands in it, absolute or as a path", () => {
    expect(allows(["/welcome"], "/welcome")).toBe(`${origin}/welcome`)
    expect(allows(["https://shop.example.test/in?x=1"], "https://shop.example.test/in?x=1")).toBe(
      "https://shop.example.test/in?x=1",
    )
  })

  it("reads * as letters, digits, - and _", () => {
    expect(allows(["https://*.example.test/"], "https://a-b_1.example.test/")).toBe(
      "https://a-b_1.example.test/",
    )
    for (const host of ["a.b", "", "evil.example/", "x@y", "evil.example#", "a:1"])
      expect(allows(["https://*.example.test/"], `https://${host}.example.test/`), host).toBeUndefined()
  })

  it("takes every other sign literally", () => {
    expect(allows(["https://a.example.test/x+y(z)"], "https://a.example.test/x+y(z)")).toBeDefined()
    expect(allows(["https://a.example.test/"], "https://axexample.test/")).toBeUndefined()
    expect(allows(["/a|/b"], "/b")).toBeUndefined()
    expect(allows(["/a"], "/a\n")).toBeUndefined()
    expect(allows([], "/")).toBeUndefined()
  })

  it.each([
    "*",
    "**",
    "",
    "welcome",
    "//evil.example",
    "/\\evil.example",
    "javascript:alert(1)",
    "ftp://x/",
    "https://user:pw@x/",
    "https:evil",
    "/a b",
  ])("refuses the entry %j at start", (entry) => expect(compileRedirects([entry]).ok).toBe(false))
})
