import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { parseValues } from "../../../src/core/contract/parse-values.ts"
import { renderLocatedProblem } from "../../../src/core/contract/problem.ts"

const domain = "domain: myapp.shop-dev.apps.example\n"

function check(text: string, expected: readonly string[], chartVersion = "0.3.3"): void {
  const result = parseValues(text, { path: "values.yaml", chartVersion })
  expect(result.ok ? [] : result.problems.map(renderLocatedProblem)).toEqual(expected)
}

describe("a problem of the values is found", () => {
  const unset = "expected text that is not empty"
  const noQuotes = "expected text in quotes"
  const cases: readonly [where: string, text: string, expected: readonly string[]][] = [
    ["nowhere", domain, []],
    [
      "at an unknown key",
      `${domain}provider:\n  usePkce: true\n  scope: []\n`,
      [expect.stringMatching(/^values\.yaml:4:3: provider\.scope: unknown key, .* did you mean scopes\?$/)],
    ],
    [
      "at the key of a wrong value",
      `${domain}sessionCookie: {Secure: yes, MaxAge: x}\n`,
      ["values.yaml:2:30: sessionCookie.MaxAge: is text, expected a whole number, 0 or more"],
    ],
    [
      "at an item of a list",
      `${domain}bypassPaths:\n  - /a\n  - 12\n`,
      [`values.yaml:4:5: bypassPaths[1]: is a number, ${noQuotes}`],
    ],
    [
      "at the mapping that lacks a key",
      `${domain}headers:\n  - name: X-A\n    value: b\n  - name: X-B\n`,
      ["values.yaml:5:5: headers[1].value: is missing, expected text"],
    ],
    [
      "at the start for a missing domain",
      "# ours\nlogLevel: INFO\n",
      [`values.yaml:2:1: domain: is missing, ${unset}`],
    ],
    ["at the start of an empty file", "", [`values.yaml:1:1: domain: is missing, ${unset}`]],
    [
      "at the start of a file of comments",
      "# nothing yet\n",
      [`values.yaml:1:1: domain: is missing, ${unset}`],
    ],
    [
      "at a key without a value",
      "domain:\nlogLevel: INFO\n",
      [`values.yaml:1:1: domain: has no value, ${unset}`],
    ],
    [
      "in the order of the file",
      `${domain}zzzzzz: 1\nlogLevel: LOUD\n`,
      [
        expect.stringMatching(/^values\.yaml:2:1: zzzzzz: /),
        expect.stringMatching(/^values\.yaml:3:1: logLevel: /),
      ],
    ],
    [
      "through an alias",
      `${domain}x: &x {Secure: 1}\nsessionCookie: *x\n`,
      [
        expect.stringMatching(/^values\.yaml:2:1: x: unknown key/),
        "values.yaml:2:8: sessionCookie.Secure: is a number, expected true or false",
      ],
    ],
    [
      "at the key that a merge was written for",
      `${domain}global: &g {usePkce: 1}\nprovider:\n  <<: *g\n`,
      ["values.yaml:3:1: provider.usePkce: is a number, expected true or false"],
    ],
    [
      "with CRLF",
      `domain: x.example\r\nlogLevel: LOUD\r\n`,
      [expect.stringMatching(/^values\.yaml:2:1: logLevel: /)],
    ],
    [
      "after a byte order mark",
      "\uFEFFdomain: 1\n",
      ["values.yaml:1:1: domain: is a number, expected text that is not empty"],
    ],
    [
      "where a word was read as a boolean",
      `${domain}authorization:\n  assertClaims:\n    - name: team\n      anyOf: [no, on]\n`,
      [
        `values.yaml:5:15: authorization.assertClaims[0].anyOf[0]: is false, ${noQuotes}`,
        `values.yaml:5:19: authorization.assertClaims[0].anyOf[1]: is true, ${noQuotes}`,
      ],
    ],
    [
      "in a quoted key",
      `${domain}"session cookie": 1\n`,
      [
        'values.yaml:2:1: ["session cookie"]: unknown key, expected a key that the chart knows, did you mean sessionCookie?',
      ],
    ],
    [
      "in a rule of the guide",
      `${domain}bypassPaths:\n  - /a\n  - /b*\n`,
      [
        "values.yaml:4:5: bypassPaths[1]: has a *, and every entry is one exact path, expected one exact path, such as /api/health",
      ],
    ],
    [
      "at the secrets that lack one",
      `${domain}externalSecret:\n  separateSecrets:\n    clientId: customer/a/b\n    clientSecret: customer/a/c\n`,
      [
        "values.yaml:3:3: externalSecret.separateSecrets.sessionSecret: is missing, expected all three secrets, or none",
      ],
    ],
  ]
  it.each(cases)("%s", (_where, text, expected) => check(text, expected))

  it("in a list at the root", () =>
    check("- domain\n", ["values.yaml:1:1: is a list, expected a mapping of keys to values"]))
  it("for the chart's own version", () => check(`${domain}forwardAuth: {}\n`, [], "1.0.0"))
})

