import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { maxTextLength } from "../../../src/core/template/format.ts"
import { compileTemplate, type Template, type TemplateData } from "../../../src/core/template/template.ts"
import { refusedTemplates, templateCases, templateClaims } from "../../cases/templates.ts"

const data: TemplateData = {
  claims: templateClaims,
  accessToken: "AT",
  idToken: "IT",
  refreshToken: "RT",
}

function compiled(source: string): Template {
  const template = compileTemplate(source)
  if (!template.ok) throw new Error(JSON.stringify(template.problems))
  return template.value
}

/** What comes of a template on data: its text, or why there is none. */
function outcome(source: string, on: TemplateData = data): { readonly text?: string; readonly why?: string } {
  let why: string | undefined
  const text = compiled(source).render(on, (problem) => {
    why = problem.message
  })
  return { ...(text === undefined ? {} : { text }), ...(why === undefined ? {} : { why }) }
}

describe("compileTemplate", () => {
  it.each(templateCases)("renders $template", ({ template, text, existing, why }) => {
    expect(compiled(template).render(data)).toBe(text)
    expect(existing === undefined).toBe(why === undefined)
    expect(existing).not.toBe(text)
  })

  it.each(refusedTemplates)("refuses %s at %i: %s", (source, column, message) => {
    const template = compileTemplate(source)
    const problem = template.ok ? undefined : template.problems[0]
    expect(problem?.message).toContain(message)
    expect(problem?.column).toBe(column)
  })

  it("counts lines, and tells all problems that are not errors of syntax", () => {
    const template = compileTemplate('{{ .claims.a\n}}\n  {{ foo $x }}{{ template "t" }}')
    expect(template.ok ? [] : template.problems.map(({ line, column }) => `${line}:${column}`)).toEqual([
      "3:6",
      "3:10",
      "3:18",
    ])
  })

  it("never throws, whatever it is given", () => {
    const piece = fc.constantFrom(
      ...["{{", "}}", "{{- ", " -}}", "{{end}}", "{{if ", "{{range ", "{{define ", "{{block ", "{{template "],
      ...[
        ".claims",
        ".a",
        "$x",
        ":=",
        "=",
        "|",
        "(",
        ")",
        '"x"',
        "'",
        "`",
        "/*",
        "*/",
        "1",
        "-",
        "index",
        " ",
        ",",
      ],
    )
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(piece).map((pieces) => pieces.join("")),
        ),
        (source) => {
          expect(compileTemplate(source)).toHaveProperty("ok")
        },
      ),
      { numRuns: 1000 },
    )
  })

  it("tells a problem once, however often what it is in is looked at", () => {
    const template = compileTemplate("{{ ((not 1 2)) | print | print }}{{ (len) }}")
    expect(template.ok ? [] : template.problems.map(({ column }) => column)).toEqual([6, 38])
  })

  it.each([
    ["parentheses", `{{ ${"(".repeat(20_000)} }}`],
    ["blocks", "{{ if 1 }}".repeat(20_000)],
    ["else if", `{{ if 1 }}${"{{ else if 1 }}".repeat(20_000)}{{ end }}`],
    ["pipes", `{{ 1${" | print".repeat(20_000)} }}`],
  ])("refuses endless %s instead of running out of stack", (_, source) => {
    expect(compileTemplate(source).ok).toBe(false)
  })

  it("takes long chains of fields and long texts", () => {
    expect(compiled(`{{ .claims${".a".repeat(20_000)} }}`).render(data)).toBeUndefined()
    expect(compiled(`${" ".repeat(100_000)}{{- .claims.email -}}${" ".repeat(100_000)}`).render(data)).toBe(
      "j@x.dk",
    )
  })
})

