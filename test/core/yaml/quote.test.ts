import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { parse } from "yaml"
import { quoteString } from "../../../src/core/yaml/quote.ts"

describe("quoteString", () => {
  it.each([
    "shop-myapp-oidc@kubernetescrd",
    "customer/shop/myapp-oidc-client-id",
    "https://a.example:8080/path?x=1&y=2",
    "helm/idp-oidc-middleware",
    "0.3.3",
    "_MyApp_",
    "smørrebrød",
    "two words",
    "it's",
    "a:b",
    "a#b",
  ])("leaves %j plain", (value) => expect(quoteString(value, "plain")).toBe(value))

  it.each([
    ["", "empty"],
    ["yes", "a boolean in YAML 1.1"],
    ["Off", "a boolean in YAML 1.1"],
    ["y", "a boolean in YAML 1.1"],
    ["true", "a boolean"],
    ["null", "null"],
    ["~", "null"],
    ["0.30", "a number"],
    ["017", "an octal number in YAML 1.1"],
    ["0o17", "an octal number in YAML 1.2"],
    ["1_000", "a number in YAML 1.1"],
    ["1:30", "a number of base 60 in YAML 1.1"],
    ["2026-01-01", "a date in YAML 1.1"],
    [".inf", "a number"],
    ["<<", "a merge key"],
    ["- a", "a list"],
    ["a: b", "a map"],
    ["a:", "a map"],
    ["a #b", "a comment"],
    ["#a", "a comment"],
    ["a, b", "two items in brackets"],
    ["[a]", "a list"],
    ["{a}", "a map"],
    ["*a", "an alias"],
    ["*%", "an alias to nothing"],
    ["&a", "an anchor"],
    ["!a", "a tag"],
    ["@a", "reserved"],
    ["`a", "reserved"],
    ["%a", "a directive"],
    ["? a", "an explicit key"],
    ["|", "a text block"],
    ["'a", "a quote"],
    [" a", "a space that would be dropped"],
    ["a\tb\n", "a line break"],
    ["a\u2028b", "a line break in YAML 1.1"],
  ])("puts %j in double quotes: %s", (value) => {
    expect(quoteString(value, "plain")).toMatch(/^".*"$/)
    expect(parse(quoteString(value, "plain"))).toBe(value)
  })

  it("doubles single quotes, and takes double ones for what single ones cannot hold", () => {
    expect(quoteString("it's", "single")).toBe("'it''s'")
    expect(quoteString("a\nb", "single")).toBe('"a\\nb"')
  })

  it("escapes what YAML does not allow and JSON does", () => {
    expect(quoteString("\u007f\u0085\u2028\ufeff", "double")).toBe('"\\u007f\\u0085\\u2028\\ufeff"')
  })

  it("reads back as the same string in YAML 1.1 and 1.2, whatever the quotes", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: "grapheme" }),
          fc.string({ unit: fc.constantFrom(..." -:#?,[]{}&*!|>'\"%@`~0.1ey\n") }),
        ),
        fc.constantFrom("plain" as const, "single" as const, "double" as const),
        fc.constantFrom("1.1" as const, "1.2" as const),
        (value, quote, version) => {
          const text = quoteString(value, quote)
          expect(parse(`- ${text}\n`, { version })).toEqual([value])
          expect(parse(`{${text}: [${text}]}`, { version, mapAsMap: true })).toEqual(
            new Map([[value, [value]]]),
          )
        },
      ),
      { numRuns: 150 },
    )
  })
})
