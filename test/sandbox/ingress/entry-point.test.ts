import { describe, expect, it } from "vitest"
import { cleanTarget, isManaged, sanitizeHeaders } from "../../../src/sandbox/ingress/entry-point.ts"

describe("cleanTarget", () => {
  const cases: readonly (readonly [string, string])[] = [
    ["/", "/"],
    ["/api/health", "/api/health"],
    ["/api/", "/api/"],
    ["//evil.example/x", "/evil.example/x"],
    ["/a//b", "/a/b"],
    ["/a/./b", "/a/b"],
    ["/api/health/../admin", "/api/admin"],
    ["/../../etc", "/etc"],
    ["/a/..", "/"],
    ["/a/b/..", "/a"],
    ["/a/.", "/a"],
    ["/a//", "/a/"],
    ["/%2e%2e/admin", "/admin"],
    ["/%61pi", "/api"],
    ["/a%2Fb", "/a%2Fb"],
    ["/a%5cb", "/a%5Cb"],
    ["/a\\b", "/a%5Cb"],
    ["/a/..%2fb", "/a/..%2Fb"],
    ["/a?b=/../c//d", "/a?b=/../c//d"],
    ["/caf%C3%A9", "/caf%C3%A9"],
  ]
  for (const [target, cleaned] of cases)
    it(`makes ${target} into ${cleaned}`, () => {
      expect(cleanTarget(target)).toBe(cleaned)
    })
})

describe("cleanTarget refuses", () => {
  for (const target of ["/%zz", "/%", "/a#b", "?x", "http://evil.example/", "*"])
    it(target, () => {
      expect(cleanTarget(target)).toBeUndefined()
    })
})

describe("sanitizeHeaders", () => {
  const peer = { address: "127.0.0.1", host: "app.example", upgrade: false, secure: false }
  const forged = [
    ["X-Forwarded-Uri", "/api/health"],
    ["x-forwarded-host", "other.example"],
    ["X_Forwarded_Uri", "/api/health"],
    ["X-Forwarded-User", "Mallory"],
  ] as const

  it("drops what it manages, in every spelling, and leaves the rest to the middleware", () => {
    const headers = sanitizeHeaders(forged, peer, false)
    expect(headers.find(([name]) => name === "X-Forwarded-Host")?.[1]).toBe("app.example")
    expect(headers.filter(([name]) => /uri/i.test(name))).toEqual([])
    expect(headers).toContainEqual(["X-Forwarded-User", "Mallory"])
  })

  it("believes a trusted peer", () => {
    const headers = sanitizeHeaders(forged, peer, true)
    expect(headers).toContainEqual(["X-Forwarded-Uri", "/api/health"])
    expect(headers).toContainEqual(["x-forwarded-host", "other.example"])
  })

  it("says ws for an upgrade", () => {
    const headers = sanitizeHeaders([], { ...peer, upgrade: true }, false)
    expect(headers).toContainEqual(["X-Forwarded-Proto", "ws"])
  })

  it("says that the request came in over TLS", () => {
    const headers = sanitizeHeaders([], { ...peer, secure: true }, false)
    expect(headers).toContainEqual(["X-Forwarded-Proto", "https"])
    expect(headers).toContainEqual(["X-Forwarded-Port", "443"])
  })

  it("does not manage identity headers", () => {
    expect(isManaged("X-Forwarded-User")).toBe(false)
  })
})