describe("a text that is not YAML is refused with its reason", () => {
  const spaces = "expected spaces"
  const oneSide = "expected one side of the conflict"
  const cases: readonly [what: string, text: string, expected: readonly string[]][] = [
    [
      "a tab",
      `${domain}provider:\n\tusePkce: true\n`,
      [`values.yaml:3:1: is indented with a tab, ${spaces}`],
    ],
    [
      "a key that is there twice",
      `${domain}provider:\n  url: a\n  url: b\n`,
      ["values.yaml:4:3: url is there twice, expected each key once"],
    ],
    [
      "a quoted key that is there twice",
      `${domain}"domain": x\n`,
      ["values.yaml:2:1: domain is there twice, expected each key once"],
    ],
    [
      "a merge conflict",
      `${domain}<<<<<<< HEAD\nlogLevel: INFO\n=======\nlogLevel: WARN\n>>>>>>> main\n`,
      [
        `values.yaml:2:1: is a merge conflict marker, ${oneSide}`,
        `values.yaml:4:1: is a merge conflict marker, ${oneSide}`,
        `values.yaml:6:1: is a merge conflict marker, ${oneSide}`,
      ],
    ],
    [
      "a merge conflict with CRLF",
      `<<<<<<< HEAD\r\na: 1\r\n=======\r\n>>>>>>> main\r\n`,
      [
        `values.yaml:1:1: is a merge conflict marker, ${oneSide}`,
        `values.yaml:3:1: is a merge conflict marker, ${oneSide}`,
        `values.yaml:4:1: is a merge conflict marker, ${oneSide}`,
      ],
    ],
    [
      "a second document",
      `${domain}---\nlogLevel: INFO\n`,
      ["values.yaml:3:1: starts a second document, expected one document in the file"],
    ],
    [
      "a document after an empty one",
      `---\n---\n${domain}`,
      ["values.yaml:3:1: starts a second document, expected one document in the file"],
    ],
    [
      "a control character",
      `${domain}forceSync: a\u0001b\n`,
      ["values.yaml:2:13: is a control character, expected printable text"],
    ],
    [
      "another encoding",
      `${domain}# k\uFFFDbenhavn\n`,
      ["values.yaml:2:4: is not UTF-8, expected a file saved as UTF-8"],
    ],
    [
      "an alias to nothing",
      `${domain}global: *base\n`,
      ["values.yaml:2:9: *base names no anchor, expected &base before it"],
    ],
    [
      "an alias to itself",
      `${domain}global: &a\n  b: *a\n`,
      ["values.yaml:3:6: *a contains itself, expected an anchor that has ended"],
    ],
    [
      "a merge of what is no mapping",
      `${domain}provider:\n  <<: x\nsessionCookie:\n  <<: [{Secure: true}, 1]\n`,
      [
        "values.yaml:3:3: << merges what has no keys, expected a mapping",
        "values.yaml:5:3: << merges what has no keys, expected a mapping",
      ],
    ],
    [
      "a key that is a mapping",
      `${domain}{a: 1}: 2\n`,
      ["values.yaml:2:1: is a key that is not text, expected a plain key"],
    ],
    [
      "a value that starts with @",
      `${domain}forceSync: @now\n`,
      [expect.stringMatching(/^values\.yaml:2:12: plain value cannot start with reserved character @/)],
    ],
    [
      "an open quote",
      `${domain}forceSync: 'x\n`,
      [expect.stringMatching(/^values\.yaml:\d+:\d+: missing closing 'quote/)],
    ],
    [
      "a lost indent",
      `${domain}bypassPaths:\n  - /a\n - /b\n`,
      [
        "values.yaml:4:1: a block sequence may not be used as an implicit map key, expected the indentation of its neighbours, or quotes around a colon",
      ],
    ],
  ]
  it.each(cases)("%s", (_what, text, expected) => check(text, expected))

  it("aliases that grow beyond all bounds", () => {
    const levels = Array.from(
      { length: 9 },
      (_, n) => `  l${n + 1}: &l${n + 1} [${Array(9).fill(`*l${n}`).join(", ")}]`,
    )
    check(`${domain}global:\n  l0: &l0 [x]\n${levels.join("\n")}\n`, [
      "values.yaml:1:1: repeats its anchors too often, expected fewer aliases",
    ])
  })
})

describe("what is legal and odd is accepted", () => {
  it.each([
    ["an empty document after the first", `${domain}---\n`],
    ["an end marker", `${domain}...\n`],
    ["a start marker", `---\n${domain}`],
    ["no line break at the end", domain.trimEnd()],
    ["a line of equals signs in a comment", `${domain}# =======\n`],
    ["a merge key", `${domain}global: &g\n  usePkce: true\nprovider:\n  <<: *g\n`],
  ])("%s", (_what, text) => check(text, []))
})

/** Texts near to the guide's file: pieces of YAML in any order, so that most are broken in some way. */
const pieces = [
  "domain: a.example",
  "provider:",
  "  usePkce: yes",
  "  - x",
  "- ",
  ": ",
  "\n",
  "\n  ",
  "\t",
  "&a ",
  "*a",
  "<<: *a",
  "<<: ",
  "---",
  "...",
  "{",
  "}",
  "[",
  "]",
  "'",
  '"',
  "|",
  ">-",
  "#",
  "!tag ",
  "? ",
  "%YAML 1.1",
  "\r\n",
  "\uFEFF",
  "__proto__: ",
  "headers:",
  "null",
  "0x",
  "ø",
]

it("gives every text values or a place inside it, and never throws", () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.constantFrom(...pieces), fc.string({ maxLength: 3 })), { maxLength: 30 }),
      (parts) => {
        const text = parts.join("")
        const result = parseValues(text, { path: "v.yaml", chartVersion: "1.0.0" })
        if (result.ok) return
        const lines = text.split(/\n/).length
        for (const { location } of result.problems) {
          expect(location.line).toBeGreaterThan(0)
          expect(location.line).toBeLessThanOrEqual(lines)
          expect(location.column).toBeGreaterThan(0)
        }
      },
    ),
    { numRuns: 2000 },
  )
})

