import { describe, expect, it } from "vitest"
import { parseApp } from "../../../src/core/repo/app.ts"
import { applicationText } from "../../fakes/apps-repo.ts"

const parse = (values: string, application = applicationText("web")) =>
  parseApp({ namespace: "shop-dev", name: "web", application, values })

const facts = (values: string) => {
  const app = parse(values)
  if (!app.ok) throw new Error(JSON.stringify(app.problems))
  return app.value
}

const values = (texts: readonly { readonly value: unknown }[]) => texts.map(({ value }) => value)

describe("parseApp", () => {
  it("reads hosts, references and probes, each with its place", () => {
    const app = facts(`ingress:
  enabled: true
  fqdn:
    - Web.example.com
  public:
    enabled: true
    middlewares: [a@kubernetescrd, "b@kubernetescrd"]
livenessProbe: {httpGet: {path: /live, port: 80}}
readinessProbe:
  httpGet: {path: /live}
startupProbe:
  tcpSocket: {port: 80}
`)
    expect(app.ingresses.public).toMatchObject({
      enabled: true,
      hosts: [
        { value: "web.example.com", location: { path: "apps/shop-dev/web/values.yaml", line: 4, column: 7 } },
      ],
    })
    expect(values(app.ingresses.public.middlewares)).toEqual(["a@kubernetescrd", "b@kubernetescrd"])
    expect(values(app.probes)).toEqual(["/live"])
    expect(app.chart?.value).toBe("helm/idp-advanced")
  })

  it("follows anchors and merged mappings, as Helm does", () => {
    const app = facts(`defaults: &on {enabled: true}
host: &host a.example.com
ingress:
  fqdn: [*host]
  public:
    <<: *on
  private: *on
`)
    expect([app.ingresses.public.enabled, app.ingresses.private.enabled]).toEqual([true, true])
    expect(values(app.ingresses.public.hosts)).toEqual(["a.example.com"])
  })

  it("takes anything of the wrong type for absent", () => {
    const app = facts("ingress:\n  fqdn: 7\n  public: yes please\nlivenessProbe: null\n")
    expect(app.ingresses.public).toEqual({
      kind: "public",
      enabled: false,
      location: undefined,
      hosts: [],
      middlewares: [],
    })
  })

  it("switches both ingresses off with ingress.enabled", () => {
    const app = facts("ingress: {enabled: false, fqdn: [a.b], public: {enabled: true}}\n")
    expect(app.ingresses.public.enabled).toBe(false)
  })

  it.each([
    ["a file that is no YAML", "a: [1\nb: {"],
    ["a key that stands twice", "a: 1\na: 2\n"],
    ["merge conflict markers", "<<<<<<< HEAD\na: 1\n=======\na: 2\n>>>>>>> theirs\n"],
    ["tabs as indentation", "a:\n\tb: 1\n"],
  ])("reports %s with its place", (_, text) => {
    const app = parse(text)
    expect(app.ok ? [] : app.problems).toEqual(
      expect.arrayContaining([
        { what: expect.any(String), location: expect.objectContaining({ line: expect.any(Number) }) },
      ]),
    )
  })

  it("reads an empty file", () => {
    expect(facts("").probes).toEqual([])
  })
})
