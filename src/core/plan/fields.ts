/**
 * One parser per answer, shared by flags and prompts: a text becomes the answer's value, or says what is wrong with it.
 *
 * A problem is a clause that reads on from the flag's name: `--host has a scheme; …`.
 */
import { parseChartVersion, type Runtime } from "../contract/chart-version.ts"
import { callbackPath, logoutPath, maxReleaseNameLength } from "../contract/names.ts"
import { hostObjection, isToken } from "../contract/text-kinds.ts"
import type { ClaimAssertion } from "../contract/values.ts"
import { failure, type Result, success } from "../result.ts"

export type TicketLanguage = "da" | "en"

export interface Field<Value> {
  /** True where the answer is a list and the flag may be repeated. */
  readonly many: boolean
  readonly parse: (text: string) => Result<Value>
}

/** Ordered tests of a text: the first that matches is the problem. */
type Objections = readonly (readonly [test: (text: string) => boolean, problem: string])[]

const one = <Value>(parse: (text: string) => Result<Value>): Field<Value> => ({ many: false, parse })
const many = <Value>(parse: (text: string) => Result<Value>): Field<Value> => ({ many: true, parse })

const unless =
  (objections: Objections, normalise = (text: string) => text) =>
  (raw: string): Result<string> => {
    const text = normalise(raw)
    const objection = objections.find(([test]) => test(text))
    return objection ? failure(`${JSON.stringify(raw)} ${objection[1]}`) : success(text)
  }

const choice =
  <Value extends string>(...values: readonly Value[]) =>
  (text: string): Result<Value> => {
    const value = values.find((candidate) => candidate === text)
    return value ? success(value) : failure(`${JSON.stringify(text)} is none of ${values.join(", ")}`)
  }

const matches = (pattern: RegExp) => (text: string) => pattern.test(text)
const fails = (pattern: RegExp) => (text: string) => !pattern.test(text)
const longerThan = (limit: number) => (text: string) => text.length > limit
const control = matches(/\p{Cc}/u)

/** A folder of `apps/`; whether it exists is for the snapshot to say. */
const folder = unless([
  [matches(/[/\\]/), "is a path; give the folder's name alone"],
  [matches(/^\.|[\p{Cc}\s]/u), "is not a folder's name"],
])

/** Source: RFC 1123 label, which Kubernetes asks of every object's name; Helm's limit on release names. */
const release = unless([
  [longerThan(maxReleaseNameLength), `has more than the ${maxReleaseNameLength} characters that Helm allows`],
  [
    fails(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/),
    "may only have lower-case letters, digits and hyphens, and starts and ends with a letter or digit",
  ],
])

/** Source: Microsoft Graph, resource type `application`, property `displayName`. */
const maxDisplayNameLength = 256

const displayName = unless(
  [
    [(text) => text === "", "is empty"],
    [longerThan(maxDisplayNameLength), `is longer than ${maxDisplayNameLength} characters`],
    [control, "has a line break or control character"],
  ],
  (text) => text.trim(),
)

/** A bare host with a domain, as an ingress serves it. */
function host(raw: string): Result<string> {
  const text = raw.toLowerCase()
  const objection = hostObjection(text) ?? (text.includes(".") ? undefined : "has no domain")
  return objection === undefined
    ? success(text)
    : failure(`${JSON.stringify(raw)} ${objection}; give the host alone, such as myapp.example.com`)
}

/** Exact paths as the chart's `bypassPaths` takes them. A backtick would end the rule that it becomes part of. */
const bypassPath = unless([
  [fails(/^(\/|none$)/), "must start with /"],
  [matches(/\*/), "has a *; every entry is one exact path, so list each of them"],
  [matches(/[?#]/), "has a query; only the path is compared"],
  [matches(/[`\\\s\p{Cc}]/u), "has a character that no path may have here"],
  [matches(/\/\/|\/\.{1,2}(\/|$)/), "has an empty, . or .. segment and would never match"],
  [(text) => text === "/", "is the front page; opening it would let everyone in without login"],
  [(text) => text === callbackPath || text === logoutPath, "belongs to the login itself"],
])

const group = unless(
  [
    [(text) => text === "", "is empty"],
    [control, "has a line break or control character"],
  ],
  (text) => text.trim(),
)

const cookiePrefix = unless([
  [(text) => !isToken(text), "has a character that no cookie's name may have"],
  [longerThan(64), "is longer than 64 characters"],
  [matches(/^__(Host|Secure)-/i), "starts with a prefix that browsers reserve"],
])

const chartVersion = (text: string): Result<string> =>
  parseChartVersion(text)
    ? success(text.replace(/^v/, ""))
    : failure(`${JSON.stringify(text)} is not a version such as 0.3.3`)

/** Source: git-check-ref-format(1). */
const branch = unless([
  [
    matches(/^-|^\/|\/$|\/\/|\.$|\.\.|@\{|^@$|[\s~^:?*[\\\p{Cc}]/u),
    "is not a name that git allows for a branch",
  ],
  [matches(/(^|\/)\.|\.lock(\/|$)/), "is not a name that git allows for a branch"],
])

function claim(text: string): Result<ClaimAssertion> {
  const value = parseJson(text)
  const problem = claimProblem(value)
  return problem ? failure(`${JSON.stringify(text)} ${problem}`) : success(value as ClaimAssertion)
}

function claimProblem(value: unknown): string | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    return 'is not a JSON object such as {"name":"roles","anyOf":["reader"]}'
  const { name, anyOf, allOf, ...others } = value as Record<string, unknown>
  const unknown = Object.keys(others)[0]
  if (unknown !== undefined) return `has the unknown member ${unknown}; name, anyOf and allOf are known`
  if (typeof name !== "string" || name.trim() === "") return "lacks a name"
  for (const [member, list] of Object.entries({ anyOf, allOf }))
    if (list !== undefined && !(Array.isArray(list) && list.length > 0 && list.every(isText)))
      return `needs ${member} to be a list of texts with at least one of them`
  return undefined
}

const isText = (value: unknown): boolean => typeof value === "string" && value !== ""

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

export const fields = {
  namespace: one(folder),
  app: one(folder),
  release: one(release),
  displayName: one(displayName),
  hosts: many(host),
  ingress: one(choice("public", "private", "both")),
  bypass: many(bypassPath),
  groups: many(group),
  claims: many(claim),
  runtime: one(choice<Runtime>("platform", "forward-auth")),
  chartVersion: one(chartVersion),
  cookiePrefix: one(cookiePrefix),
  ticketLanguage: one(choice<TicketLanguage>("da", "en")),
  branch: one(branch),
} as const
