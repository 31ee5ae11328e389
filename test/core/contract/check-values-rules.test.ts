import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { checkValues } from "../../../src/core/contract/check-values.ts"
import { checkValuesRules } from "../../../src/core/contract/check-values-rules.ts"
import { renderProblem } from "../../../src/core/contract/problem.ts"
import { valuesShape } from "../../../src/core/contract/values-shape.ts"
import { nearlyValid } from "./shape-arbitrary.ts"

const domain = "myapp.shop-dev.apps.example"
const guide = {
  domain,
  cookieNamePrefix: "_MyApp_",
  bypassPaths: ["/api/health", "/metrics"],
  externalSecret: {
    separateSecrets: {
      clientId: "customer/shop-dev/myapp-oidc-client-id",
      clientSecret: "customer/shop-dev/myapp-oidc-client-secret",
      sessionSecret: "customer/shop-dev/myapp-oidc-session-secret",
    },
  },
}

type Case = readonly [title: string, changes: object, expected: readonly string[]]

/** `expected` are the rendered problems, those that are warnings after a `~`. */
function check(changes: object, version: string, expected: readonly string[]): void {
  const values = checkValues({ ...guide, ...changes }, version)
  if (!values.ok) throw new Error(values.problems.map(renderProblem).join("\n"))
  const problems = checkValuesRules(values.value, version)
  expect(
    problems.map((problem) => (problem.severity === "warning" ? "~" : "") + renderProblem(problem)),
  ).toEqual(expected)
}

const table = (area: string, version: string, cases: readonly Case[]) =>
  describe(`${area}, ${version}`, () => {
    it.each(cases)("%s", (_title, changes, expected) => check(changes, version, expected))
  })

const provider = (changes: object) => ({ provider: changes })
const cookie = (changes: object) => ({ sessionCookie: changes })
const secrets = (changes: object) => ({
  externalSecret: { separateSecrets: { ...guide.externalSecret.separateSecrets, ...changes } },
})
const bareHost = "expected the bare host of the ingress, such as myapp.example.com"

table("the guide's file", "0.3.3", [["is accepted", {}, []]])
table("the guide's file", "1.0.0", [["is accepted", {}, []]])

table("domain", "0.3.3", [
  ["accepts one label", { domain: "localhost" }, []],
  ["accepts an address", { domain: "127.0.0.1" }, []],
  ["accepts digits and hyphens", { domain: "4-u.x1.example" }, []],
  [
    "refuses a scheme",
    { domain: "https://myapp.example" },
    [`domain: has a scheme, ${bareHost}, did you mean myapp.example?`],
  ],
  [
    "refuses a trailing slash",
    { domain: "myapp.example/" },
    [`domain: has a slash or a path, ${bareHost}, did you mean myapp.example?`],
  ],
  [
    "refuses a path",
    { domain: "myapp.example/app" },
    [`domain: has a slash or a path, ${bareHost}, did you mean myapp.example?`],
  ],
  [
    "refuses a port",
    { domain: "myapp.example:443" },
    [`domain: has a port, ${bareHost}, did you mean myapp.example?`],
  ],
  [
    "refuses capitals",
    { domain: "MyApp.example" },
    [`domain: has capital letters, ${bareHost}, did you mean myapp.example?`],
  ],
  ["refuses a wildcard", { domain: "*.myapp.example" }, [`domain: is a wildcard, ${bareHost}`]],
  [
    "refuses a space",
    { domain: " myapp.example" },
    [`domain: has a space, ${bareHost}, did you mean myapp.example?`],
  ],
  [
    "refuses a trailing line break",
    { domain: "myapp.example\n" },
    [`domain: has a space, ${bareHost}, did you mean myapp.example?`],
  ],
  [
    "refuses the guide's placeholder",
    { domain: "<your-app-domain>" },
    [`domain: is a placeholder, ${bareHost}`],
  ],
  [
    "refuses a trailing dot",
    { domain: "myapp.example." },
    [`domain: has a dot too many, ${bareHost}, did you mean myapp.example?`],
  ],
  [
    "refuses Danish letters",
    { domain: "børsen.example" },
    [`domain: has letters outside ASCII, ${bareHost}`],
  ],
  ["refuses an underscore", { domain: "my_app.example" }, [`domain: is not a host name, ${bareHost}`]],
  [
    "refuses a label that ends with a hyphen",
    { domain: "my-.example" },
    [`domain: is not a host name, ${bareHost}`],
  ],
  [
    "refuses a label of 64 characters",
    { domain: `${"a".repeat(64)}.example` },
    [`domain: is not a host name, ${bareHost}`],
  ],
  [
    "refuses 254 characters",
    { domain: `${"a.".repeat(126)}ab` },
    [`domain: is longer than 253 characters, ${bareHost}`],
  ],
])

