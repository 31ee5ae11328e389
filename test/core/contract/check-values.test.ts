import { describe, expect, it } from "vitest"
import { checkValues } from "../../../src/core/contract/check-values.ts"
import { renderProblem } from "../../../src/core/contract/problem.ts"

function check(values: unknown, version: string, expected: readonly string[]): void {
  const result = checkValues(values, version)
  expect(result.ok ? [] : result.problems.map(renderProblem)).toEqual(expected)
}

const domain = "myapp.shop-dev.apps.example"
const providerKeys =
  "tenantId, url, usePkce, tokenValidation, scopes, tokenRenewalThreshold, validateIssuer, validIssuer, validateAudience, validAudience, insecureSkipVerify, useClaimsFromUserInfo"

describe("values of 0.3.3", () => {
  const cases: readonly [title: string, values: unknown, expected: readonly string[]][] = [
    ["accepts the domain alone", { domain }, []],
    [
      "accepts the guide's file",
      {
        domain,
        cookieNamePrefix: "_MyApp_",
        bypassPaths: ["/api/health", "/metrics"],
        externalSecret: { separateSecrets: { clientId: "a", clientSecret: "b", sessionSecret: "c" } },
      },
      [],
    ],
    ["accepts 1.0 for an integer", { domain, sessionCookie: { MaxAge: 1.0 } }, []],
    ["accepts a number or text for the account", { domain, idp_aws_account: 354 }, []],
    ["accepts anything in global", { domain, global: { a: [{ b: null }] } }, []],
    ["accepts an empty behaviour", { domain, unauthorizedBehavior: "" }, []],
    ["refuses nothing at all", null, ["has no value, expected a mapping of keys to values"]],
    ["refuses a list", [], ["is a list, expected a mapping of keys to values"]],
    ["misses the domain", {}, ["domain: is missing, expected text that is not empty"]],
    ["refuses an empty domain", { domain: "" }, ["domain: is empty, expected text that is not empty"]],
    [
      "refuses a domain without a value",
      { domain: null },
      ["domain: has no value, expected text that is not empty"],
    ],
    [
      "asks for quotes around a number",
      { domain, forceSync: 1 },
      ["forceSync: is a number, expected text in quotes"],
    ],
    [
      "asks for quotes around a word that YAML reads as a boolean",
      { domain, bypassPaths: [true] },
      ["bypassPaths[0]: is true, expected text in quotes"],
    ],
    [
      "refuses text for a boolean",
      { domain, provider: { usePkce: "true" } },
      ["provider.usePkce: is text, expected true or false"],
    ],
    [
      "refuses a number for a boolean or text",
      { domain, provider: { validateIssuer: 1 } },
      ["provider.validateIssuer: is a number, expected true or false or text in quotes"],
    ],
    [
      "refuses a fraction for an integer",
      { domain, sessionCookie: { MaxAge: 1.5 } },
      ["sessionCookie.MaxAge: is a number, expected a whole number, 0 or more"],
    ],
    [
      "refuses a negative age",
      { domain, sessionCookie: { MaxAge: -1 } },
      ["sessionCookie.MaxAge: is -1, expected a whole number, 0 or more"],
    ],
    [
      "refuses another case of a choice",
      { domain, sessionCookie: { SameSite: "Lax" } },
      ['sessionCookie.SameSite: is "Lax", expected one of default, lax, strict, none'],
    ],
    [
      "shows the empty choice",
      { domain, unauthorizedBehavior: "auto" },
      ['unauthorizedBehavior: is "auto", expected one of "", Auto, Redirect, Unauthorized, Forbidden'],
    ],
    [
      "refuses one path in place of a list",
      { domain, bypassPaths: "/health" },
      ["bypassPaths: is text, expected a list"],
    ],
    [
      "refuses a list in place of a mapping",
      { domain, provider: [] },
      ["provider: is a list, expected a mapping of keys to values"],
    ],
    [
      "refuses not-a-number",
      { domain, provider: { tokenRenewalThreshold: Number.NaN } },
      ["provider.tokenRenewalThreshold: is a number, expected a number or text in quotes"],
    ],
    [
      "names the key that was meant",
      { domain, provider: { tenantid: "x" } },
      [`provider.tenantid: unknown key, expected one of ${providerKeys}, did you mean tenantId?`],
    ],
    [
      "finds the level that a key belongs to",
      { domain, usepkce: true },
      ["usepkce: unknown key, expected a key that the chart knows, did you mean provider.usePkce?"],
    ],
    [
      "guesses nothing for a key unlike all others",
      { domain, replicas: 2, kubernetes: 1 },
      [
        "replicas: unknown key, expected a key that the chart knows",
        "kubernetes: unknown key, expected a key that the chart knows",
      ],
    ],
    [
      "says which version has a key",
      { domain, forwardAuth: {} },
      ["forwardAuth: unknown key in this version, expected version 1.0.0 or newer"],
    ],
    [
      "is not fooled by names of JavaScript",
      { domain, toString: 1, constructor: 2 },
      [
        "toString: unknown key, expected a key that the chart knows",
        "constructor: unknown key, expected a key that the chart knows",
      ],
    ],
    [
      "quotes odd keys",
      { domain, "a.b": 1, "": 2 },
      [
        '["a.b"]: unknown key, expected a key that the chart knows',
        '[""]: unknown key, expected a key that the chart knows',
      ],
    ],
    [
      "looks into lists",
      { domain, headers: [{ name: "A", value: "b" }, { name: "B" }, "C"] },
      [
        "headers[1].value: is missing, expected text",
        "headers[2]: is text, expected a mapping of keys to values",
      ],
    ],
    [
      "reports everything at once",
      { provider: { usePkce: 1, scopes: "openid" } },
      [
        "domain: is missing, expected text that is not empty",
        "provider.usePkce: is a number, expected true or false",
        "provider.scopes: is text, expected a list",
      ],
    ],
  ]
  it.each(cases)("%s", (_title, values, expected) => check(values, "0.3.3", expected))
})

