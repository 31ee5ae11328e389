import { describe, expect, it } from "vitest"
import { parseGiven } from "../../../src/core/plan/given.ts"

const given = (flags: Readonly<Record<string, readonly string[]>>) =>
  parseGiven({ text: (flag) => flags[flag]?.at(-1), list: (flag) => flags[flag] ?? [] })

describe("parseGiven", () => {
  it("holds nothing that was not said", () => {
    expect(given({})).toEqual({ ok: true, value: {} })
  })

  it("reads each flag into its answer, and takes doubles out of lists", () => {
    const flags = {
      app: ["web"],
      name: ["login"],
      host: ["A.example.com", "a.example.com"],
      group: ["x", "y"],
    }
    expect(given(flags)).toEqual({
      ok: true,
      value: { app: "web", release: "login", hosts: ["a.example.com"], groups: ["x", "y"] },
    })
  })

  it("knows that no path is to be open", () => {
    expect(given({ bypass: ["none"] })).toEqual({ ok: true, value: { bypass: [] } })
  })

  it("lists every problem of every flag at once", () => {
    const result = given({ host: ["http://a.b", "*.c.d"], bypass: ["x"], "chart-version": ["new"] })
    expect(result.ok ? [] : result.problems.map((problem) => problem.split(" ", 1)[0])).toEqual([
      "--host",
      "--host",
      "--bypass",
      "--chart-version",
    ])
  })
})