table("forwardAuth.hosts", "1.0.0", [
  ["accepts further hosts", { forwardAuth: { hosts: ["other.example"] } }, []],
  [
    "refuses an address",
    { forwardAuth: { hosts: ["a.example", "https://b.example"] } },
    [`forwardAuth.hosts[1]: has a scheme, ${bareHost}, did you mean b.example?`],
  ],
  [
    "warns of a host that is there already",
    { forwardAuth: { hosts: [domain] } },
    [`~forwardAuth.hosts[0]: repeats ${domain}, expected each host once`],
  ],
])

const tenant = "11111111-2222-3333-4444-555555555555"
const entra = `https://login.microsoftonline.com/${tenant}/v2.0`
const example = "https://login.microsoftonline.com/<tenantId>/v2.0"
table("provider", "0.3.3", [
  ["accepts a tenant's id", provider({ tenantId: tenant }), []],
  ["accepts a tenant's domain", provider({ tenantId: "contoso.onmicrosoft.com" }), []],
  ["accepts Entra's address", provider({ url: entra }), []],
  ["accepts Entra's address without a scheme", provider({ url: entra.slice(8) }), []],
  ["accepts a trailing slash", provider({ url: `${entra}/` }), []],
  [
    "accepts another provider",
    provider({ url: "https://keycloak.example/realms/x", tokenValidation: "Introspection" }),
    [],
  ],
  ["accepts plain http on loopback", provider({ url: "http://localhost:4000/x" }), []],
  ["accepts empty texts as unset", provider({ tenantId: "", url: "", validIssuer: "" }), []],
  [
    "refuses a tenant that is a name",
    provider({ tenantId: "JPPol tenant" }),
    ["provider.tenantId: is not a directory id, expected a UUID, or a domain of the tenant"],
  ],
  [
    "refuses a shared tenant",
    provider({ tenantId: "common" }),
    ["provider.tenantId: is common, whose issuer no token has, expected a directory id"],
  ],
  [
    "accepts a shared tenant with an issuer of its own",
    provider({ tenantId: "organizations", validIssuer: entra }),
    [],
  ],
  [
    "warns of a tenant beside an address",
    provider({ tenantId: tenant, url: "https://keycloak.example" }),
    ["~provider.tenantId: is not used beside provider.url, expected one of the two"],
  ],
  ["accepts both when they agree", provider({ tenantId: tenant, url: entra }), []],
  [
    "refuses plain http",
    provider({ url: "http://keycloak.example" }),
    ["provider.url: is plain http, which sends the client secret unencrypted, expected https"],
  ],
  [
    "refuses what is no address",
    provider({ url: "https://" }),
    [`provider.url: is not an address, expected one such as ${example}`],
  ],
  [
    "refuses other schemes",
    provider({ url: "ftp://x" }),
    [`provider.url: is not an address, expected one such as ${example}`],
  ],
  [
    "refuses the metadata document",
    provider({ url: `${entra}/.well-known/openid-configuration` }),
    ["provider.url: is that of the metadata document, expected the part before /.well-known"],
  ],
  [
    "refuses a query",
    provider({ url: `${entra}?a=b` }),
    ["provider.url: has a query, expected the address up to its path"],
  ],
  [
    "refuses a user name",
    provider({ url: "https://u:p@keycloak.example" }),
    ["provider.url: has a user name, expected the address without it"],
  ],
  [
    "warns of Entra's older address",
    provider({ url: `https://login.microsoftonline.com/${tenant}` }),
    [`~provider.url: is not Entra's v2.0 address, and its older tokens differ, expected ${example}`],
  ],
  [
    "refuses Entra's shared address",
    provider({ url: "https://login.microsoftonline.com/common/v2.0" }),
    [`provider.url: is that of common, whose issuer no token has, expected ${example}`],
  ],
  [
    "refuses introspection with Entra",
    provider({ tokenValidation: "Introspection" }),
    ["provider.tokenValidation: is Introspection, which Entra does not offer, expected IdToken"],
  ],
  [
    "warns of access tokens that only Microsoft can verify",
    provider({ tokenValidation: "AccessToken", scopes: ["openid", "email"] }),
    [
      "~provider.tokenValidation: is AccessToken, and without a scope of your own only Microsoft can verify it, expected IdToken",
    ],
  ],
  [
    "accepts access tokens for an API of one's own",
    provider({ tokenValidation: "AccessToken", scopes: ["openid", "api://x/read"] }),
    [],
  ],
  [
    "refuses scopes without openid",
    provider({ scopes: ["email"] }),
    ["provider.scopes: lacks openid, so no ID token would come back, expected openid among them"],
  ],
  ["accepts scopes in one text", provider({ scopes: ["openid email"] }), []],
  ["accepts no scopes as the default", provider({ scopes: [] }), []],
  [
    "warns of resources",
    { requestedResources: ["https://graph.microsoft.com"] },
    [
      "~requestedResources: is not empty, which Entra's v2.0 endpoint answers with AADSTS901002, expected none",
    ],
  ],
  [
    "accepts resources elsewhere",
    { requestedResources: ["x"], ...provider({ url: "https://keycloak.example" }) },
    [],
  ],
  [
    "warns of switched-off checks",
    provider({ validateIssuer: false, validateAudience: "0", insecureSkipVerify: "true" }),
    [
      "~provider.validateIssuer: is off, so accounts of any tenant are let in, expected true",
      "~provider.validateAudience: is off, so tokens for any other app are let in, expected true",
      "~provider.insecureSkipVerify: is on, so anyone on the way can read the client secret, expected false",
    ],
  ],
  [
    "accepts the four spellings of a flag, and none",
    provider({
      validateIssuer: "true",
      validateAudience: "1",
      insecureSkipVerify: "0",
      useClaimsFromUserInfo: "",
    }),
    [],
  ],
])

