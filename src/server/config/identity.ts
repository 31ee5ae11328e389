/** `headers` and `authorization.assertClaims`: what the app is told, and therefore what a session must hold. */
import { type AssertionProblem, type Assertions, compileAssertions } from "../../core/claims/assertions.ts"
import { defaultHeaders } from "../../core/contract/headers.ts"
import type { ValuesProblem } from "../../core/contract/problem.ts"
import type { Values } from "../../core/contract/values.ts"
import type { Tokens } from "../../core/oidc/tokens.ts"
import type { Result } from "../../core/result.ts"
import type { Claims, Session } from "../../core/session/session.ts"
import { compileTemplate, type Template } from "../../core/template/template.ts"
import { type CheckedHeader, type HeaderName, headerName, headerValue } from "../prepared-head.ts"
import { problem } from "./problem.ts"

export interface Identity {
  readonly assertions: Assertions
  /** Whether headers or rules read the `groups` claim. */
  readonly wantsGroups: boolean
  /** Says what `keep` keeps, and differs wherever it would keep something else. */
  readonly kept: Readonly<Record<string, unknown>>
  /** What a session needs of a token response. */
  readonly keep: (tokens: Tokens, claims: Claims) => Pick<Session, "claims" | "tokens">
  /** The headers for the app; one whose claim is missing is left out, and Traefik then removes the client's. */
  readonly render: (session: Session) => readonly CheckedHeader[]
}

interface IdentityHeader {
  readonly name: HeaderName
  readonly template: Template
}

/** A `token` of RFC 9110, section 5.6.2. */
const token = /^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/

/** Headers that mean something between Traefik and us, or frame the message. */
const reservedHeader =
  /^(?:cookie|set-cookie|host|connection|content-length|transfer-encoding|upgrade|te|trailer|keep-alive|location|x-forwarded-(?:for|host|method|port|proto|uri))$/i

/** Always kept: who it is, and what a logout tells the provider. */
const alwaysKept = ["sub", "login_hint"]

/** What an identity token says about someone, besides what headers and rules read. */
const keptForToken = ["email", "name", "oid", "preferred_username", "roles", "tid"]

export function compileIdentity({
  headers,
  authorization,
  forwardAuth,
}: Values): Result<Identity, ValuesProblem> {
  const compiled = (headers ?? defaultHeaders).map((header, index) => compileHeader(header, index))
  const assertions = compileAssertions(authorization?.assertClaims ?? [])
  const problems = [
    ...compiled.flatMap((header) => (header.ok ? [] : header.problems)),
    ...(assertions.ok ? [] : assertions.problems.map(assertionProblem)),
  ]
  if (problems.length > 0 || !assertions.ok) return { ok: false, problems }
  const identityHeaders = compiled.flatMap((header) => (header.ok ? [header.value] : []))
  return {
    ok: true,
    value: makeIdentity(
      identityHeaders,
      assertions.value,
      forwardAuth?.identityToken?.enabled ? keptForToken : [],
    ),
  }
}

function compileHeader(
  { name, value }: { readonly name: string; readonly value: string },
  index: number,
): Result<IdentityHeader, ValuesProblem> {
  const at = ["headers", index]
  if (!token.test(name) || reservedHeader.test(name))
    return {
      ok: false,
      problems: [
        problem(
          [...at, "name"],
          `"${name}" cannot carry an identity`,
          "a header name of its own, such as X-Forwarded-User",
        ),
      ],
    }
  const template = compileTemplate(value)
  if (template.ok) return { ok: true, value: { name: headerName(name), template: template.value } }
  return {
    ok: false,
    problems: template.problems.map(({ message }) =>
      problem([...at, "value"], message, "a Go template, such as {{ .claims.name }}"),
    ),
  }
}

function makeIdentity(
  headers: readonly IdentityHeader[],
  assertions: Assertions,
  forToken: readonly string[],
): Identity {
  const whole = assertions.claims === "all" || headers.some(({ template }) => template.claims === "all")
  const byRules = assertions.claims === "all" ? [] : assertions.claims
  const byHeaders = headers.flatMap(({ template }) => (template.claims === "all" ? [] : template.claims))
  const wantsGroups = whole || byHeaders.includes("groups") || byRules.includes("groups")
  // Tells "more groups than the token names" from "no groups" when a rule fails.
  const overage = wantsGroups ? ["_claim_names", "hasgroups"] : []
  const kept = new Set([...alwaysKept, ...forToken, ...overage, ...byHeaders])
  // Headers need a claim whole; rules only the values that they ask for, so hundreds of groups become a few.
  const reduced = new Map(
    byRules.filter((name) => !kept.has(name)).map((name) => [name, assertions.wanted(name)]),
  )
  const tokens = new Set(headers.flatMap(({ template }) => template.tokens))
  return {
    assertions,
    wantsGroups,
    kept: { whole, kept, reduced, tokens },
    keep: ({ accessToken, idToken, refreshToken }, claims) => ({
      claims: whole ? claims : pick(claims, kept, reduced),
      tokens: {
        ...(tokens.has("accessToken") ? { accessToken } : {}),
        ...(tokens.has("idToken") && idToken !== undefined ? { idToken } : {}),
        ...(tokens.has("refreshToken") && refreshToken !== undefined ? { refreshToken } : {}),
      },
    }),
    render: ({ claims, tokens: held }) => {
      const data = { claims, ...held }
      const rendered: CheckedHeader[] = []
      for (const { name, template } of headers) {
        const value = template.render(data)
        if (value !== undefined) rendered.push([name, headerValue(value)])
      }
      return rendered
    },
  }
}

type Reduced = ReadonlyMap<string, ReadonlySet<string> | undefined>

function pick(claims: Claims, kept: ReadonlySet<string>, reduced: Reduced): Claims {
  return Object.fromEntries(
    Object.entries(claims).flatMap(([name, value]): [string, unknown][] => {
      if (kept.has(name)) return [[name, value]]
      if (!reduced.has(name)) return []
      const wanted = reduced.get(name)
      const isLong = Array.isArray(value) && wanted !== undefined
      return [[name, isLong ? value.filter((item) => wanted.has(String(item))) : value]]
    }),
  )
}

const assertionProblem = ({ index, key, message }: AssertionProblem): ValuesProblem =>
  problem(
    ["authorization", "assertClaims", index, key],
    message,
    "a claim of the ID token and the values to look for",
  )
