/** A short run of `npm run fuzz`, and the proof that it could find something. */
import { describe, expect, it } from "vitest"
import { headerOf } from "../../src/server/headers.ts"
import { fuzz } from "./fuzz.ts"
import { deserves } from "./judge.ts"

const truth = { host: "app.example.test", name: "s", sealed: "abc", token: "token" }
const request = {
  "x-forwarded-host": "app.example.test",
  "x-forwarded-method": "GET",
  "x-forwarded-uri": "/admin",
}

describe("mutated requests", () => {
  it("T19: ten thousand of them let nobody in, name nobody, log no secret and break nothing", {
    timeout: 60_000,
  }, async () => {
    const figures = await fuzz({ seed: 20_261_123, requests: 10_000 })
    expect(figures.unauthorised).toEqual([])
    expect(figures.leaks).toEqual([])
    expect(figures.internalErrors).toEqual([])
    // Some must get through, or the others were too far from the border to mean anything.
    expect(figures.statuses[200]).toBeGreaterThan(500)
    for (const status of [302, 400, 401, 403])
      expect(figures.statuses[status], `${status}`).toBeGreaterThan(10)
  })

  it("are the same again for the same seed", async () => {
    const [one, two] = [await fuzz({ seed: 7, requests: 500 }), await fuzz({ seed: 7, requests: 500 })]
    expect(one.statuses).toEqual(two.statuses)
    expect((await fuzz({ seed: 8, requests: 500 })).statuses).not.toEqual(one.statuses)
  })

  it("are found out where a server lets everyone in", async () => {
    const { unauthorised } = await fuzz({
      seed: 7,
      requests: 500,
      handle: (_, response) => void response.writeHead(200).end(),
    })
    expect(unauthorised.length).toBeGreaterThan(200)
  })

  it("are found out where a server looks for open paths anywhere in the target", async () => {
    const { unauthorised } = await fuzz({
      seed: 7,
      requests: 2_000,
      handle: ({ rawHeaders }, response) => {
        const uri = headerOf(rawHeaders, "x-forwarded-uri")
        response.writeHead(uri?.startsWith("/files/") ? 200 : 401).end()
      },
    })
    expect(unauthorised.length).toBeGreaterThan(10)
  })
})

describe("the judge", () => {
  it.each(["/open", "/files/a", "/open?x=/admin", "/%6fpen"])("lets %s in", (uri) =>
    expect(deserves({ ...request, "x-forwarded-uri": uri }, truth)).toBe(true),
  )
  it.each([
    "/admin",
    "/files/../admin",
    "/files/%2e%2e/admin",
    "/files/..;/admin",
    "/admin?x=/open",
    "/open#",
    "//open",
    "/files/..%255c",
  ])("keeps %s out", (uri) => expect(deserves({ ...request, "x-forwarded-uri": uri }, truth)).toBe(false))
  it("knows a session by every letter of it", () => {
    expect(deserves({ ...request, cookie: "a=b;  s = 1abc ;c=d" }, truth)).toBe(true)
    expect(deserves({ ...request, cookie: "s=3a; s.2=b; s.2=x; s.3=c" }, truth)).toBe(true)
    expect(deserves({ ...request, cookie: "s=1abd" }, truth)).toBe(false)
    expect(deserves({ ...request, cookie: "s=2abc" }, truth)).toBe(false)
    expect(deserves({ ...request, cookie: "s=1abc", "x-forwarded-host": "other" }, truth)).toBe(false)
  })
})