table("provider", "1.0.0", [
  [
    "refuses switched-off checks",
    provider({ validateIssuer: "false", insecureSkipVerify: true }),
    [
      "provider.validateIssuer: is off, so accounts of any tenant are let in, expected true",
      "provider.insecureSkipVerify: is on, so anyone on the way can read the client secret, expected false",
    ],
  ],
])

const outOfRange = "provider.tokenRenewalThreshold: is out of range, expected a number from 0.5 to 1.0"
table("provider.tokenRenewalThreshold", "0.3.3", [
  ...[0.5, 0.75, 1, 1.0, "0.5", "0.8", "1", "1.0", ".75"].map(
    (value): Case => [`accepts ${JSON.stringify(value)}`, provider({ tokenRenewalThreshold: value }), []],
  ),
  ...[0.49, 1.01, 0, -0.75, 75, "", "0", "75%", "0,75", " 0.75", "1e0", "0x1", "NaN"].map(
    (value): Case => [
      `refuses ${JSON.stringify(value)}`,
      provider({ tokenRenewalThreshold: value }),
      [outOfRange],
    ],
  ),
])

table(
  "provider flags",
  "0.3.3",
  ["yes", "True", "TRUE", "on", " true", "2"].map(
    (value): Case => [
      `refuses ${JSON.stringify(value)}`,
      provider({ useClaimsFromUserInfo: value }),
      ["provider.useClaimsFromUserInfo: is neither true nor false, expected true or false"],
    ],
  ),
)

const ownPath = "expected a path of its own, such as /oauth2/callback"
const address = "expected /path or https://host/path"
table("addresses", "0.3.3", [
  ["accepts other paths", { callbackUri: "/auth/cb", loginUri: "/auth/in", logoutUri: "/auth/out" }, []],
  ["accepts an absolute callback", { callbackUri: "https://sso.apps.example/oauth2/callback" }, []],
  ["accepts plain http", { postLogoutRedirectUri: "http://x.example/" }, []],
  ["accepts an empty login path as none", { loginUri: "" }, []],
  [
    "refuses an empty logout path",
    { logoutUri: "" },
    [`logoutUri: is empty, which every path starts with, ${ownPath}`],
  ],
  [
    "refuses an empty callback",
    { callbackUri: "" },
    [`callbackUri: is empty, which every path starts with, ${ownPath}`],
  ],
  [
    "refuses the start page",
    { logoutUri: "/", loginUri: "/", callbackUri: "/" },
    [
      `callbackUri: is the start page of the app, ${ownPath}`,
      `logoutUri: is the start page of the app, ${ownPath}`,
      `loginUri: is the start page of the app, ${ownPath}`,
      "loginUri: is the same path as callbackUri, expected a path of its own",
      "logoutUri: is the same path as callbackUri, expected a path of its own",
    ],
  ],
  [
    "refuses a login path that is the default callback",
    { loginUri: "/oauth2/callback" },
    ["loginUri: is the same path as callbackUri, expected a path of its own"],
  ],
  [
    "refuses a path without its slash",
    { callbackUri: "oauth2/callback" },
    [`callbackUri: does not start with /, ${ownPath}`],
  ],
  [
    "refuses an absolute logout path",
    { logoutUri: "https://x.example/out" },
    [`logoutUri: does not start with /, ${ownPath}`],
  ],
  [
    "refuses a query",
    { logoutUri: "/out?x" },
    [`logoutUri: has ?, which servers read in different ways, ${ownPath}`],
  ],
  ["refuses dots", { loginUri: "/a/../b" }, [`loginUri: has a . or .. segment, ${ownPath}`]],
  [
    "refuses a plain http callback",
    { callbackUri: "http://x.example/cb" },
    ["callbackUri: is not https, expected https, since the provider accepts nothing else"],
  ],
  [
    "refuses an absolute callback without a path",
    { callbackUri: "https://x.example" },
    [`callbackUri: is the start page of the app, ${ownPath}`],
  ],
  [
    "refuses an absolute callback with a query",
    { callbackUri: "https://x.example/cb?a" },
    ["callbackUri: has a query, expected the address up to its path"],
  ],
  [
    "refuses a broken callback",
    { callbackUri: "https:/x.example/cb" },
    ["callbackUri: is not an address, expected a path, or https://host/path"],
  ],
  [
    "accepts targets",
    { postLoginRedirectUri: "/home?x=1#y", postLogoutRedirectUri: "https://x.example/bye" },
    [],
  ],
  [
    "refuses a target without a slash",
    { postLoginRedirectUri: "home" },
    [`postLoginRedirectUri: is neither a path nor an address, ${address}`],
  ],
  [
    "refuses a target on no scheme",
    { postLogoutRedirectUri: "//evil.example" },
    [`postLogoutRedirectUri: is neither a path nor an address, ${address}`],
  ],
  [
    "accepts lists",
    { validPostLoginRedirectUris: ["/home", "https://x.example/*"], validPostLogoutRedirectUris: [] },
    [],
  ],
  [
    "warns of a list that allows everything",
    { validPostLogoutRedirectUris: ["/a", "*"] },
    [
      "~validPostLogoutRedirectUris[1]: allows every address in the world, expected the addresses that are meant",
    ],
  ],
  [
    "refuses an empty entry",
    { validPostLoginRedirectUris: [""] },
    [`validPostLoginRedirectUris[0]: is neither a path nor an address, ${address}`],
  ],
  [
    "refuses a script",
    { errorPages: { unauthorized: { redirectTo: "javascript:alert(1)" } } },
    [`errorPages.unauthorized.redirectTo: is neither a path nor an address, ${address}`],
  ],
  [
    "warns of a page that is never shown",
    { errorPages: { unauthenticated: { redirectTo: "/x", filePath: "/y.html" } } },
    ["~errorPages.unauthenticated.filePath: is not used beside redirectTo, expected one of the two"],
  ],
])
table("addresses", "1.0.0", [
  [
    "refuses a list that allows everything",
    { validPostLoginRedirectUris: ["**"] },
    [
      "validPostLoginRedirectUris[0]: allows every address in the world, expected the addresses that are meant",
    ],
  ],
])

