import { describe, expect, it } from "vitest"
import { type Field, fields } from "../../../src/core/plan/fields.ts"
import { type AnswerName, flagOf } from "../../../src/core/plan/given.ts"

const parse = (name: AnswerName, text: string) => {
  const field: Field<unknown> = fields[name]
  return field.parse(text)
}

const accepted: readonly [AnswerName, string, unknown][] = [
  ["namespace", "shop-dev", "shop-dev"],
  ["app", "My_App", "My_App"],
  ["release", "web-oidc", "web-oidc"],
  ["release", "a".repeat(53), "a".repeat(53)],
  ["displayName", "  Min Ærø-app ", "Min Ærø-app"],
  ["hosts", "Web.Shop.Example.com", "web.shop.example.com"],
  ["ingress", "both", "both"],
  ["bypass", "/api/health", "/api/health"],
  ["bypass", "/.well-known/security.txt", "/.well-known/security.txt"],
  ["bypass", "none", "none"],
  ["groups", "awssso-myapp-admin", "awssso-myapp-admin"],
  ["groups", "Økonomi, alle", "Økonomi, alle"],
  ["claims", '{"name":"roles"}', { name: "roles" }],
  ["claims", '{"name":"roles","allOf":["reader"]}', { name: "roles", allOf: ["reader"] }],
  ["runtime", "forward-auth", "forward-auth"],
  ["chartVersion", "v0.3.2", "0.3.2"],
  ["cookiePrefix", "_MyApp_", "_MyApp_"],
  ["ticketLanguage", "en", "en"],
  ["branch", "feature/login", "feature/login"],
]

const refused: readonly [AnswerName, string, RegExp][] = [
  ["namespace", "../secrets", /is a path/],
  ["namespace", "..", /not a folder's name/],
  ["app", "a b", /not a folder's name/],
  ["app", "a/b", /is a path/],
  ["release", "a".repeat(54), /more than the 53 characters/],
  ["release", "Web-oidc", /lower-case/],
  ["release", "web_oidc", /lower-case/],
  ["release", "-web", /lower-case/],
  ["release", "web-", /lower-case/],
  ["displayName", "   ", /is empty/],
  ["displayName", "x".repeat(257), /longer than 256/],
  ["displayName", "two\nlines", /line break/],
  ["hosts", "https://web.example.com", /has a scheme/],
  ["hosts", "web.example.com/", /slash/],
  ["hosts", "web.example.com:8443", /has a port/],
  ["hosts", "*.example.com", /wildcard/],
  ["hosts", "web example.com", /space/],
  ["hosts", "localhost", /no domain/],
  ["hosts", "web..example.com", /dot too many/],
  ["hosts", "wéb.example.com", /ASCII/],
  ["hosts", "", /empty/],
  ["ingress", "internal", /none of public, private, both/],
  ["bypass", "api/health", /must start with \//],
  ["bypass", "/api/*", /has a \*/],
  ["bypass", "/api?x=1", /has a query/],
  ["bypass", "/api#top", /has a query/],
  ["bypass", "/a`)||Path(`/", /no path may have/],
  ["bypass", "/a b", /no path may have/],
  ["bypass", "/a/../b", /never match/],
  ["bypass", "//a", /never match/],
  ["bypass", "/a/.", /never match/],
  ["bypass", "/", /front page/],
  ["bypass", "/oauth2/callback", /belongs to the login/],
  ["bypass", "/oauth2/logout", /belongs to the login/],
  ["groups", "", /is empty/],
  ["groups", "a\u0000b", /control character/],
  ["claims", "roles=reader", /not a JSON object/],
  ["claims", '["roles"]', /not a JSON object/],
  ["claims", "{}", /lacks a name/],
  ["claims", '{"name":"roles","anyOf":[]}', /at least one/],
  ["claims", '{"name":"roles","anyOf":"reader"}', /at least one/],
  ["claims", '{"name":"roles","anyof":["a"]}', /unknown member anyof/],
  ["runtime", "plugin", /none of/],
  ["chartVersion", "latest", /not a version/],
  ["chartVersion", "0.3", /not a version/],
  ["cookiePrefix", "", /no cookie's name/],
  ["cookiePrefix", "my app", /no cookie's name/],
  ["cookiePrefix", "a;b", /no cookie's name/],
  ["cookiePrefix", "__Host-x", /reserve/],
  ["cookiePrefix", "a".repeat(65), /longer than 64/],
  ["ticketLanguage", "sv", /none of da, en/],
  ["branch", "a..b", /git allows/],
  ["branch", "-x", /git allows/],
  ["branch", "a b", /git allows/],
  ["branch", "x.lock", /git allows/],
  ["branch", ".x", /git allows/],
  ["branch", "x/", /git allows/],
  ["branch", "@", /git allows/],
]

describe("fields", () => {
  it.each(accepted)("%s takes %j", (name, text, value) => {
    expect(parse(name, text)).toEqual({ ok: true, value })
  })

  it.each(refused)("%s refuses %j", (name, text, problem) => {
    const result = parse(name, text)
    expect(result.ok ? [] : result.problems).toEqual([expect.stringMatching(problem)])
  })

  it("exist for every flag that gives an answer, and are tested both ways", () => {
    const names = Object.keys(flagOf).sort()
    expect(Object.keys(fields).sort()).toEqual(names)
    expect([...new Set(accepted.map(([name]) => name))].sort()).toEqual(names)
    expect([...new Set(refused.map(([name]) => name))].sort()).toEqual(names)
  })
})
