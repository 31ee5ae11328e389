/** T12-T20: a request that looks like one that needs no login. Through a real Traefik: `test/e2e/traefik`. */
import { posix } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { host, setUp, type TestSetup } from "../server/start.ts"
import { expectDenied, forward } from "./target.ts"

let setup: TestSetup
beforeAll(async () => {
  setup = await setUp({
    values: {
      bypassAuthenticationRule:
        "Path(`/health`) || PathPrefix(`/public`) || PathRegexp(`^/(a+)+$`) || (Method(`OPTIONS`) && HeaderRegexp(`Origin`, `.+`) && HeaderRegexp(`Access-Control-Request-Method`, `.+`))",
    },
  })
})
afterAll(() => setup.close())

async function deny(headers: Record<string, string | string[]>, status?: number): Promise<void> {
  const answer = await forward(setup, headers)
  expectDenied(setup, answer)
  if (status !== undefined) expect(answer.status).toBe(status)
}

it("the bypass is open where it should be, so that a denial below means something", async () => {
  for (const uri of ["/health", "/public", "/public/logo.png?v=1", "/aaaa"])
    expect((await forward(setup, { "x-forwarded-uri": uri })).status).toBe(200)
})

it.each(["/admin?x=/public", "/admin?/public", "/admin?path=/health&x=/public/", "/?/health"])(
  "T12: %s is judged by its path, not by its query",
  (uri) => deny({ "x-forwarded-uri": uri }),
)

it.each([
  "/admin#/public",
  "/admin%23/public",
  "/public#/../admin",
  "/public/%23/../../admin",
  "/health#",
  "/health%23",
  "#/public",
])("T13: a fragment does not move %s into the bypass", (uri) => deny({ "x-forwarded-uri": uri }))

const climbs = [
  "..",
  "%2e%2e",
  "%2E.",
  ".%2e",
  "%252e%252e",
  "..%2f",
  "..%5c",
  "..\\",
  "..;",
  "..;a=b",
  "..%3b",
  "..%00",
  "..%20",
  ".. ",
  "..%09",
  "..%ef%bc%8f",
  "%ef%bc%8e%ef%bc%8e",
  "%e2%80%a5",
  "%c0%ae%c0%ae",
  "%e0%80%ae",
  "%f0%80%80%ae",
  "%u002e%u002e",
  "..%c0%af",
  "..%e2%80%8b",
  ".%c2%ad.",
  "%ef%bb%bf..",
  ".%e2%80%8d.",
  "..%e3%80%80",
]
it.each(climbs)("T14: /public/%s/admin is no path below /public", async (segment) => {
  for (const uri of [
    `/public/${segment}/admin`,
    `/public/x/${segment}/${segment}/admin`,
    `/public/${segment}`,
  ])
    await deny({ "x-forwarded-uri": Buffer.from(uri).toString("latin1") })
})

it.each([
  "//public",
  "//admin/public",
  "/public//../admin",
  "/public/./x",
  "/./public",
  "/public/%2e",
  "http://x/public",
  "https://app.example.test/public",
  "public",
  "*",
  "",
  "/public;a=b",
  "/public;/x",
  "/public\\x",
  "/public%5cx",
  "/public%2fx",
  "/%2fpublic",
  "/public%",
  "/public%2",
  "/public%zz",
  "/public/%ff",
  "/public/\u00ff",
  "/public/%00",
  "/public%0d%0ax",
  "/public/%c2%85",
  "/public/%e2%80%a8",
  `/public/${"x".repeat(8200)}`,
])("T14: %j is read in more than one way and never bypassed", (uri) => deny({ "x-forwarded-uri": uri }))

it("T14: whatever is let through, every reader of paths agrees that it is bypassed", async () => {
  const pieces = [
    "public",
    "health",
    "admin",
    ".",
    "..",
    "%2e",
    "%2f",
    "%5c",
    "%25",
    ";",
    "//",
    "/",
    "%00",
    "%20",
    "#",
    "?",
  ]
  for (let one = 0; one < pieces.length; one++)
    for (let two = 0; two < pieces.length; two++)
      for (const three of ["", "/admin", "/../admin"]) {
        const uri = `/public/${pieces[one]}${pieces[two]}${three}`
        const { status } = await forward(setup, { "x-forwarded-uri": uri })
        if (status !== 200) continue
        const path = uri.split("?")[0] ?? ""
        const readings = [
          path,
          decodeURIComponent(path),
          posix.normalize(decodeURIComponent(path)),
          new URL(path, "https://app.example.test").pathname,
          decodeURIComponent(decodeURIComponent(path)),
          path.replaceAll("\\", "/"),
        ]
        for (const reading of readings) expect(reading, uri).toMatch(/^\/public(?:\/|$)/)
      }
}, 30_000)

