import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { isMap, isSeq, parseAllDocuments } from "yaml"
import { makeWiring } from "../../../../src/core/plan/effects/middleware.ts"
import { makeUnwiring } from "../../../../src/core/plan/effects/unwire.ts"
import { middlewareNames } from "../../../../src/core/repo/middleware-references.ts"
import { crlf, lines, unterminated } from "../../../cases/yaml/case.ts"
import { makeValuesFile } from "../../../cases/yaml/values-file.ts"
import { valuesText } from "../../../fakes/apps-repo.ts"
import { fakeAnswers, fakeApp } from "../../../fakes/snapshot.ts"

const path = "apps/shop-dev/web/values.yaml"
const names = middlewareNames("shop-dev", "web-oidc", undefined)
const unwire = (text: string, of = names) => makeUnwiring(of, text, path)

const wired = (text: string, ingress: "public" | "private" | "both" = "public") =>
  makeWiring(fakeAnswers({ ingress }), fakeApp(text), text, []).after

describe("makeUnwiring", () => {
  it.each<[name: string, before: string, after: string]>([
    [
      "the only item, with its list",
      lines`
        ingress:
          public:
            enabled: true # for everyone
            middlewares:
              - shop-dev-web-oidc@kubernetescrd
          private:
            enabled: true
      `,
      lines`
        ingress:
          public:
            enabled: true # for everyone
          private:
            enabled: true
      `,
    ],
    [
      "one of several, twice, however it is quoted",
      lines`
        ingress:
          public:
            middlewares:
            - 'shop-dev-web-oidc@kubernetescrd'
            - shop-dev-allow@kubernetescrd   # first
            -   "shop-dev-web-oidc@kubernetescrd"
      `,
      lines`
        ingress:
          public:
            middlewares:
            - shop-dev-allow@kubernetescrd   # first
      `,
    ],
    [
      "on both ingresses, one of them switched off",
      lines`
        ingress:
          public: {enabled: false, middlewares: [shop-dev-web-oidc@kubernetescrd]}
          private:
            enabled: true
            middlewares: [shop-dev-allow@kubernetescrd, shop-dev-web-oidc@kubernetescrd]
      `,
      lines`
        ingress:
          public: {enabled: false}
          private:
            enabled: true
            middlewares: [shop-dev-allow@kubernetescrd]
      `,
    ],
    [
      "a list in brackets below a key of its own, which is left as it may have been",
      "ingress:\n  public:\n    middlewares: [ shop-dev-web-oidc@kubernetescrd ] # login\n",
      "ingress:\n  public:\n    middlewares: [ ] # login\n",
    ],
    [
      "a lone text",
      "ingress:\n  public:\n    enabled: true\n    middlewares: shop-dev-web-oidc@kubernetescrd\n",
      "ingress:\n  public:\n    enabled: true\n",
    ],
    [
      "an annotation that names nothing else, and one that does",
      lines`
        ingress:
          public:
            annotations:
              traefik.ingress.kubernetes.io/router.middlewares: shop-dev-web-oidc@kubernetescrd
              other: "yes"
          private:
            annotations:
              traefik.ingress.kubernetes.io/router.middlewares: "shop-dev-web-oidc@kubernetescrd, shop-dev-allow@kubernetescrd"
      `,
      lines`
        ingress:
          public:
            annotations:
              other: "yes"
          private:
            annotations:
              traefik.ingress.kubernetes.io/router.middlewares: "shop-dev-allow@kubernetescrd"
      `,
    ],
    [
      "a reference that lacks its ending or has another",
      "ingress:\n  public:\n    a: 1\n    middlewares:\n      - shop-dev-web-oidc\n      - shop-dev-web-oidc@kubernetes\n",
      "ingress:\n  public:\n    a: 1\n",
    ],
  ])("takes out %s", (_, before, after) => {
    expect(unwire(before).after).toBe(after)
    expect(unwire(crlf(before)).after).toBe(crlf(after))
    expect(unwire(unterminated(before)).after).toBe(unterminated(after))
    expect(unwire(after)).toEqual({ after, removed: [] })
  })

  it("says where they stood", () => {
    const text = wired(`# a comment\n${valuesText("web.shop-dev.example.com")}`)
    expect(unwire(text).removed).toMatchObject([
      { value: "shop-dev-web-oidc@kubernetescrd", location: { path, line: 12, column: 9 } },
    ])
  })

  it.each<[name: string, text: string]>([
    ["other middlewares", "ingress:\n  public:\n    middlewares: [shop-dev-web-oidc-2@kubernetescrd]\n"],
    ["the name where it is none of a middleware", "fullnameOverride: shop-dev-web-oidc\n"],
    ["a comment", "# - shop-dev-web-oidc@kubernetescrd\na: 1\n"],
  ])("leaves %s alone", (_, text) => {
    expect(unwire(text)).toEqual({ after: text, removed: [] })
  })

  it("knows the name that the values give the middleware", () => {
    const text = "ingress:\n  public:\n    a: 1\n    middlewares: [shop-dev-login@kubernetescrd]\n"
    const named = middlewareNames("shop-dev", "web-oidc", "fullnameOverride: login\n")
    expect(unwire(text, named).removed).toHaveLength(1)
    expect(unwire(text).removed).toHaveLength(0)
  })

  it.each<[name: string, text: string, code: string, line: number]>([
    [
      "a list that others use",
      "all: &all\n  - shop-dev-web-oidc@kubernetescrd\ningress:\n  public:\n    middlewares: *all\n",
      "yaml/alias",
      5,
    ],
    [
      "a file that does not parse",
      "a: [\nmiddlewares:\n - shop-dev-web-oidc@kubernetescrd\n",
      "yaml/syntax",
      2,
    ],
    [
      "two documents with an ingress",
      "ingress:\n  a: 1\n---\ningress:\n  public:\n    middlewares: [shop-dev-web-oidc@kubernetescrd]\n",
      "yaml/ambiguous-document",
      3,
    ],
  ])("refuses %s, with the line", (_, text, code, line) => {
    expect(() => unwire(text)).toThrow(
      expect.objectContaining({ code, location: expect.objectContaining({ line }) }),
    )
  })
})

