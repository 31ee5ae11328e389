import { describe, expect, it } from "vitest"
import { companyProfile } from "../../../src/core/contract/company.ts"
import { AppError } from "../../../src/core/errors.ts"
import { type AnswerSources, deriveAnswers } from "../../../src/core/plan/derive-answers.ts"
import type { Given } from "../../../src/core/plan/given.ts"
import { valuesText } from "../../fakes/apps-repo.ts"
import { fakeApp, fakeRelease } from "../../fakes/snapshot.ts"

const sources = (changes: Partial<AnswerSources> = {}): AnswerSources => ({
  given: {},
  app: fakeApp(),
  profile: companyProfile,
  release: { name: "web-oidc", origin: "the guide's naming" },
  releases: [],
  existing: undefined,
  sibling: undefined,
  asked: [],
  origins: { namespace: "--namespace", app: "--app" },
  ...changes,
})

const answersOf = (changes: Partial<AnswerSources> = {}) => {
  const derived = deriveAnswers(sources(changes))
  if (derived.kind === "missing") throw new Error(JSON.stringify(derived.missing))
  return derived
}

const code = (changes: Partial<AnswerSources>): string | undefined => {
  try {
    deriveAnswers(sources(changes))
  } catch (error) {
    return error instanceof AppError ? error.code : String(error)
  }
  return undefined
}

const both = `ingress:
  enabled: true
  fqdn: [a.example.com, b.example.com]
  public: {enabled: true}
  private:
    enabled: true
    wildcardCertificate: true
`

