import { describe, expect, it } from "vitest"
import type { Answer, Http } from "../../src/adapters/http/http.ts"
import { catalogue } from "../../src/doctor/catalogue.ts"
import type { Machine } from "../../src/doctor/machine.ts"
import { makeHealthyRepo } from "../cases/doctor/healthy-repo.ts"
import { type Examined, examineBy, machine, nobody, say } from "./examine.ts"

const github = "https://api.github.com"
const now = Date.UTC(2026, 10, 23, 12)

const answered = (aheadMs: number): Answer => ({
  kind: "answered",
  status: 401,
  headers: { date: new Date(now - aheadMs).toUTCString() },
  cookies: [],
  body: "",
  at: now,
})

const asking = (answer: (url: string) => Answer): Examined => ({
  http: { ...nobody, ask: (async ({ url }) => answer(url)) satisfies Http["ask"] },
})

const look = async (here: Partial<Machine>, examined: Examined = {}) =>
  say(
    await examineBy(
      catalogue.filter(({ group }) => group === "env"),
      makeHealthyRepo(),
      { scope: { app: "webshop" }, machine: { ...machine, githubUrl: github, ...here }, ...examined },
    ),
  )

describe("the checks of the machine", () => {
  it("pass on a machine where all is well", async () => {
    const seen = await look({}, { ...asking(() => answered(0)), newestTool: async () => "1.0.0" })
    expect(seen).toEqual({ "001": "pass", "002": "pass", "003": "pass", "004": "pass" })
  })

  it("are unknown where nobody answers, and never a pass", async () => {
    expect(await look({})).toEqual({
      "001": "pass",
      "002": "skip: no server told the time",
      "003": "unknown: api.github.com cannot be reached from here: ETIMEDOUT",
      "004": "unknown: npm does not tell the newest version",
    })
  })

  it("ask nobody where they may not", async () => {
    let asked = 0
    const examined: Examined = {
      ...asking(() => {
        asked++
        return answered(0)
      }),
      newestTool: async () => {
        asked++
        return "1.0.0"
      },
      withheld: new Map([["network", "--offline"]]),
    }
    const seen = await look({}, examined)
    expect({ seen, asked }).toMatchObject({ seen: { "002": "unknown: --offline" }, asked: 0 })
  })

  it("say that a terminal shows ASCII only", async () => {
    expect((await look({ unicode: false }))["001"]).toMatch(/^info: this terminal shows ASCII only/)
  })

  it.each([
    [30, "pass"],
    [120, "warn: the clock of this machine is 120 seconds fast"],
    [-400, "fail: the clock of this machine is 400 seconds slow"],
  ])("compare the clock: %i seconds ahead", async (seconds, expected) => {
    expect(
      (
        await look(
          {},
          asking(() => answered(seconds * 1000)),
        )
      )["002"],
    ).toBe(expected)
  })

  it("believe the server that agrees, since one may be wrong or a cache", async () => {
    const seen = await look(
      {},
      asking((url) => answered(url === github ? 3_600_000 : 2000)),
    )
    expect(seen["002"]).toBe("pass")
  })

  it.each([
    [{ reason: "certificate", code: "SELF_SIGNED_CERT_IN_CHAIN" }, undefined, "fail: the certificate"],
    [
      { reason: "refused", code: "ECONNREFUSED" },
      "HTTPS_PROXY",
      "fail: api.github.com cannot be reached through the proxy in HTTPS_PROXY",
    ],
    [
      { reason: "refused", code: "ECONNREFUSED" },
      undefined,
      "unknown: api.github.com cannot be reached from here",
    ],
  ] as const)("judge how GitHub is reached: %j, proxy %s", async (silence, proxyVariable, expected) => {
    const seen = await look(
      { proxyVariable },
      asking(() => ({ kind: "unanswered", ...silence })),
    )
    expect(seen["003"]).toContain(expected)
  })

  it("warn of certificates that nobody verifies, and of a proxy that is not used", async () => {
    const examined = asking(() => answered(0))
    expect((await look({ trustsAnyCertificate: true }, examined))["003"]).toMatch(
      /^warn: NODE_TLS_REJECT_UNAUTHORIZED/,
    )
    const old = { proxyVariable: "HTTPS_PROXY", proxyIsUsed: false, nodeVersion: "22.12.0" }
    expect((await look(old, examined))["003"]).toBe(
      "warn: HTTPS_PROXY is set, and Node 22.12.0 does not use it by itself",
    )
  })

  it("warn of an old version of this program", async () => {
    expect((await look({}, { newestTool: async () => "1.0.10" }))["004"]).toBe(
      "warn: there is a newer version of this program: 1.0.0",
    )
  })
})