const onePath = "expected one exact path, such as /api/health"
const bypass = (...paths: string[]) => ({ bypassPaths: paths })
table("bypassPaths", "0.3.3", [
  ["accepts none", bypass(), []],
  ["accepts dots, spaces and Danish letters inside", bypass("/favicon.ico", "/a b", "/søg", "/health/"), []],
  [
    "warns of the start page",
    bypass("/"),
    ["~bypassPaths[0]: opens the start page to everyone, expected a page that is meant to be public"],
  ],
  [
    "refuses a path without its slash",
    bypass("health"),
    [`bypassPaths[0]: does not start with /, ${onePath}`],
  ],
  ["refuses an empty path", bypass(""), [`bypassPaths[0]: does not start with /, ${onePath}`]],
  [
    "refuses a star",
    bypass("/api/*"),
    [`bypassPaths[0]: has a *, and every entry is one exact path, ${onePath}`],
  ],
  [
    "refuses a query",
    bypass("/a?b=c"),
    [`bypassPaths[0]: has a query, and only the path is compared, ${onePath}`],
  ],
  [
    "refuses a backtick",
    bypass("/a`)||Path(`/"),
    [`bypassPaths[0]: has a backtick, which would end the rule it becomes part of, ${onePath}`],
  ],
  ["refuses an address", bypass("https://x.example/a"), [`bypassPaths[0]: is an address, ${onePath}`]],
  [
    "refuses an encoded path",
    bypass("/a%20b"),
    [`bypassPaths[0]: is percent-encoded, and is compared with the decoded path, ${onePath}`],
  ],
  ["refuses dots", bypass("/a/../b"), [`bypassPaths[0]: has a . or .. segment, ${onePath}`]],
  ["refuses an empty segment", bypass("/a//b"), [`bypassPaths[0]: has an empty segment, ${onePath}`]],
  ["refuses a space at the end", bypass("/health "), [`bypassPaths[0]: has a space at its end, ${onePath}`]],
  [
    "warns of a path that is there twice",
    bypass("/a", "/b", "/a"),
    ["~bypassPaths[2]: repeats /a, expected each path once"],
  ],
  [
    "warns of the default callback",
    bypass("/oauth2/callback"),
    ["~bypassPaths[0]: is answered by the middleware itself, expected paths of the app"],
  ],
  [
    "warns of a list that a rule replaces",
    { ...bypass("/a"), bypassAuthenticationRule: "Path(`/b`)" },
    ["~bypassPaths: is not used beside bypassAuthenticationRule, expected one of the two"],
  ],
  [
    "refuses a rule that does not compile",
    { ...bypass(), bypassAuthenticationRule: "Paht(`/b`)" },
    [
      "bypassAuthenticationRule: column 1: there is no function Paht: did you mean Path?, expected a rule such as Path(`/health`) || Method(`OPTIONS`)",
    ],
  ],
])

