import { describe, expect, it } from "vitest"
import { findAskedPaths } from "../../../src/core/repo/asked-paths.ts"

const path = "apps/ops/blackbox/values.yaml"
const find = (text: string) =>
  findAskedPaths(text, path).map(({ host, value, location }) => [host, value, location.line, location.column])

describe("findAskedPaths", () => {
  it("finds hosts and paths, each with its place", () => {
    const text = `blackbox:
  targets:
    - https://a.example.com/health
    - {name: "b", url: "https://B.example.com:443/x", "https://c.example.com/y?z=1#w"}
  module: [https://d.example.com/e,https://d.example.com]\r
`
    expect(find(text)).toEqual([
      ["a.example.com", "/health", 3, 7],
      ["b.example.com", "/x", 4, 25],
      ["c.example.com", "/y", 4, 56],
      ["d.example.com", "/e", 5, 12],
      ["d.example.com", "/", 5, 36],
    ])
  })

  it.each(["uptime", "Pingdom", "statuscake", "probe", "probes", "healthCheck"])(
    "takes a file that speaks of %s for monitoring",
    (word) => {
      expect(find(`${word}: https://a.example.com/up\n`)).toHaveLength(1)
    },
  )

  it("leaves out links for people, and addresses that are not the ingress", () => {
    expect(find("links:\n  - https://a.example.com/start\nlivenessProbe: {}\n")).toEqual([])
    expect(find("uptime: [http://a.example.com/up, https://a.example.com:8443/up]\n")).toEqual([])
  })

  it("takes time in proportion to the text", () => {
    const line = "- https://a.example.com/up\n"
    const text = `probes:\n${line.repeat(100_000)}${`https://${"a".repeat(100_000)}:1`.repeat(5)}`
    const start = performance.now()
    expect(findAskedPaths(text, path)).toHaveLength(100_000)
    expect(performance.now() - start).toBeLessThan(4000)
  })
})
