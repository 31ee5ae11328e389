import { describe, expect, it } from "vitest"
import { compileCustomPage } from "../../../src/server/pages/custom-page.ts"
import { renderPage } from "../../../src/server/pages/page.ts"

const render = (html: string, variables: Parameters<ReturnType<typeof compile>>[0] = {}) =>
  compile(html)(variables)
const compile = (html: string) => {
  const page = compileCustomPage(html)
  if (!page.ok) throw new Error(page.problems.join())
  return page.value
}

describe("a page of the app's own", () => {
  it("shows variables, escaped", () => {
    expect(
      render("<b>{{ .statusCode }}</b>{{.description}}", { statusCode: "403", description: `<i>"&'` }),
    ).toBe("<b>403</b>&lt;i&gt;&quot;&amp;&#39;")
  })
  it("leaves out what there is none of", () => expect(render("a{{ .primaryButtonUrl }}b")).toBe("ab"))
  it("chooses", () => {
    const html = "{{ if .primaryButtonUrl }}yes {{ .primaryButtonUrl }}{{ else }}no{{ end }}."
    expect(render(html, { primaryButtonUrl: "/x" })).toBe("yes /x.")
    expect(render(html)).toBe("no.")
  })
  it("chooses within a choice", () => {
    const html = "{{ if .statusCode }}{{- if .statusName -}}both{{ else }}one{{ end }}{{ end }}"
    expect([
      render(html, { statusCode: "1", statusName: "x" }),
      render(html, { statusCode: "1" }),
      render(html),
    ]).toEqual(["both", "one", ""])
  })
  it("leaves what is never closed as it is", () => {
    expect(render("a {{ .statusCode }} {{ b", { statusCode: "403" })).toBe("a 403 {{ b")
  })
  it.each<[string, boolean]>([
    [`{{${" ".repeat(60_000)}`, true],
    ["{{".repeat(30_000), true],
    [`${"{{".repeat(20_000)}}}`, false],
  ])("is read in linear time, whatever it is (%#)", (html, isUnderstood) => {
    expect(compileCustomPage(html).ok).toBe(isUnderstood)
  })
  it("keeps other braces and signs", () => expect(render("a { b } $& {c}")).toBe("a { b } $& {c}"))
  it.each([
    "{{ .secret }}",
    "{{ range .x }}{{ end }}",
    "{{ end }}",
    "{{ else }}",
    "{{ if .statusCode }}",
    "{{ if .statusCode }}{{ else }}{{ else }}{{ end }}",
    "{{}}",
    "{{ .__proto__ }}",
  ])("is refused at start with %s", (html) => expect(compileCustomPage(html).ok).toBe(false))
})

describe("a page of ours", () => {
  it("escapes every text and link, and holds no script", () => {
    const evil = `"><script>alert(1)</script>`
    const html = renderPage({
      title: evil,
      paragraphs: [evil],
      details: [{ label: evil, text: evil }],
      actions: [{ label: evil, href: evil }],
    })
    expect(html).not.toContain("<script")
    expect(html.match(/&quot;&gt;&lt;script&gt;/g)).toHaveLength(7)
  })
})