const cookieName = "expected a name such as _MyApp_"
table("cookies", "0.3.3", [
  [
    "accepts attributes",
    cookie({ Secure: true, HttpOnly: true, SameSite: "lax", Path: "/app", MaxAge: 3600 }),
    [],
  ],
  [
    "refuses an empty prefix",
    { cookieNamePrefix: "" },
    [`cookieNamePrefix: is empty, which hides every cookie from the app, ${cookieName}`],
  ],
  [
    "refuses a prefix with a space",
    { cookieNamePrefix: "My App" },
    [`cookieNamePrefix: has a character that no cookie's name may have, ${cookieName}`],
  ],
  [
    "refuses Danish letters",
    { cookieNamePrefix: "_Børsen_" },
    [`cookieNamePrefix: has a character that no cookie's name may have, ${cookieName}`],
  ],
  [
    "refuses a separator",
    { cookieNamePrefix: "a=b;" },
    [`cookieNamePrefix: has a character that no cookie's name may have, ${cookieName}`],
  ],
  [
    "warns of a short prefix",
    { cookieNamePrefix: "_" },
    [`~cookieNamePrefix: is so short that cookies of the app may start with it, ${cookieName}`],
  ],
  [
    "warns of a dot in the prefix",
    { cookieNamePrefix: "_my.app_" },
    [`~cookieNamePrefix: has a dot, which ends the prefix in chart 1.x, ${cookieName}`],
  ],
  [
    "refuses an empty path",
    cookie({ Path: "" }),
    ["sessionCookie.Path: is not a path, expected a path that starts with /"],
  ],
  [
    "warns of a cookie without Secure",
    cookie({ Secure: false }),
    ["~sessionCookie.Secure: is off, so the session can be read on the way, expected true"],
  ],
  [
    "accepts a cookie without Secure on loopback",
    { domain: "myapp.localhost", ...cookie({ Secure: false }) },
    [],
  ],
  [
    "warns of a cookie that scripts read",
    cookie({ HttpOnly: false }),
    ["~sessionCookie.HttpOnly: is off, so scripts of the page can read the session, expected true"],
  ],
  [
    "warns of strict",
    cookie({ SameSite: "strict" }),
    ["~sessionCookie.SameSite: is strict, which hides the cookie after login and so loops, expected lax"],
  ],
  ["accepts none with Secure by default", cookie({ SameSite: "none" }), []],
  [
    "refuses none without Secure",
    { domain: "localhost", ...cookie({ SameSite: "none", Secure: false }) },
    ["sessionCookie.SameSite: is none, which browsers take with Secure only, expected lax, or Secure: true"],
  ],
  [
    "refuses a path without its slash",
    cookie({ Path: "app" }),
    ["sessionCookie.Path: is not a path, expected a path that starts with /"],
  ],
  [
    "refuses a path with a semicolon",
    cookie({ Path: "/a;b" }),
    ["sessionCookie.Path: is not a path, expected a path that starts with /"],
  ],
  [
    "warns of a shared domain",
    cookie({ Domain: "apps.example" }),
    ["~sessionCookie.Domain: shares the session cookie with every other host below it, expected none"],
  ],
  [
    "reads a leading dot as browsers do",
    cookie({ Domain: ".apps.example" }),
    ["~sessionCookie.Domain: shares the session cookie with every other host below it, expected none"],
  ],
  [
    "refuses a foreign domain",
    cookie({ Domain: "other.example" }),
    [`sessionCookie.Domain: does not contain the app's domain, expected a parent of ${domain}`],
  ],
  [
    "refuses half a label",
    cookie({ Domain: "ps.example" }),
    [`sessionCookie.Domain: does not contain the app's domain, expected a parent of ${domain}`],
  ],
  [
    "refuses a top-level domain",
    cookie({ Domain: "example" }),
    [`sessionCookie.Domain: does not contain the app's domain, expected a parent of ${domain}`],
  ],
  [
    "refuses an address",
    cookie({ Domain: "https://apps.example" }),
    ["sessionCookie.Domain: has a scheme, expected a parent of domain"],
  ],
  [
    "refuses a name that is no cookie's",
    { authorizationCookie: { name: "a b" } },
    ["authorizationCookie.name: is not the name of a cookie, expected letters, digits, - and _"],
  ],
  [
    "accepts an empty name as none",
    { authorizationCookie: { name: "" }, authorizationHeader: { name: "" } },
    [],
  ],
])
table("cookies", "1.0.0", [
  [
    "refuses a dot in the prefix",
    { cookieNamePrefix: "_my.app_" },
    [`cookieNamePrefix: has a dot, which ends the prefix in chart 1.x, ${cookieName}`],
  ],
  [
    "refuses a cookie without Secure",
    cookie({ Secure: false }),
    ["sessionCookie.Secure: is off, so the session can be read on the way, expected true"],
  ],
])

