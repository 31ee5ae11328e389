/**
 * Rules, requests and outcomes. Source: what the existing middleware's rule package answered when it was run on the same
 * rows; `existing` stands where it answered otherwise, with our reason.
 */
export interface RuleCase {
  readonly rule: string
  /** Method, host and forwarded URI. */
  readonly request: string
  readonly headers?: Readonly<Record<string, string>>
  readonly matches: boolean
  readonly existing?: { readonly matches: boolean; readonly why: string }
}

const segments = { matches: true, why: "a prefix means whole segments" }
const odd = { matches: true, why: "a path that is not canonical never skips the login" }

export const ruleCases: readonly RuleCase[] = [
  // Path
  { rule: "Path(`/health`)", request: "GET app /health", matches: true },
  { rule: "Path(`/health`)", request: "GET app /health?x=1", matches: true },
  { rule: "Path(`/health`)", request: "GET app /health/", matches: false },
  { rule: "Path(`/health`)", request: "GET app /HEALTH", matches: false },
  { rule: "Path(`/health`)", request: "GET app /health.json", matches: false },
  { rule: "Path(`/health`)", request: "GET app /health%20", matches: false },
  { rule: "Path(`/health`)", request: "GET app /he%61lth", matches: true },
  { rule: "Path(`/health`)", request: "GET app /admin?x=/health", matches: false },
  { rule: "Path(`/a b`)", request: "GET app /a%20b", matches: true },
  { rule: "Path(`/a+b`)", request: "GET app /a+b", matches: true },
  { rule: "Path(`/a b`)", request: "GET app /a+b", matches: false },
  { rule: "Path(`/smørrebrød`)", request: "GET app /sm%C3%B8rrebr%c3%b8d", matches: true },
  { rule: 'Path("/he\\x61lth")', request: "GET app /health", matches: true },
  { rule: 'Path("/sm\\u00f8r")', request: "GET app /sm%C3%B8r", matches: true },
  // PathPrefix
  { rule: "PathPrefix(`/public`)", request: "GET app /public", matches: true },
  { rule: "PathPrefix(`/public`)", request: "GET app /public/", matches: true },
  { rule: "PathPrefix(`/public`)", request: "GET app /public/a/b", matches: true },
  { rule: "PathPrefix(`/public`)", request: "GET app /publicity", matches: false, existing: segments },
  { rule: "PathPrefix(`/public`)", request: "GET app /public.json", matches: false, existing: segments },
  { rule: "PathPrefix(`/public/`)", request: "GET app /public/a", matches: true },
  { rule: "PathPrefix(`/public/`)", request: "GET app /public", matches: false },
  { rule: "PathPrefix(`/`)", request: "GET app /anything", matches: true },
  { rule: "PathPrefix(`/public`)", request: "GET app /public/../admin", matches: false, existing: odd },
  { rule: "PathPrefix(`/public`)", request: "GET app /public/..%2fadmin", matches: false, existing: odd },
  { rule: "PathPrefix(`/public`)", request: "GET app /public/%2e%2e/admin", matches: false, existing: odd },
  { rule: "PathPrefix(`/public`)", request: "GET app /public/..;/admin", matches: false, existing: odd },
  // PathRegexp
  { rule: "PathRegexp(`health`)", request: "GET app /admin/health", matches: true },
  { rule: "PathRegexp(`^/v[0-9]+/health$`)", request: "GET app /v12/health", matches: true },
  { rule: "PathRegexp(`^/v[0-9]+/health$`)", request: "GET app /v12/health/x", matches: false },
  { rule: "PathRegexp(`(?i)^/HEALTH$`)", request: "GET app /health", matches: true },
  { rule: "PathRegexp(`^/[æøå]+$`)", request: "GET app /%C3%A6%C3%B8", matches: true },
  // Method
  { rule: "Method(`GET`)", request: "GET app /", matches: true },
  { rule: "Method(`get`)", request: "GET app /", matches: false },
  { rule: "Method(`GET`)", request: "HEAD app /", matches: false },
  // Host
  { rule: "Host(`app:8080`)", request: "GET app:8080 /", matches: true },
  { rule: "Host(`app`)", request: "GET app:8080 /", matches: false },
  {
    rule: "Host(`App.Example`)",
    request: "GET app.example /",
    matches: true,
    existing: { matches: false, why: "names of hosts have no case" },
  },
  { rule: "HostRegexp(`^api\\.`)", request: "GET api.example /", matches: true },
  { rule: "HostRegexp(`^api\\.`)", request: "GET www.api.example /", matches: false },
  // Header
  { rule: "Header(`x-key`, `1`)", request: "GET app /", headers: { "X-Key": "1" }, matches: true },
  { rule: "Header(`x-key`, `1`)", request: "GET app /", headers: { "X-Key": "12" }, matches: false },
  { rule: "Header(`X-Key`, `1`)", request: "GET app /", matches: false },
  { rule: "HeaderRegexp(`X-Key`, `.*`)", request: "GET app /", matches: true },
  { rule: "HeaderRegexp(`X-Key`, `.+`)", request: "GET app /", matches: false },
  { rule: "HeaderRegexp(`X-Key`, `^a`)", request: "GET app /", headers: { "X-Key": "abc" }, matches: true },
  // Query
  { rule: "Query(`a`, `1`)", request: "GET app /?a=1&a=2", matches: true },
  { rule: "Query(`a`, `2`)", request: "GET app /?a=1&a=2", matches: false },
  { rule: "Query(`a`, `1 2`)", request: "GET app /?a=1+2", matches: true },
  { rule: "Query(`a b`, `1`)", request: "GET app /?a+b=%31", matches: true },
  { rule: "Query(`a`, `1`)", request: "GET app /?a=%zz&a=1", matches: true },
  { rule: "Query(`a`, `1`)", request: "GET app /?a=1;b=2", matches: false },
  { rule: "QueryRegexp(`a`, `^$`)", request: "GET app /?a", matches: true },
  { rule: "QueryRegexp(`a`, `^[0-9]+$`)", request: "GET app /?a=42", matches: true },
  // Operators
  { rule: "Path(`/a`) && Method(`GET`) || Path(`/b`)", request: "POST app /b", matches: true },
  { rule: "Path(`/a`) || Path(`/b`) && Method(`POST`)", request: "GET app /a", matches: true },
  { rule: "(Path(`/a`) || Path(`/b`)) && Method(`POST`)", request: "GET app /a", matches: false },
  { rule: "!Path(`/a`) && Method(`GET`)", request: "GET app /b", matches: true },
  { rule: "!(Path(`/a`) || Path(`/b`))", request: "GET app /c", matches: true },
  { rule: "!(Path(`/a`) || Path(`/b`))", request: "GET app /b", matches: false },
  { rule: "!!Path(`/a`)", request: "GET app /a", matches: true },
  { rule: "Path(`/a`) ||\n  Path(`/b`)", request: "GET app /b", matches: true },
  { rule: "Path(`/a`,)", request: "GET app /a", matches: true },
  { rule: "Path(`/a`) // probes", request: "GET app /a", matches: true },
  { rule: "/* probes */ Path(`/a`)", request: "GET app /a", matches: true },
]

