import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { oddityOf, parseForwardedUri, queryParameter } from "../../../src/core/rule/canonical-path.ts"

describe("parseForwardedUri", () => {
  it.each([
    ["/", "/", ""],
    ["/health", "/health", ""],
    ["/health?", "/health", ""],
    ["/a?b=c?d=/e", "/a", "b=c?d=/e"],
    ["/a%20b/c+d", "/a b/c+d", ""],
    ["/sm%C3%B8r", "/smør", ""],
    ["/.well-known/x.y", "/.well-known/x.y", ""],
    ["/a/...", "/a/...", ""],
    ["/~user/a:b@c,d=e&f!g$h'(i)*j", "/~user/a:b@c,d=e&f!g$h'(i)*j", ""],
    ["/a?x=%2e%2e/%2f;b", "/a", "x=%2e%2e/%2f;b"],
  ])("reads %s", (uri, path, query) => {
    expect(parseForwardedUri(uri)).toEqual({ kind: "canonical", path, rawPath: uri.split("?")[0], query })
  })

  it.each([
    ["", "start with /"],
    ["*", "start with /"],
    ["?x", "start with /"],
    ["health", "start with /"],
    ["http://x/public", "start with /"],
    ["//admin/public", "empty segment"],
    ["/public//", "empty segment"],
    ["/public/../admin", ". or .. segment"],
    ["/public/..", ". or .. segment"],
    ["/./public", ". or .. segment"],
    ["/public/.", ". or .. segment"],
    ["/public/..%20/admin", ". or .. segment"],
    ["/public/%2e%2e/admin", "encoded dot"],
    ["/public/.%2E/admin", "encoded dot"],
    ["/public/..%2fadmin", "encoded slash"],
    ["/public%2F..%2Fadmin", "encoded slash"],
    ["/public/..%5cadmin", "has \\"],
    ["/public\\..\\admin", "has \\"],
    ["/public/%252e%252e/admin", "has %"],
    ["/a%25", "has %"],
    ["/public/..;/admin", "has ;"],
    ["/public;a=b/admin", "has ;"],
    ["/public%3Bx", "has ;"],
    ["/admin%23/public", "has #"],
    ["/admin%3F/public", "has ?"],
    ["/admin#/public", "fragment"],
    ["/public?x#/../admin", "fragment"],
    ["/a%00", "control characters"],
    ["/a%0d%0ab", "control characters"],
    ["/a%7F", "control characters"],
    ["/a%C2%85", "control characters"],
    ["/a%", "not percent-encoded UTF-8"],
    ["/a%2", "not percent-encoded UTF-8"],
    ["/a%zz", "not percent-encoded UTF-8"],
    ["/a%FF", "not percent-encoded UTF-8"],
    ["/%c0%ae%c0%ae/", "not percent-encoded UTF-8"],
    ["/%ed%a0%80", "not percent-encoded UTF-8"],
    ["/a b", "must be percent-encoded"],
    ["/smør", "must be percent-encoded"],
    ["/a\tb", "must be percent-encoded"],
    ["/a?b\nc", "must be percent-encoded"],
    ["/public/%E2%80%A5/admin", "look-alikes"],
    ["/public%EF%BC%8Fadmin", "look-alikes"],
    [`/${"a".repeat(8192)}`, "longer than 8192"],
  ])("finds %j odd: %s", (uri, why) => {
    const parsed = parseForwardedUri(uri)
    expect(parsed.kind === "odd" && parsed.why).toContain(why)
  })

  it("accepts no path that any reader could take for another one", () => {
    const piece = fc.constantFrom(
      "/",
      ".",
      "..",
      "%2e",
      "%2F",
      "%5c",
      "\\",
      ";",
      "a",
      "?",
      "#",
      "%",
      "%25",
      "%00",
      "é",
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const uri = `/${pieces.join("")}`
        const parsed = parseForwardedUri(uri)
        if (parsed.kind === "odd") return
        expect(parsed.path.split("/")).not.toContain("..")
        expect(parsed.path.split("/")).not.toContain(".")
        expect(new URL(parsed.rawPath, "http://app").pathname).toBe(parsed.rawPath)
        expect(decodeURIComponent(parsed.path)).toBe(parsed.path)
        expect(oddityOf(parsed.path)).toBeUndefined()
      }),
      { numRuns: 2000 },
    )
  })

  it("always returns what it was given, in two parts", () => {
    fc.assert(
      fc.property(fc.string(), (uri) => {
        const { rawPath, query } = parseForwardedUri(uri)
        expect(uri.includes("?") ? `${rawPath}?${query}` : rawPath).toBe(uri)
      }),
    )
  })
})

describe("queryParameter", () => {
  it.each([
    ["a=1&a=2", "a", "1"],
    ["a=1+2", "a", "1 2"],
    ["a=1%2B2", "a", "1+2"],
    ["a", "a", ""],
    ["a=", "a", ""],
    ["%61=1", "a", "1"],
    ["a+b=1", "a b", "1"],
    ["a=b=c", "a", "b=c"],
    ["=x", "", "x"],
    ["&&a=1&", "a", "1"],
    ["a=1;b=2&b=3", "b", "3"],
    ["a=1;b=2", "a", undefined],
    ["a=%zz&a=1", "a", "1"],
    ["a=%ff", "a", undefined],
    ["A=1", "a", undefined],
    ["", "a", undefined],
    ["__proto__=1", "__proto__", "1"],
    ["a=1", "constructor", undefined],
  ])("of %j: %s is %j", (query, name, value) => expect(queryParameter(query, name)).toBe(value))
})

it("calls a plain path canonical exactly where nothing in it is odd", () => {
  const text = fc.string({
    unit: fc.constantFrom("/", "a", "Z", "0", "_", "-", ".", "\\", ";"),
    maxLength: 12,
  })
  fc.assert(
    fc.property(text, (path) => {
      const { kind } = parseForwardedUri(path)
      expect(kind).toBe(oddityOf(path) === undefined ? "canonical" : "odd")
    }),
    { numRuns: 2_000 },
  )
})