const value = "{{ .claims.sub }}"
const headers = (...names: string[]) => ({ headers: names.map((name) => ({ name, value })) })
const tokenHeader = (identityToken: object, more: object = {}) => ({
  ...more,
  forwardAuth: { identityToken },
})
table("headers", "1.0.0", [
  ["accepts names of one's own", headers("X-User", "Authorization", "Remote-User"), []],
  [
    "warns of none",
    { headers: [] },
    ["~headers: is empty, so the app is not told who the user is, expected a header"],
  ],
  [
    "refuses a space",
    headers("X User"),
    ["headers[0].name: is not the name of a header, expected letters, digits and -"],
  ],
  [
    "refuses an empty name",
    headers(""),
    ["headers[0].name: is not the name of a header, expected letters, digits and -"],
  ],
  [
    "refuses a colon",
    headers("X-User:"),
    ["headers[0].name: is not the name of a header, expected letters, digits and -"],
  ],
  ...[
    "Cookie",
    "connection",
    "Host",
    "X-Forwarded-Host",
    "x-forwarded-for",
    "X-Real-Ip",
    "Proxy-Authorization",
    "Content-Length",
  ].map(
    (name): Case => [
      `refuses ${name}`,
      headers(name),
      [`headers[0].name: is ${name}, which belongs to the ingress, expected a name of your own`],
    ],
  ),
  [
    "warns of an underscore",
    headers("X_User"),
    ["~headers[0].name: has a character that some servers read as -, expected letters, digits and -"],
  ],
  [
    "refuses a header that is there twice, whatever its case",
    headers("X-User", "x-user"),
    ["headers[1].name: repeats x-user, expected each header once, whatever its case"],
  ],
  [
    "warns of a line break",
    { headers: [{ name: "X-User", value: `${value}\n` }] },
    ["~headers[0].value: has a line break, which no header may have, expected one line"],
  ],
  [
    "refuses a template that does not compile",
    { headers: [{ name: "X-User", value: "{{ .claims.name" }] },
    [
      expect.stringMatching(
        /^headers\[0\]\.value: column \d+: .+, expected a template such as \{\{ \.claims\.name \}\}$/,
      ),
    ],
  ],
  [
    "refuses a token from the cookie header",
    { authorizationHeader: { name: "Cookie" } },
    ["authorizationHeader.name: is Cookie, which belongs to the ingress, expected a name of your own"],
  ],
  ["accepts a token in a header of its own", tokenHeader({ enabled: true, header: "X-Token" }), []],
  [
    "refuses a token in a header that is taken",
    tokenHeader({ enabled: true, header: "x-user" }, headers("X-User")),
    ["forwardAuth.identityToken.header: is one of headers too, expected a header of its own"],
  ],
  [
    "refuses a token in a default header",
    tokenHeader({ enabled: true, header: "X-Forwarded-User" }),
    ["forwardAuth.identityToken.header: is one of headers too, expected a header of its own"],
  ],
  [
    "refuses the token's default header among headers",
    tokenHeader({ enabled: true }, headers("X-Forwarded-Identity-Token")),
    ["forwardAuth.identityToken.header: is one of headers too, expected a header of its own"],
  ],
  [
    "accepts a taken header while the token is off",
    tokenHeader({ enabled: false, header: "X-User" }, headers("X-User")),
    [],
  ],
])

const claims = (...assertClaims: object[]) => ({ authorization: { assertClaims } })
table("authorization.assertClaims", "0.3.3", [
  [
    "accepts the guide's rules",
    claims({ name: "groups", anyOf: ["a", "b"] }, { name: "roles", allOf: ["reader"] }),
    [],
  ],
  ["accepts a claim that only has to exist", claims({ name: "groups" }), []],
  [
    "refuses an empty name",
    claims({ name: " " }),
    ["authorization.assertClaims[0].name: is empty, expected a claim such as groups"],
  ],
  [
    "accepts paths into a claim",
    claims({ name: "realm.roles[*].id" }, { name: "my-claim" }, { name: "['https://example.com/role']" }),
    [],
  ],
  [
    "refuses a path that does not parse",
    claims({ name: "roles[" }),
    [
      "authorization.assertClaims[0].name: is neither a claim nor a JSONPath, expected one such as groups, or ['https://example.com/role']",
    ],
  ],
  [
    "refuses an empty list",
    claims({ name: "a" }, { name: "groups", anyOf: [] }),
    [
      "authorization.assertClaims[1].anyOf: is empty, which lets in everyone who has the claim, expected at least one value",
    ],
  ],
  [
    "refuses an empty value",
    claims({ name: "groups", allOf: ["a", ""] }),
    ["authorization.assertClaims[0].allOf[1]: is empty, expected a value of the claim"],
  ],
])