it.each([
  "/publicity",
  "/public.json",
  "/PUBLIC",
  "/Public/x",
  "/public%20",
  "/healthz",
  "/health/",
  "/health/x",
])("T15: %s is not what the rule names", (uri) => deny({ "x-forwarded-uri": uri }))

it("T16: a pattern that makes backtracking engines explode is answered at once", async () => {
  const uri = `/${"a".repeat(8000)}!`
  await deny({ "x-forwarded-uri": uri })
  const before = performance.now()
  for (let request = 0; request < 10; request++) await deny({ "x-forwarded-uri": uri })
  await deny({ "x-forwarded-uri": `/${"a".repeat(50_000)}` })
  // Milliseconds for eleven of them, with room for a busy machine; backtracking would take years.
  expect(performance.now() - before).toBeLessThan(2000)
})

it.each<string | string[]>([
  `${host}.`,
  `${host}:80`,
  `${host}:8443`,
  `${host}:0443`,
  "[::1]",
  "127.0.0.1",
  "xn--pp-exmple-test",
  `${host},${host}`,
  `${host}, evil.example`,
  `evil.example, ${host}`,
  `https://${host}`,
  `${host}/`,
  `${host}%00`,
  `user@${host}`,
  "ａpp.example.test",
  "",
  ".",
  "__proto__",
  "constructor",
  `${"a.".repeat(2000)}test`,
])("T17: the host %j is not the app's", async (name) => {
  const latin1 = (text: string) => Buffer.from(text).toString("latin1")
  await deny({ "x-forwarded-host": Array.isArray(name) ? name : latin1(name), "x-forwarded-uri": "/health" })
})

it("T17: two hosts are none", () =>
  deny({ "x-forwarded-host": [host, "evil.example"], "x-forwarded-uri": "/health" }))

describe("T18: methods", () => {
  const preflight = { origin: "https://x.example", "access-control-request-method": "PUT" }

  it("T18: only a complete preflight is one", async () => {
    const options = { "x-forwarded-method": "OPTIONS" }
    expect((await forward(setup, { ...options, ...preflight })).status).toBe(200)
    await deny(options)
    await deny({ ...options, origin: preflight.origin })
    await deny({ ...options, "access-control-request-method": "PUT" })
    await deny(preflight)
  })

  it.each([
    "options",
    "Options",
    "HEAD",
    "TRACE",
    "trace",
    "CONNECT",
    "TRACK",
    "PURGE",
    "GET, OPTIONS",
    "OPTIONS ,",
    "\u00d6PTIONS",
    "A".repeat(33),
    "",
  ])("T18: %j is no OPTIONS", (method) => deny({ "x-forwarded-method": method, ...preflight }))

  it("T18: an override header is not looked at", async () => {
    for (const name of ["x-http-method-override", "x-http-method", "x-method-override", "x_forwarded_method"])
      await deny({ [name]: "OPTIONS", ...preflight })
  })

  it("T18: TRACE and CONNECT are not passed on, bypassed path or not", async () => {
    for (const method of ["TRACE", "CONNECT", "TRACK", "trace"])
      await deny({ "x-forwarded-method": method, "x-forwarded-uri": "/health" }, 405)
  })
})

it.each<Record<string, string>>([
  { "user-agent": "kube-probe/1.34" },
  { "user-agent": "GoogleHC/1.0" },
  { "user-agent": "ELB-HealthChecker/2.0" },
  { accept: "text/event-stream" },
  { connection: "Upgrade", upgrade: "websocket", "sec-websocket-key": "x", "sec-websocket-version": "13" },
  { "sec-fetch-mode": "no-cors", "sec-fetch-site": "same-origin", "sec-fetch-dest": "image" },
  { "x-requested-with": "XMLHttpRequest" },
  { "x-forwarded-uri": "/healthz" },
  { "x-forwarded-uri": "/readyz" },
  { "x-forwarded-uri": "/metrics" },
  { "x-forwarded-uri": "/.well-known/jwks.json" },
  { "x-forwarded-uri": "/.well-known/acme-challenge/x" },
  { "x-forwarded-uri": "/favicon.ico" },
  { purpose: "prefetch", "sec-purpose": "prefetch" },
  { "x-health-check": "1" },
  { authorization: "Bearer x" },
])("T20: %j changes the shape of a denial, never the decision", (headers) => deny(headers))