describe("deriveAnswers", () => {
  it("derives everything from an app, and says from which line", () => {
    const { answers, origins } = answersOf()
    expect(answers).toEqual({
      namespace: "shop-dev",
      app: "web",
      release: "web-oidc",
      middleware: "web-oidc",
      displayName: "Web (shop-dev)",
      hosts: ["web.shop-dev.example.com"],
      ingress: "public",
      bypass: ["/api/health"],
      groups: [],
      claims: [],
      runtime: "platform",
      chartVersion: companyProfile.chartVersions.platform,
      cookiePrefix: "_ShopDevWeb_",
      ticketLanguage: companyProfile.ticketLanguage,
    })
    expect(origins).toMatchObject({
      hosts: "apps/shop-dev/web/values.yaml:7",
      bypass: "apps/shop-dev/web/values.yaml:13",
    })
    // The middleware's name follows from the release.
    expect([...Object.keys(origins), "middleware"].sort()).toEqual(Object.keys(answers).sort())
  })

  const hosts: readonly [string, string, Given, readonly string[]][] = [
    [
      "both ingresses",
      both,
      {},
      ["a.example.com", "b.example.com", "internal-a.example.com", "internal-b.example.com"],
    ],
    ["the private one", both, { ingress: "private" }, ["internal-a.example.com", "internal-b.example.com"]],
    ["one host of it", both, { hosts: ["b.example.com"] }, ["b.example.com"]],
    [
      "a private host without wildcard certificate",
      both.replace("true\n", "true\n").replace("wildcardCertificate: true", "wildcardCertificate: false"),
      { ingress: "private" },
      ["internal.a.example.com", "internal.b.example.com"],
    ],
    [
      "a private host that nothing decides, as the user knows it",
      both.replace("    wildcardCertificate: true\n", ""),
      { ingress: "private", hosts: ["internal-a.example.com"] },
      ["internal-a.example.com"],
    ],
    [
      "a lone text instead of a list",
      valuesText("x").replace("\n    - x", " Web.example.com"),
      {},
      ["web.example.com"],
    ],
    [
      "the words of YAML 1.1",
      both.replaceAll("true", "yes"),
      { ingress: "public" },
      ["a.example.com", "b.example.com"],
    ],
  ]
  it.each(hosts)("protects the hosts of %s", (_, values, given, expected) => {
    expect(answersOf({ app: fakeApp(values), given }).answers.hosts).toEqual(expected)
  })

  it("opens no path that would let everyone in, and no metrics", () => {
    const values = `${both}livenessProbe: {httpGet: {path: /}}\nreadinessProbe: {httpGet: {path: /metrics}}\n`
    expect(answersOf({ app: fakeApp(values) }).answers.bypass).toEqual([])
  })

  const asked = (value: string, host = "web.shop-dev.example.com", line = 3) => ({
    host,
    value,
    location: { path: "apps/ops/blackbox/values.yaml", line, column: 7 },
  })

  it("opens what monitoring asks of the hosts besides, and says from which line", () => {
    const { answers, origins } = answersOf({
      asked: [asked("/up"), asked("/api/health", undefined, 4), asked("/other", "other.example.com", 5)],
    })
    expect(answers.bypass).toEqual(["/api/health", "/up"])
    expect(origins.bypass).toBe("apps/shop-dev/web/values.yaml:13, apps/ops/blackbox/values.yaml:3")
  })

  it.each(["/", "/metrics", "/metrics/", "/oauth2/callback", "/api/*", "/a/../b"])(
    "leaves %s closed, whoever asks for it",
    (path) => {
      expect(answersOf({ asked: [asked(path)] }).answers.bypass).toEqual(["/api/health"])
    },
  )

  const release = fakeRelease({ path: "apps/shop-prod/web-oidc/values.yaml", bypassPaths: ["/open"] })

  it("opens what monitoring asks for besides what the app opens in another namespace", () => {
    const { answers, origins } = answersOf({ sibling: release, asked: [asked("/open"), asked("/up")] })
    expect(answers.bypass).toEqual(["/open", "/up"])
    expect(origins.bypass).toBe("apps/shop-prod/web-oidc/values.yaml, apps/ops/blackbox/values.yaml:3")
  })

  it("opens nothing more in a release that is there, nor where the user has chosen", () => {
    expect(answersOf({ existing: release, asked: [asked("/up")] }).answers.bypass).toEqual(["/open"])
    expect(answersOf({ given: { bypass: ["/mine"] }, asked: [asked("/up")] }).answers.bypass).toEqual([
      "/mine",
    ])
  })

  it("opens nothing where the user says so", () => {
    expect(answersOf({ given: { bypass: [] } }).answers.bypass).toEqual([])
  })

  it("takes the runtime from the version, and the version from the runtime", () => {
    expect(answersOf({ given: { chartVersion: "1.4.0" } }).answers.runtime).toBe("forward-auth")
    expect(answersOf({ given: { runtime: "forward-auth" } }).answers.chartVersion).toBe(
      companyProfile.chartVersions["forward-auth"],
    )
  })

  it("continues what an existing release says", () => {
    const existing = fakeRelease({
      middleware: "login",
      chartVersion: "0.3.1",
      cookieNamePrefix: "_Old_",
      bypassPaths: ["/open"],
      assertClaims: [{ name: "groups", anyOf: ["a"] }],
    })
    expect(answersOf({ existing }).answers).toMatchObject({
      middleware: "login",
      chartVersion: "0.3.1",
      cookiePrefix: "_Old_",
      bypass: ["/open"],
      claims: existing.assertClaims,
    })
  })

  const refused: readonly [string, Partial<AnswerSources>, string][] = [
    [
      "a switched-off ingress",
      { app: fakeApp(both.replace("enabled: true", "enabled: false")) },
      "app/ingress-disabled",
    ],
    ["no ingress at all", { app: fakeApp("image: {}\n") }, "app/ingress-disabled"],
    ["an ingress that is not enabled", { given: { ingress: "private" } }, "app/ingress-disabled"],
    ["no host", { app: fakeApp("ingress: {public: {enabled: true}}\n") }, "app/no-host"],
    ["a wildcard host", { app: fakeApp(valuesText('"*.example.com"')) }, "app/no-host"],
    ["a host with a port", { app: fakeApp(valuesText("a.example.com:80")) }, "app/no-host"],
    ["a host that is not served", { given: { hosts: ["other.example.com"] } }, "usage/invalid-answer"],
    [
      "a version of the other runtime",
      { given: { runtime: "platform", chartVersion: "1.0.0" } },
      "usage/contradicting-flags",
    ],
    [
      "a cookie prefix that another release has",
      {
        given: { cookiePrefix: "_Api_" },
        releases: [fakeRelease({ name: "api-oidc", cookieNamePrefix: "_Api_" })],
      },
      "usage/invalid-answer",
    ],
  ]
  it.each(refused)("refuses %s", (_, changes, expected) => {
    expect(code(changes)).toBe(expected)
  })

  it("asks for a name where none can be derived", () => {
    const app = fakeApp(undefined, "my_app")
    expect(deriveAnswers(sources({ app, release: { name: "my_app-oidc", origin: "" } }))).toMatchObject({
      kind: "missing",
      missing: [{ flag: "--name", why: expect.stringContaining("my_app-oidc") }],
    })
  })
})