const path = (part: string) => `expected a path such as customer/my-namespace/myapp-oidc-${part}`
const at = "externalSecret.separateSecrets"
table("externalSecret", "0.3.3", [
  [
    "accepts one secret for all",
    { externalSecret: { remoteSecretName: "x", refreshInterval: "1h30m", keys: { clientId: "a" } } },
    [],
  ],
  [
    "accepts empty paths as none",
    { externalSecret: { separateSecrets: { clientId: "", clientSecret: "", sessionSecret: "" } } },
    [],
  ],
  [
    "refuses two of three",
    { externalSecret: { separateSecrets: { clientId: "customer/n/a", clientSecret: "customer/n/b" } } },
    [`${at}.sessionSecret: is missing, expected all three secrets, or none`],
  ],
  [
    "refuses one of three",
    secrets({ clientId: "", clientSecret: "" }),
    [
      `${at}.clientId: is missing, expected all three secrets, or none`,
      `${at}.clientSecret: is missing, expected all three secrets, or none`,
    ],
  ],
  [
    "refuses swapped paths",
    secrets({
      clientId: guide.externalSecret.separateSecrets.clientSecret,
      clientSecret: guide.externalSecret.separateSecrets.clientId,
    }),
    [
      `${at}.clientId: is the path of clientSecret, ${path("client-id")}`,
      `${at}.clientSecret: is the path of clientId, ${path("client-secret")}`,
    ],
  ],
  [
    "refuses one path twice",
    secrets({ clientId: "customer/n/x", clientSecret: "customer/n/x", sessionSecret: "customer/n/y" }),
    [`${at}.clientSecret: is the same as clientId, expected three different ones`],
  ],
  [
    "refuses a leading slash",
    secrets({ clientId: "/customer/shop-dev/myapp-oidc-client-id" }),
    [`${at}.clientId: starts with /, ${path("client-id")}`],
  ],
  [
    "refuses the subpath alone",
    secrets({ clientId: "myapp-oidc-client-id" }),
    [`${at}.clientId: is not the full path of a secret, ${path("client-id")}`],
  ],
  [
    "refuses a path outside the namespace",
    secrets({ sessionSecret: "shop-dev/myapp-oidc-session-secret" }),
    [`${at}.sessionSecret: is outside customer/<namespace>/, ${path("session-secret")}`],
  ],
  [
    "refuses a line break",
    secrets({ clientSecret: "customer/shop-dev/myapp-oidc-client-secret\n" }),
    [`${at}.clientSecret: has a space or line break around it, ${path("client-secret")}`],
  ],
  [
    "warns of another namespace",
    secrets({ sessionSecret: "customer/shop-prod/myapp-oidc-session-secret" }),
    [`~${at}: has paths of several namespaces, expected those of one`],
  ],
  [
    "warns of a mode that is not used",
    { externalSecret: { ...guide.externalSecret, remoteSecretPath: "x" } },
    ["~externalSecret.remoteSecretPath: is not used beside separateSecrets, expected one of the two"],
  ],
  [
    "refuses one property twice",
    { externalSecret: { keys: { clientId: "a", clientSecret: "b", sessionSecret: "b" } } },
    ["externalSecret.keys.sessionSecret: is the same as clientSecret, expected three different ones"],
  ],
  ...["1h", "30m", "0", "1.5h", "1h30m10s", "500ms"].map(
    (refreshInterval): Case => [`accepts ${refreshInterval}`, { externalSecret: { refreshInterval } }, []],
  ),
  ...["", "1d", "1 h", "3600", "h", "PT1H"].map(
    (refreshInterval): Case => [
      `refuses ${JSON.stringify(refreshInterval)}`,
      { externalSecret: { refreshInterval } },
      ["externalSecret.refreshInterval: is not a duration, expected one such as 1h or 30m"],
    ],
  ),
])
table("externalSecret", "1.0.0", [
  [
    "warns of a path that the platform could not read",
    secrets({ clientId: "team/a", clientSecret: "team/b", sessionSecret: "team/c" }),
    [
      `~${at}.clientId: is outside customer/<namespace>/, ${path("client-id")}`,
      `~${at}.clientSecret: is outside customer/<namespace>/, ${path("client-secret")}`,
      `~${at}.sessionSecret: is outside customer/<namespace>/, ${path("session-secret")}`,
    ],
  ],
])