describe("unwiring what wiring made", () => {
  it.each(["public", "private", "both"] as const)("restores every byte on the %s ingress", (ingress) => {
    const text = valuesText("web.shop-dev.example.com").replace(
      "  public:\n    enabled: true\n",
      "  public:\n    enabled: true   # for all\n    # kept\n  private: {enabled: true}\n",
    )
    for (const before of [text, crlf(text), unterminated(text), `\uFEFF${text}`])
      expect(unwire(wired(before, ingress)).after).toBe(before)
  })

  it("restores every byte of any file in which the ingress was on", () => {
    let tried = 0
    fc.assert(
      fc.property(fc.gen(), (draw) => {
        const before = makeValuesFile(
          (...options) =>
            options[draw(fc.integer, { min: 0, max: options.length - 1 })] as (typeof options)[0],
        )
        fc.pre(isRestorable(before))
        tried += 1
        expect(unwire(wired(before)).after).toBe(before)
      }),
      { numRuns: 150 },
    )
    expect(tried).toBeGreaterThanOrEqual(150)
  })
})

/**
 * An ingress that is on is a map with something in it. A list that was written out and empty cannot be told from one that wiring
 * has made, so its key goes: `middlewares:` alone, or `middlewares: []` in braces.
 */
function isRestorable(text: string): boolean {
  const documents = parseAllDocuments(text)
  const access = documents[0]?.getIn(["ingress", "public"], true)
  if (!isMap(access) || access.items.length === 0) return false
  if (!access.has("middlewares")) return true
  const list = access.get("middlewares", true)
  return isSeq(list) && (list.items.length > 0 || access.flow !== true)
}
