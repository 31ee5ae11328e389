import { describe, expect, it } from "vitest"
import { createCookieJar } from "../../src/sandbox/cookie-jar.ts"

const app = new URL("http://app.localhost:8080/orders/7")

/** What is sent to `to` after `app` set these cookies. */
function check(setCookies: readonly string[], to: string, expected: string | undefined) {
  const jar = createCookieJar(() => 0)
  jar.store(app, setCookies)
  expect(jar.cookieFor(new URL(to))).toBe(expected)
}

describe("cookie jar", () => {
  it("sends a cookie back to its host, whatever the port", () => {
    check(["a=1; Path=/"], "http://app.localhost:9090/", "a=1")
    check(["a=1; Path=/"], "http://other.localhost/", undefined)
    check(["a=1; Path=/"], "http://sub.app.localhost/", undefined)
  })
  it("sends a domain cookie to subdomains", () =>
    check(["a=1; Path=/; Domain=app.localhost"], "http://sub.app.localhost/", "a=1"))
  it("refuses a cookie for a foreign domain", () =>
    check(["a=1; Path=/; Domain=other.localhost"], "http://other.localhost/", undefined))
  it("defaults the path to the folder of the request", () => {
    check(["a=1"], "http://app.localhost/orders/8", "a=1")
    check(["a=1"], "http://app.localhost/", undefined)
  })
  it("does not take a longer name for a deeper path", () =>
    check(["a=1; Path=/orders"], "http://app.localhost/ordersheet", undefined))
  it("forgets what expires", () => {
    check(["a=1; Path=/", "a=; Path=/; Max-Age=0"], "http://app.localhost/", undefined)
    check(["a=1; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT"], "http://app.localhost/", undefined)
  })
  it("holds __Host- and __Secure- to their promises", () => {
    check(["__Host-a=1; Path=/"], "http://app.localhost/", undefined)
    check(["__Host-a=1; Path=/; Secure; Domain=app.localhost"], "http://app.localhost/", undefined)
    check(["__Host-a=1; Path=/; Secure"], "http://app.localhost/", "__Host-a=1")
    check(["__Secure-a=1; Path=/"], "http://app.localhost/", undefined)
  })
  it("sends the more specific path first", () =>
    check(["a=1; Path=/", "b=2; Path=/orders"], "http://app.localhost/orders/1", "b=2; a=1"))
})