const variable = (name: string) => `\${${name}}`
const reference = "is a reference to a variable of the ingress controller, expected the value itself"
table("references", "0.3.3", [
  [
    "warns of a variable",
    { postLoginRedirectUri: "/x", forceSync: variable("HOME") },
    [`~forceSync: ${reference}`],
  ],
  ["leaves parts of a text alone", { forceSync: `a ${variable("HOME")}` }, []],
  ["leaves global alone", { global: { a: variable("HOME") } }, []],
])
table("references", "1.0.0", [
  [
    "refuses a variable",
    { forceSync: variable("HOME"), ...claims({ name: "x", anyOf: [variable("GROUP")] }) },
    [`forceSync: ${reference}`, `authorization.assertClaims[0].anyOf[0]: ${reference}`],
  ],
  ["refuses a file", { forceSync: variable("file:/etc/passwd") }, [`forceSync: ${reference}`]],
  [
    "refuses a Secret",
    { forceSync: "urn:k8s:secret:x:y" },
    ["forceSync: is a reference to a Kubernetes Secret, expected the value itself"],
  ],
])

table("objects", "1.0.0", [
  ["accepts names", { fullnameOverride: "myapp-oidc", nameOverride: "" }, []],
  [
    "refuses capitals",
    { fullnameOverride: "MyApp" },
    ["fullnameOverride: is not the name of an object, expected lower-case letters, digits and -, at most 63"],
  ],
  [
    "refuses a digit first",
    { fullnameOverride: "1app" },
    ["fullnameOverride: starts with a digit, which no Service may, expected a letter first"],
  ],
  [
    "refuses an old version",
    { forwardAuth: { traefikVersion: "2.11.50" } },
    [
      "forwardAuth.traefikVersion: is older than 3.0.0, which no session could be renewed with, expected major.minor.patch, such as 3.6.14",
    ],
  ],
  [
    "refuses fewer than the fewest",
    { forwardAuth: { autoscaling: { minReplicas: 3, maxReplicas: 2 } } },
    ["forwardAuth.autoscaling.minReplicas: is more than maxReplicas, expected as many or fewer"],
  ],
  [
    "refuses idling longer than living",
    { forwardAuth: { session: { idleTimeout: 7200, maxLifetime: 3600 } } },
    ["forwardAuth.session.idleTimeout: is more than maxLifetime, expected as many seconds or fewer"],
  ],
  [
    "refuses half a version",
    { forwardAuth: { traefikVersion: "3.6" } },
    ["forwardAuth.traefikVersion: is not a version, expected major.minor.patch, such as 3.6.14"],
  ],
])

describe("secrets", () => {
  it("are never quoted, wherever in externalSecret they were pasted", () => {
    const secret = fc.string({ minLength: 12, maxLength: 40 }).filter((text) => !text.includes("myapp"))
    fc.assert(
      fc.property(secret, fc.constantFrom("clientId", "clientSecret", "sessionSecret"), (text, part) => {
        for (const pasted of [
          secrets({ [part]: text }),
          { externalSecret: { keys: { [part]: text }, refreshInterval: text } },
        ]) {
          const problems = checkValuesRules({ ...guide, ...pasted }, "0.3.3")
          expect(problems.map(renderProblem).filter((line) => line.includes(text))).toEqual([])
        }
      }),
      { numRuns: 300 },
    )
  })
})

it("has an answer for every document that a schema accepts", () => {
  fc.assert(
    fc.property(nearlyValid(valuesShape), fc.constantFrom("0.3.0", "0.3.3", "1.0.0"), (document, version) => {
      const values = checkValues(document, version)
      if (!values.ok) return
      for (const problem of checkValuesRules(values.value, version))
        expect(renderProblem(problem)).toMatch(/^\S+: .+, expected ./s)
    }),
    { numRuns: 500 },
  )
})

table("what the server of 1.x is stricter about", "1.0.0", [
  [
    "refuses introspection at any provider",
    provider({ url: "https://keycloak.example/realms/x", tokenValidation: "Introspection" }),
    [
      "provider.tokenValidation: is Introspection, which the server of 1.x does not do, expected IdToken or AccessToken",
    ],
  ],
  ["accepts a callback on its own host", { callbackUri: `https://${domain}/cb` }, []],
  [
    "accepts a callback on one of its hosts",
    { callbackUri: "https://b.example/cb", forwardAuth: { hosts: ["b.example"] } },
    [],
  ],
  [
    "refuses a callback elsewhere",
    { callbackUri: "https://sso.apps.example/cb" },
    [`callbackUri: is on a host that this app does not serve, expected a path, or an address on ${domain}`],
  ],
  [
    "refuses to leave https",
    { postLoginRedirectUri: "http://x.example/", postLogoutRedirectUri: "HTTP://x.example/" },
    [
      "postLoginRedirectUri: is plain http, expected https",
      "postLogoutRedirectUri: is plain http, expected https",
    ],
  ],
  [
    "refuses a long prefix",
    { cookieNamePrefix: "x".repeat(101) },
    ["cookieNamePrefix: has 101 characters, expected at most 100"],
  ],
])
