/** What the wizard, the doctor and the chart call right for chart 1.x, the server must be able to start with. */
import { randomBytes } from "node:crypto"
import fc from "fast-check"
import { expect, it } from "vitest"
import { checkValues } from "../../../src/core/contract/check-values.ts"
import { checkValuesRules } from "../../../src/core/contract/check-values-rules.ts"
import { renderProblem } from "../../../src/core/contract/problem.ts"
import { makeAppConfig } from "../../../src/server/config/app-config.ts"

const version = "1.0.0"

const externalSecret = {
  separateSecrets: {
    clientId: "customer/shop-dev/app-oidc-client-id",
    clientSecret: "customer/shop-dev/app-oidc-client-secret",
    sessionSecret: "customer/shop-dev/app-oidc-session-secret",
  },
}

/** Values of one key, some of them wrong. */
const any = <T>(...values: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...values)

const addresses = [
  "",
  "/",
  "/a",
  "a",
  "//x.example",
  "/a b",
  "/%2e%2e/",
  "https://app.example.test/cb",
  "https://internal-app.example.test/cb",
  "https://other.example/cb",
  "http://other.example/cb",
  "http://localhost/cb",
  "https://other.example:8443",
  "https://user@other.example/",
  "HTTPS://OTHER.EXAMPLE/",
  "https:/x",
]
const lists = [[], ["/a"], ["*"], ["https://*.example/"], ["https://*-*.example/x"], ["a"], ["//x"], ["**"]]
const flags = [true, false, "true", "false", "1", "0"]
const templates = [
  "{{ .claims.name }}",
  "{{ .claims.a.b }}",
  "x",
  "{{ range .claims.groups }}{{ . }},{{ end }}",
  "{{",
  "",
]

const settings = {
  domain: any("app.example.test", "localhost:8080", "internal-app.example.test", "App.Example.Test"),
  callbackUri: any(...addresses),
  loginUri: any(...addresses),
  logoutUri: any(...addresses),
  postLoginRedirectUri: any(...addresses),
  postLogoutRedirectUri: any(...addresses),
  validPostLoginRedirectUris: any(...lists),
  validPostLogoutRedirectUris: any(...lists),
  cookieNamePrefix: any("_a_", "", "x".repeat(100), "x".repeat(101), "a.b", "æ", "a b", "~!"),
  bypassPaths: any([], ["/healthz"], ["/a/*"], ["healthz"], [""], ["/a?b"], ["/%2e"], ["/æ"]),
  bypassAuthenticationRule: any(
    "",
    "Path(`/a`)",
    "Path(`a`)",
    "PathRegexp(`(`)",
    "!Method(`GET`) && Host(`x`)",
    "Nope()",
  ),
  sessionCookie: fc.record(
    {
      Secure: fc.boolean(),
      SameSite: any("default", "none", "lax", "strict"),
      Path: any("/", "", "/a", "a", "/a;b"),
      Domain: any("", "example.test", ".example.test", "test", "other.example", "app.example.test"),
      MaxAge: any(0, 60),
    },
    { requiredKeys: [] },
  ),
  headers: fc.array(
    fc.record({
      name: any("X-A", "X-B", "x-a", "Host", "X A", "", "Cookie", "X-Forwarded-For"),
      value: any(...templates),
    }),
    { maxLength: 3 },
  ),
  authorization: fc.record({
    assertClaims: fc.array(
      fc.record(
        {
          name: any("groups", "a.b", "$.x[*]", "[", "", "a[?(@.b==1)]"),
          anyOf: any([], ["a"], [""]),
          allOf: any([], ["b"]),
        },
        { requiredKeys: ["name"] },
      ),
      { maxLength: 2 },
    ),
  }),
  provider: fc.record(
    {
      tenantId: any("3fe8f2f0-da38-42eb-80c7-febc1d1dcb3f", "", "common"),
      url: any(
        "",
        "https://login.example/x",
        "http://login.example",
        "login.example",
        "http://localhost:1/",
        "https://a@b/",
        "https://a/?x",
      ),
      tokenValidation: any("AccessToken", "IdToken", "Introspection"),
      tokenRenewalThreshold: any(0.4, 0.5, 1, 1.1),
      validateIssuer: any(...flags),
      validateAudience: any(...flags),
      insecureSkipVerify: any(...flags),
      scopes: any([], ["openid"], ["profile"], ["openid profile"], ["openidx"]),
    },
    { requiredKeys: [] },
  ),
}

/** The guide's values with up to three settings of their own. */
const document = fc
  .uniqueArray(fc.constantFrom(...Object.keys(settings)), { maxLength: 3 })
  .chain((keys) =>
    fc.record(Object.fromEntries(Object.entries(settings).filter(([key]) => keys.includes(key)))),
  )
  .map((chosen) => ({ domain: "app.example.test", externalSecret, ...chosen }))

it("is started with by the server, whatever the contract accepts of chart 1.x", () => {
  const secrets = {
    clientId: "client",
    clientSecret: "s~cret",
    sessionSecret: randomBytes(16).toString("hex"),
  }
  const tenantId = "3fe8f2f0-da38-42eb-80c7-febc1d1dcb3f"
  let accepted = 0
  fc.assert(
    fc.property(document, (values) => {
      const checked = checkValues(values, version)
      if (!checked.ok) return
      if (checkValuesRules(checked.value, version).some(({ severity }) => severity === "error")) return
      accepted++
      const made = makeAppConfig({ app: "app-oidc", values: checked.value, secrets, tenantId })
      expect(made.ok ? [] : made.problems.map(renderProblem)).toEqual([])
    }),
    { numRuns: 3_000 },
  )
  expect(accepted).toBeGreaterThan(300)
})