/** Rules that do not compile: where, and a part of what is said about it. */
export const refusedRules: readonly (readonly [rule: string, place: string, message: string])[] = [
  ["", "1:1", "found the end of the rule"],
  ["Path('/a')", "1:6", "single quotes"],
  ["path(`/a`)", "1:1", "did you mean Path?"],
  ["ClientIP(`10.0.0.1`)", "1:1", "there is no function ClientIP"],
  ["Path()", "1:6", "expected a string"],
  ["Path(`/a`, `/b`)", "1:1", "Path takes 1 string"],
  ["Header(`X`)", "1:1", "Header takes 2 strings"],
  ["Path(``)", "1:1", "does not take an empty string"],
  ["Header(`X`, ``)", "1:1", "does not take an empty string"],
  ["Path", "1:1", "stands alone"],
  ["Path(`/a`) and Path(`/b`)", "1:12", "expected &&, || or the end of the rule, found and"],
  ["and(`/a`)", "1:1", "there is no function and"],
  ["Path(`/a`) && not Path(`/b`)", "1:15", "write !"],
  ["Path(`/a`) & Path(`/b`)", "1:12", "write &&"],
  ["Path(`/a`) == Path(`/b`)", "1:12", "= has no meaning"],
  ["Path(`/a`) Path(`/b`)", "1:12", "expected &&, || or the end of the rule, found Path"],
  ["1", "1:1", "1 has no meaning"],
  ["Path(1)", "1:6", "1 has no meaning"],
  ["Path(x)", "1:6", "expected a string"],
  ["(Path(`/a`)", "1:12", "expected ), found the end of the rule"],
  ["Path(`/a`))", "1:11", "found )"],
  ["Path(`/a`) ||", "1:14", "found the end of the rule"],
  ["Path(`/a)", "1:6", "this string is not closed"],
  ['Path("/a\\q")', "1:9", "no escape \\q"],
  ['Path("/\\xff")', "1:6", "not valid UTF-8"],
  ["Method(`GET`) &&\n  Path(`a`)", "2:3", "does not start with /"],
  ["Path(`/a?b=1`)", "1:1", "has ?"],
  ["Path(`/a%20b`)", "1:1", "has %"],
  ["PathPrefix(`/a/../b`)", "1:1", "has a . or .. segment"],
  ["PathPrefix(`public`)", "1:1", "does not start with /"],
  ["PathRegexp(`(?=x)`)", "1:1", "is not an RE2 pattern"],
  ["HostRegexp(`[`)", "1:1", "is not an RE2 pattern"],
  [`${"!".repeat(200)}Path(\`/a\`)`, "1:101", "nested more than 100 levels"],
]