describe("what a template reads", () => {
  const all = ["accessToken", "idToken", "refreshToken"]
  it.each([
    ["plain", [], []],
    ["{{ .claims.email }}", ["email"], []],
    ["{{ .claims.address.city }}", ["address"], []],
    ['{{ index .claims "a-b" "c" }}', ["a-b"], []],
    ["{{ (.claims).email }}{{ $.claims.name }}", ["email", "name"], []],
    ["{{ if .claims.a }}{{ .claims.b }}{{ else }}{{ .claims.c }}{{ end }}", ["a", "b", "c"], []],
    ["{{ with .claims.a }}{{ .b }}{{ $.claims.c }}{{ end }}", ["a", "c"], []],
    ["{{ range .claims.a }}{{ .claims }}{{ end }}", ["a"], []],
    ["{{ $c := .claims }}{{ $c.email }}", ["email"], []],
    ['{{ define "x" }}{{ .email }}{{ end }}{{ template "x" .claims }}', ["email"], []],
    ['{{ define "x" }}{{ .claims.email }}{{ end }}{{ template "x" . }}', ["email"], []],
    ['{{ define "x" }}{{ .claims.email }}{{ end }}', [], []],
    ['{{ define "r" }}{{ .a }}{{ template "r" .b }}{{ end }}{{ template "r" .claims }}', ["a", "b"], []],
    ["{{ .accessToken }}{{ .claims.a }}", ["a"], ["accessToken"]],
    ['{{ index . "idToken" }}', [], ["idToken"]],
    ["{{ .claims }}", "all", []],
    ["{{ range .claims }}{{ end }}", "all", []],
    ["{{ with .claims }}{{ .a }}{{ end }}", "all", []],
    ["{{ len .claims }}", "all", []],
    ["{{ index .claims .claims.a }}", "all", []],
    ["{{ $x := .claims.a }}{{ range 2 }}{{ $x.b }}{{ $x = $.claims }}{{ end }}", "all", []],
    ["{{ $x := .claims }}{{ if .claims.a }}{{ if $x = .claims.b }}{{ end }}{{ end }}{{ $x.c }}", "all", []],
    ["{{ . }}", "all", all],
    ["{{ print $ }}", "all", all],
    ["{{ range . }}{{ end }}", "all", all],
  ])("%s: claims %j, tokens %j", (source, claims, tokens) => {
    const template = compiled(source)
    expect(template.claims).toEqual(claims)
    expect(template.tokens).toEqual(tokens)
  })

  it("is all that the text depends on", () => {
    const names = ["a", "b", "c"] as const
    const term = fc.constantFrom(
      ...[
        ".claims.a",
        ".claims.b",
        '(index .claims "c")',
        "$x",
        "$c.b",
        "(len .claims)",
        "(print .claims.a $x)",
        "$.claims",
      ],
    )
    const action = fc.oneof(
      term.map((value) => `{{ ${value} }}`),
      term.map((value) => `{{ if ${value} }}y{{ end }}`),
      term.map((value) => `{{ $x = ${value} }}`),
      term.map((value) => `{{ template "t" ${value} }}`),
      term.map((value) => `{{ if .claims.b }}{{ $c = ${value} }}{{ end }}`),
      term.map((value) => `{{ if .claims.none }}{{ if $c = ${value} }}{{ end }}{{ end }}`),
      term.map((value) => `{{ if .claims.none }}{{ range $c = ${value} }}{{ end }}{{ end }}`),
      term.map((value) => `{{ range 2 }}{{ $x }}{{ with $x = ${value} }}{{ . }}{{ end }}{{ end }}`),
      term.map((value) => `{{ with ${value} }}{{ . }}{{ end }}`),
    )
    fc.assert(
      fc.property(fc.array(action, { maxLength: 5 }), fc.subarray([...names]), (actions, kept) => {
        const start = '{{ define "t" }}{{ . }}{{ end }}{{ $x := .claims.a }}{{ $c := .claims }}'
        const template = compiled(start + actions.join(""))
        const claims = { a: "1", b: "2", c: "3" }
        const needed = template.claims === "all" ? [...names] : template.claims
        const visible = names.filter((name) => kept.includes(name) || needed.includes(name))
        const reduced = Object.fromEntries(visible.map((name) => [name, claims[name]]))
        expect(template.render({ claims: reduced })).toBe(template.render({ claims }))
      }),
      { numRuns: 300 },
    )
  })
})