it("does not take a prototype for values", () =>
  check(`__proto__:\n  ${domain}`, [
    "values.yaml:1:1: domain: is missing, expected text that is not empty",
    "values.yaml:1:1: __proto__: unknown key, expected a key that the chart knows",
  ]))

describe("warnings", () => {
  it("come with the values, in the order of the file", () => {
    const text = `${domain}sessionCookie:\n  SameSite: strict\nrequestedResources: [x]\n`
    const result = parseValues(text, { path: "v.yaml", chartVersion: "0.3.3" })
    expect(result).toMatchObject({ ok: true, value: { values: { sessionCookie: { SameSite: "strict" } } } })
    expect(result.ok && result.value.warnings.map(renderLocatedProblem)).toEqual([
      expect.stringMatching(/^v\.yaml:3:3: sessionCookie\.SameSite: is strict/),
      expect.stringMatching(/^v\.yaml:4:1: requestedResources: is not empty/),
    ])
  })

  it("name a tag that nobody reads", () => {
    const result = parseValues(`${domain}forceSync: !secret x\n`, { path: "v.yaml", chartVersion: "0.3.3" })
    expect(result.ok && result.value.warnings.map(renderLocatedProblem)).toEqual([
      expect.stringMatching(/^v\.yaml:2:12: .*!secret/),
    ])
  })
})
