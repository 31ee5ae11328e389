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

  it.each(["uptime", "Pingdom", "statuscake", "probe", "probes", "healthCheck", "health-check"])(
    "takes what stands below %s for monitored",
    (word) => {
      expect(find(`a:\n  ${word}:\n    b: [{url: https://a.example.com/up}]\n`)).toHaveLength(1)
    },
  )

  it("takes all values of an app that monitors by its name, and texts of many lines in them", () => {
    const text = "config: |\n  targets:\n  - https://a.example.com/up\n"
    expect(find(text)).toEqual([["a.example.com", "/up", 3, 5]])
    expect(findAskedPaths(text, "apps/blackbox/api/values.yaml")).toEqual([])
  })

  it("leaves out links, APIs and comments beside it, for they would be opened", () => {
    const text = `env:
  API: https://a.example.com/orders
# probes: https://a.example.com/comment
probes: {path: /up}
links: [https://a.example.com/start]
`
    expect(findAskedPaths(text, "apps/ops/shop/values.yaml")).toEqual([])
    expect(
      findAskedPaths(`${text}uptime: https://a.example.com/up`, "apps/ops/shop/values.yaml"),
    ).toHaveLength(1)
  })

  it("leaves out addresses that are not the ingress, and files that are no YAML", () => {
    expect(find("uptime: [http://a.example.com/up, https://a.example.com:8443/up]\n")).toEqual([])
    expect(find("uptime: [https://a.example.com/up\n")).toEqual([])
  })

  it("takes time in proportion to the text", () => {
    const seconds = (count: number) => {
      const text = `probes:\n${"- https://a.example.com/up\n".repeat(count)}`
      const start = performance.now()
      expect(findAskedPaths(text, path)).toHaveLength(count)
      return performance.now() - start
    }
    seconds(1_000)
    expect(seconds(20_000)).toBeLessThan(40 * Math.max(seconds(2_000), 20))
  })
})