describe("render", () => {
  it("reports why there is no header, with its place and without the claim", () => {
    const problems: unknown[] = []
    const text = compiled("a\n{{ .claims.email.x }}").render(data, (problem) => problems.push(problem))
    expect(text).toBeUndefined()
    expect(problems).toEqual([{ message: "a string has no field x", line: 2, column: 17 }])
  })

  it("reports nothing when a claim is merely missing", () => {
    expect(outcome("{{ .claims.missing }}")).toEqual({})
  })

  it("treats tokens that the session does not hold as missing", () => {
    expect(outcome("{{ .accessToken }}", { claims: {} })).toEqual({})
  })

  it.each([
    ["{{ .claims.constructor }}{{ .claims.__proto__ }}{{ .claims.toString }}", {}],
    ['{{ index .claims "__proto__" }}', {}],
    ["{{ .claims.groups.length }}", { why: "a list has no field length" }],
  ])("%s finds nothing that is inherited", (source, expected) => expect(outcome(source)).toEqual(expected))

  it("reads claims that are named like what is inherited", () => {
    const claims = JSON.parse('{"__proto__": {"x": "p"}, "constructor": "c"}')
    expect(outcome("{{ .claims.__proto__.x }}{{ .claims.constructor }}", { claims })).toEqual({ text: "pc" })
    expect({}).not.toHaveProperty("x")
  })

  it("ends soon, whatever it is asked for", () => {
    const groups = Array.from({ length: 10_000 }, (_, at) => `group ${at}`)
    const many = Object.fromEntries(groups.map((group) => [group, 1]))
    const long = "x".repeat(1_000_000)
    const claims = { groups, many, long, longs: groups.map(() => long) }
    const greedy = [
      "{{ .claims.long }}",
      "{{ .claims.groups }}",
      "{{ .claims }}",
      "{{ range .claims.groups }}{{ range $.claims.groups }}{{ end }}{{ end }}",
      "{{ range .claims.groups }}{{ $y := html $.claims.long }}{{ end }}",
      "{{ range .claims.groups }}{{ $y := mapToJsonArray $.claims.groups }}{{ end }}",
      '{{ range .claims.groups }}{{ $y := withPrefix "a" $.claims.groups }}{{ end }}',
      "{{ range .claims.groups }}{{ if $.claims.many }}{{ end }}{{ end }}",
      "{{ range .claims.groups }}{{ if lt $.claims.long $.claims.long }}{{ end }}{{ end }}",
      '{{ range .claims.groups }}{{ $y := printf "%100d%100d%100d%.100f" 1 2 3 5e-324 }}{{ end }}',
      "{{ range .claims.longs }}{{ . }},{{ end }}",
      "{{ range 100000000 }}{{ end }}",
      "{{ range 1e300 }}{{ end }}",
      '{{ $x := "aaaa" }}{{ range 1000 }}{{ $x = print $x $x }}{{ end }}',
      '{{ define "r" }}{{ template "r" . }}{{ template "r" . }}{{ end }}{{ template "r" . }}',
      '{{ define "r" }}{{ range 9 }}{{ template "r" . }}{{ end }}{{ end }}{{ template "r" . }}',
      '{{ printf "%1000000000d" 1 }}',
    ]
    for (const source of greedy) {
      const start = performance.now()
      expect(outcome(source, { claims }), source).toHaveProperty("why")
      // Generous: it takes a few milliseconds, and tests share two cores.
      expect(performance.now() - start, source).toBeLessThan(1000)
    }
  })

  it("writes a list at once that it would write the same one by one", () => {
    const element = fc.oneof({ weight: 9, arbitrary: fc.string() }, { weight: 1, arbitrary: fc.jsonValue() })
    const list = fc.oneof(fc.array(element), fc.array(fc.string()), fc.jsonValue())
    const separator = fc.constantFrom(",", " ", "--", "x".repeat(1000), "x".repeat(maxTextLength / 4))
    fc.assert(
      fc.property(list, separator, (values, after) => {
        const claims = { values: JSON.parse(JSON.stringify(values)) }
        const atOnce = outcome(`a{{ range .claims.values }}{{ . }}${after}{{ else }}none{{ end }}b`, {
          claims,
        })
        const oneByOne = `a{{ range $each := .claims.values }}{{ $each }}${after}{{ else }}none{{ end }}b`
        expect(atOnce).toEqual(outcome(oneByOne, { claims }))
      }),
      { numRuns: 1000 },
    )
  })

  it("survives claims that are nested deeper than the stack", () => {
    const deep = JSON.parse(`${"[".repeat(5000)}${"]".repeat(5000)}`)
    expect(outcome("{{ .claims.deep }}", { claims: { deep } })).toHaveProperty("why")
  })

  it("filters a list of some thousand groups", () => {
    const groups = Array.from({ length: 4000 }, (_, at) => `g${at}`)
    const source = '{{ range .claims.groups }}{{ if eq . "g7" "g3999" }}{{ . }} {{ end }}{{ end }}'
    expect(outcome(source, { claims: { groups } })).toEqual({ text: "g7 g3999 " })
  })

  it("holds texts to a maximum length", () => {
    const claims = { longest: "x".repeat(maxTextLength), longer: "x".repeat(maxTextLength + 1) }
    expect(outcome("{{ .claims.longest }}", { claims }).text).toHaveLength(maxTextLength)
    expect(outcome("{{ .claims.longer }}", { claims })).toHaveProperty("why")
    expect(outcome("{{ .claims.longest }}x", { claims })).toHaveProperty("why")
  })

  it("of random small templates ends within 50 ms", () => {
    const value = fc.constantFrom(".", "$", ".claims", ".claims.groups", ".claims.nested", "3", '"a"', "$x")
    const call = fc.oneof(
      value,
      fc
        .tuple(
          fc.constantFrom("print", "html", "len", "index", "slice", "mapToJsonArray", "eq", "and"),
          value,
          value,
        )
        .map((words) => `(${words.join(" ")})`),
    )
    const { block } = fc.letrec<{ block: string }>((tie) => ({
      block: fc.oneof(
        { maxDepth: 3 },
        call.map((inner) => `{{ ${inner} }}`),
        call.map((inner) => `{{ $x = ${inner} }}`),
        fc
          .tuple(fc.constantFrom("if", "with", "range"), call, tie("block"), tie("block"))
          .map(([word, inner, one, other]) => `{{ ${word} ${inner} }}${one}{{ else }}${other}{{ end }}`),
      ),
    }))
    fc.assert(
      fc.property(fc.array(block, { maxLength: 4 }), (blocks) => {
        const template = compileTemplate(`{{ $x := . }}${blocks.join("")}`)
        if (!template.ok) return
        const start = performance.now()
        template.value.render(data)
        expect(performance.now() - start).toBeLessThan(50)
      }),
      { numRuns: 500 },
    )
  })
})
