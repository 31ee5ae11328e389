import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { parseForwardedUri, queryParameter } from "../../../src/core/rule/canonical-path.ts"
import { compileRule, type Rule, type RuleRequest, rulesFromPaths } from "../../../src/core/rule/rule.ts"
import { refusedRules, ruleCases } from "../../cases/rules.ts"

/** As the server does it: a request whose path is not canonical is no request for a rule. */
function requestFor(line: string, headers: Readonly<Record<string, string>> = {}): RuleRequest | undefined {
  const [method = "", host = "", uri = ""] = line.split(" ")
  const target = parseForwardedUri(uri)
  if (target.kind === "odd") return undefined
  const byName = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
  return {
    path: target.path,
    method,
    host,
    header: (name) => byName.get(name.toLowerCase()),
    query: (name) => queryParameter(target.query, name),
  }
}

function compiled(source: string): Rule {
  const rule = compileRule(source)
  if (!rule.ok) throw new Error(JSON.stringify(rule.problems))
  return rule.value
}

describe("compileRule", () => {
  it.each(ruleCases)("$rule on $request: $matches", ({ rule, request, headers, matches }) => {
    const forwarded = requestFor(request, headers)
    expect(forwarded !== undefined && compiled(rule).matches(forwarded)).toBe(matches)
  })

  it.each(refusedRules)("refuses %j at %s: %s", (source, place, message) => {
    const rule = compileRule(source)
    const problem = rule.ok ? undefined : rule.problems[0]
    expect(`${problem?.line}:${problem?.column}`).toBe(place)
    expect(problem?.message).toContain(message)
  })

  it("tells everything that is wrong with functions, not just the first", () => {
    const rule = compileRule("Pth(`/a`) || Path(`a`) || PathRegexp(`[`)")
    expect(rule.ok ? [] : rule.problems.map(({ column }) => column)).toEqual([1, 14, 27])
  })

  it("explains every function without quoting headers or parameters", () => {
    const request = requestFor("GET app /admin?k=s3cret", { "X-Key": "s3cret" })
    const lines = compiled(
      "Path(`/health`) || Header(`X-Key`, `a`) || Query(`k`, `b`) || Header(`X-No`, `c`)",
    )
      .explain(request as RuleRequest)
      .join("\n")
    expect(lines).toBe(
      [
        'Path(`/health`) does not match (it is "/admin")',
        "Header(`X-Key`, `a`) does not match (present)",
        "Query(`k`, `b`) does not match (present)",
        "Header(`X-No`, `c`) does not match (absent)",
      ].join("\n"),
    )
    expect(lines).not.toContain("s3cret")
  })

  it("stays linear for patterns that make backtracking engines explode", () => {
    const rule = compiled("PathRegexp(`^(a+)+$`) || PathRegexp(`(x+x+)+y`)")
    const longest = requestFor(`GET app /${"a".repeat(8000)}!`)
    rule.matches(longest as RuleRequest)
    const start = performance.now()
    expect(rule.matches(longest as RuleRequest)).toBe(false)
    expect(performance.now() - start).toBeLessThan(200)
  })

  it("never throws, whatever it is given", () => {
    const piece = fc.constantFrom(
      "Path",
      "(",
      ")",
      "`/a`",
      '"',
      "`",
      "&&",
      "||",
      "!",
      ",",
      "\\",
      " ",
      "x",
      "[",
      "/*",
    )
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(piece).map((pieces) => pieces.join("")),
        ),
        (source) => {
          expect(compileRule(source)).toHaveProperty("ok")
        },
      ),
      { numRuns: 500 },
    )
    expect(compileRule("(".repeat(50_000)).ok).toBe(false)
    expect(compileRule(Array(5000).fill("Path(`/a`)").join(" && ")).ok).toBe(true)
  })
})

describe("operators", () => {
  /** A formula as text and as the value that the text must have. */
  interface Formula {
    readonly text: string
    readonly value: (path: string) => boolean
  }
  const both = (tie: fc.LetrecTypedTie<{ formula: Formula }>) => fc.tuple(tie("formula"), tie("formula"))
  const { formula } = fc.letrec<{ formula: Formula }>((tie) => ({
    formula: fc.oneof(
      { maxDepth: 5 },
      fc.constantFrom("/a", "/b", "/c").map((wanted): Formula => {
        return { text: `Path(\`${wanted}\`)`, value: (path) => path === wanted }
      }),
      tie("formula").map(({ text, value }): Formula => {
        return { text: `!(${text})`, value: (path) => !value(path) }
      }),
      both(tie).map(([a, b]): Formula => {
        return { text: `(${a.text}) && (${b.text})`, value: (path) => a.value(path) && b.value(path) }
      }),
      both(tie).map(([a, b]): Formula => {
        return { text: `(${a.text}) || (${b.text})`, value: (path) => a.value(path) || b.value(path) }
      }),
    ),
  }))

  it("mean what a formula means", () => {
    fc.assert(
      fc.property(formula, fc.constantFrom("/a", "/b", "/c", "/d"), ({ text, value }, path) => {
        expect(compiled(text).matches(requestFor(`GET app ${path}`) as RuleRequest)).toBe(value(path))
      }),
      { numRuns: 300 },
    )
  })

  it("bind as in Go: ! before && before ||", () => {
    const paths = ["/a", "/b", "/c", "/d"]
    const operator = fc.constantFrom("&&", "||")
    const term = fc.tuple(fc.boolean(), fc.constantFrom("/a", "/b", "/c"))
    fc.assert(
      fc.property(term, fc.array(fc.tuple(operator, term), { maxLength: 6 }), (first, rest) => {
        const text = [["", first] as const, ...rest]
          .map(([symbol, [negated, path]]) => `${symbol} ${negated ? "!" : ""}Path(\`${path}\`)`)
          .join(" ")
        const naive = (actual: string): boolean => {
          const groups: boolean[] = []
          for (const [symbol, [negated, path]] of [["||", first] as const, ...rest]) {
            const value = (actual === path) !== negated
            if (symbol === "||") groups.push(value)
            else groups.push((groups.pop() ?? false) && value)
          }
          return groups.includes(true)
        }
        for (const path of paths)
          expect(compiled(text).matches(requestFor(`GET app ${path}`) as RuleRequest)).toBe(naive(path))
      }),
      { numRuns: 200 },
    )
  })
})

describe("rulesFromPaths", () => {
  const rule = rulesFromPaths(["/health", "/a b", "/smør"])
  it.each([
    ["/health", true],
    ["/health?probe=1", true],
    ["/health/", false],
    ["/healthy", false],
    ["/a%20b", true],
    ["/sm%C3%B8r", true],
    ["/admin?x=/health", false],
  ])("on %s: %s", (uri, matches) => {
    expect(rule.ok && rule.value.matches(requestFor(`GET app ${uri}`) as RuleRequest)).toBe(matches)
  })

  it("says what it stands for, as a rule that compiles", () => {
    expect(rule.ok && rule.value.source).toBe('Path("/health") || Path("/a b") || Path("/smør")')
    expect(rule.ok && compileRule(rule.value.source).ok).toBe(true)
  })

  it("refuses every entry that could never match", () => {
    const refused = rulesFromPaths(["/ok", "health", "/a?b", "/a%20b", "/x/../y", "/a//b", ""])
    expect(refused.ok ? [] : refused.problems.map(({ index }) => index)).toEqual([1, 2, 3, 4, 5, 6])
  })

  it("of an empty list matches nothing", () => {
    const none = rulesFromPaths([])
    expect(none.ok && none.value.matches(requestFor("GET app /") as RuleRequest)).toBe(false)
  })
})
