import { describe, expect, it } from "vitest"
import { isLoopback, parseHost, servedHosts } from "../../../src/core/policy/hosts.ts"

describe("the hosts of an app", () => {
  const check = (domain: string, more: readonly string[], expected: readonly string[]) =>
    expect([...servedHosts(domain, more)].sort()).toEqual([...expected].sort())

  it("are the domain and its names on the private ingress, from either side", () => {
    const all = ["a.example.test", "internal-a.example.test", "internal.a.example.test"]
    check("a.example.test", [], all)
    check("internal-a.example.test", [], all)
    check("internal.a.example.test", [], all)
    check("A.Example.Test", [], all)
  })
  it("are what is listed besides", () =>
    check("localhost:8080", ["Other.example.test"], ["localhost:8080", "other.example.test"]))
})

describe("a forwarded host", () => {
  it.each([
    ["App.Example.Test", "app.example.test"],
    ["app.example.test:443", "app.example.test"],
    ["app.example.test:8443", "app.example.test:8443"],
    ["[::1]:8080", "[::1]:8080"],
    ["xn--ls8h.example", "xn--ls8h.example"],
  ])("%s is %s", (text, host) => expect(parseHost(text, "https")).toBe(host))

  it.each([
    "",
    ".",
    "a.",
    "a..b",
    "a, b",
    "a b",
    "a/b",
    "a@b",
    "a#b",
    "a:b",
    "a:",
    "-a",
    "æ.example",
    "a\u0000",
    `${"a".repeat(300)}`,
  ])("%j is none", (text) => expect(parseHost(text, "https")).toBeUndefined())
})

describe("loopback", () => {
  it.each(["localhost", "localhost:8080", "app.localhost", "a-b.c.localhost:1", "127.0.0.1:80", "[::1]"])(
    "is %s",
    (host) => expect(isLoopback(host)).toBe(true),
  )
  it.each([
    "localhost.example",
    "127.0.0.1.example",
    "xlocalhost",
    "app.localhost.",
    "10.0.0.1",
    "evil@localhost",
  ])("is not %s", (host) => expect(isLoopback(host)).toBe(false))
})
