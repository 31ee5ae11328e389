import { describe, expect, it } from "vitest"
import { locate, makeLocator } from "../../../src/core/yaml/locate.ts"
import type { YamlPath } from "../../../src/core/yaml/operation.ts"
import { crlf, lines } from "../../cases/yaml/case.ts"

const text = lines`
  # Values.
  ingress:
    fqdn: [a.example, 'b.example'] # hosts
    public: &public
      enabled:
      note: |
        one

    private: *public
  "quoted key" : {a: 1}
  items:
    - name: x
    -
  `

const check = (path: YamlPath, from: string, to: string) => {
  const range = locate(text, path)
  expect(range && `${range.line}:${range.column}`).toBe(from)
  expect(range && `${range.endLine}:${range.endColumn}`).toBe(to)
}

describe("locate", () => {
  it.each<[what: string, path: YamlPath, from: string, to: string]>([
    ["a value in brackets", ["ingress", "fqdn", 1], "3:21", "3:32"],
    ["a list, without its comment", ["ingress", "fqdn"], "3:9", "3:33"],
    ["the key of an empty value", ["ingress", "public", "enabled"], "5:5", "5:12"],
    ["a text block to its last line break", ["ingress", "public", "note"], "6:11", "8:1"],
    ["an alias", ["ingress", "private"], "9:12", "9:19"],
    ["a value below an alias, at its anchor", ["ingress", "private", "note"], "6:11", "8:1"],
    ["a value under a quoted key", ["quoted key", "a"], "10:20", "10:21"],
    ["a value in a list of maps", ["items", 0, "name"], "12:11", "12:12"],
    ["the document", [], "2:1", "13:4"],
  ])("finds %s", (_, path, from, to) => check(path, from, to))

  it.each<[YamlPath]>([
    [["egress"]],
    [["ingress", "fqdn", 2]],
    [["ingress", "fqdn", "x"]],
    [["ingress", "public", "enabled", "x"]],
  ])("finds nothing at %j", (path) => expect(locate(text, path)).toBeUndefined())

  it("counts lines the same in CRLF and behind a byte order mark", () => {
    expect(locate(`\uFEFF${crlf(text)}`, ["ingress", "fqdn", 1])).toEqual(
      locate(text, ["ingress", "fqdn", 1]),
    )
    expect(locate("\uFEFFa: 1", ["a"])).toEqual({ line: 1, column: 4, endLine: 1, endColumn: 5 })
  })

  it("reads a text with errors as far as it goes", () => {
    expect(locate("a: 1\na: 2\nb: [\n", ["b"])).toMatchObject({ line: 3, column: 4 })
  })

  it("finds nothing in an empty text, nor where two documents have the key", () => {
    expect(locate("", ["a"])).toBeUndefined()
    expect(locate("a: 1\n---\na: 2\n", ["a"])).toBeUndefined()
  })

  it("serves many paths of one text", () => {
    const locateHere = makeLocator("a: 1\nb: 2\n")
    expect([locateHere(["a"])?.line, locateHere(["b"])?.line]).toEqual([1, 2])
  })
})