describe("values of other versions", () => {
  const injected = { domain, idp_oidc_provider_url: "https://x", idp_aws_account: "1" }
  const tooNew = (key: string, version: string) =>
    `${key}: unknown key in this version, expected version ${version} or newer`
  const cases: readonly [version: string, title: string, values: unknown, expected: readonly string[]][] = [
    ["0.3.0", "lets unknown keys pass at the root", { whatever: 1, forwardAuth: 2, ...injected }, []],
    ["0.3.1", "lets unknown keys pass at the root", { domain, whatever: 1 }, []],
    [
      "0.3.1",
      "closes everything below the root",
      { domain, errorPages: { x: 1 } },
      ["errorPages.x: unknown key, expected one of unauthenticated, unauthorized"],
    ],
    ["0.3.2", "knows global", { domain, global: {} }, []],
    [
      "0.3.2",
      "refuses what ArgoCD injects",
      injected,
      [tooNew("idp_oidc_provider_url", "0.3.3"), tooNew("idp_aws_account", "0.3.3")],
    ],
    ["0.3.3", "accepts what ArgoCD injects", injected, []],
    [
      "0.3.9",
      "counts a newer patch as the newest known",
      { ...injected, forwardAuth: {} },
      [tooNew("forwardAuth", "1.0.0")],
    ],
    ["0.9.0", "counts a newer minor as the newest known", injected, []],
    ["0.1.0", "counts an older version as the oldest known", { domain, whatever: 1 }, []],
    ["1.0.0", "knows the server's own block", { ...injected, forwardAuth: { replicas: 2 } }, []],
    ["1.0.0-rc.1", "gives a release candidate the keys of its release", { domain, forwardAuth: {} }, []],
    ["v2.3.4", "reads a leading v", { domain, forwardAuth: {} }, []],
    ["^1.0.0", "takes a range by its first number", { domain, forwardAuth: {} }, []],
    [
      "latest",
      "takes what it cannot read for the platform's newest",
      { domain, forwardAuth: {} },
      [tooNew("forwardAuth", "1.0.0")],
    ],
    [
      "1.0.0",
      "bounds numbers of the server's own block",
      { domain, forwardAuth: { replicas: 0, identityToken: { lifetime: 301 } } },
      [
        "forwardAuth.replicas: is 0, expected a whole number, 1 or more",
        "forwardAuth.identityToken.lifetime: is 301, expected a whole number from 1 to 300",
      ],
    ],
  ]
  it.each(cases)("%s %s", (version, _title, values, expected) => check(values, version, expected))
})

it("leaves out what an open schema let pass, since it could hold anything", () => {
  const result = checkValues({ domain, forwardAuth: { hosts: 5 }, whatever: null, logLevel: "INFO" }, "0.3.0")
  expect(result).toEqual({ ok: true, value: { domain, logLevel: "INFO" } })
})
