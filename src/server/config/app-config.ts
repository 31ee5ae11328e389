/** Everything the server knows about one app: compiled and frozen at start, so that a request only compares. */
import { createHash } from "node:crypto"
import { defaultIdentityTokenHeader } from "../../core/contract/headers.ts"
import type { ValuesProblem } from "../../core/contract/problem.ts"
import { checkExpansion } from "../../core/contract/rules/expansion.ts"
import type { SecretTriple, Values } from "../../core/contract/values.ts"
import type { ProviderConfig } from "../../core/oidc/config.ts"
import type { ForwardedRequest } from "../../core/policy/forwarded-request.ts"
import { originOf } from "../../core/policy/forwarded-request.ts"
import type { Policy, UnauthenticatedBehavior } from "../../core/policy/policy.ts"
import type { Result } from "../../core/result.ts"
import { compileRule, type Rule, rulesFromPaths } from "../../core/rule/rule.ts"
import { type BoundKeys, bindKeys } from "../../core/session/codec.ts"
import type { SessionLimits } from "../../core/session/session.ts"
import type { IdentityKey } from "../identity-token/identity-key.ts"
import { type Addresses, compileAddresses } from "./addresses.ts"
import { type CookieSettings, compileCookies } from "./cookies.ts"
import { compileErrorPages, type ErrorPages } from "./error-pages.ts"
import { compileIdentity, type Identity } from "./identity.ts"
import { combine, problem } from "./problem.ts"
import { compileProvider } from "./provider.ts"
import { type CheckedSecrets, checkSecrets } from "./secrets.ts"

export interface AppConfig {
  readonly app: string
  readonly addresses: Addresses
  readonly provider: ProviderConfig
  readonly renewalThreshold: number
  readonly cookies: CookieSettings
  readonly policy: Policy
  readonly identity: Identity
  readonly limits: SessionLimits
  /** Changes with what a session keeps and with whose word it is; a session made under another one needs a new login. */
  readonly fingerprint: string
  /** What becomes of users in more groups than a token names. */
  readonly groupOverage: "graph" | "deny"
  readonly identityToken: IdentityTokenSettings | undefined
  /** Where a program may present a token instead of a session. Names of headers are in lower case. */
  readonly bearer: { readonly header: string | undefined; readonly cookie: string | undefined }
  /** What people without a session, or without permission, get instead of the built-in page. */
  readonly errorPages: ErrorPages
  /** What cookies that are set on this host are sealed with. The same ones for all hosts where they share a `Domain`. */
  readonly keysFor: (host: string) => BoundKeys
  /** Where the provider sends the browser back to. */
  readonly redirectUri: (request: Pick<ForwardedRequest, "scheme" | "host">) => string
}

/** Lets the user's own token read the user's groups. Source: Microsoft Graph, "List a user's memberships", permissions. */
const graphScope = "User.Read"

export interface IdentityTokenSettings {
  readonly headerName: string
  /** Seconds. */
  readonly lifetime: number
  readonly keys: readonly [IdentityKey, ...IdentityKey[]]
}

/** Seconds. Long enough for a slow request, short enough that a stolen token is soon worth nothing. */
const defaultIdentityTokenLifetime = 60

export interface AppSource {
  /** The release's name; the default cookie prefix is made from it. */
  readonly app: string
  /** As `parseValues` accepted them. */
  readonly values: Values
  readonly secrets: SecretTriple
  /** Texts of the files that `errorPages.*.filePath` names, read by whoever may read files. */
  readonly pages?: Readonly<Record<string, string>>
  /** The platform's own directory, for values that name no tenant. */
  readonly tenantId?: string
}

/** The compiled configuration, or everything that is wrong with it. */
export function makeAppConfig({
  app,
  values,
  secrets,
  pages = {},
  tenantId,
}: AppSource): Result<AppConfig, ValuesProblem> {
  const parts = combine({
    literal: refuseExpansions(values),
    secrets: checkSecrets(secrets),
    provider: compileProvider(values, tenantId),
    cookies: compileCookies(values, app),
    addresses: compileAddresses(values),
    identity: compileIdentity(values),
    bypass: compileBypass(values),
    errorPages: compileErrorPages(values, pages),
  })
  if (!parts.ok) return parts
  const { secrets: checked, provider, cookies, addresses, identity, bypass, errorPages } = parts.value
  const { maxLifetime, idleTimeout } = values.forwardAuth?.session ?? {}
  const { Domain } = cookies.session
  const groupOverage = values.forwardAuth?.groupOverage ?? "deny"
  const { url, validIssuer, validAudience, claimsFrom, useUserInfo } = provider
  const config: AppConfig = {
    app,
    addresses,
    provider: {
      url,
      clientId: checked.clientId,
      clientSecret: checked.clientSecret,
      scopes: groupOverage === "graph" ? [...new Set([...provider.scopes, graphScope])] : provider.scopes,
      resources: provider.resources,
      validIssuer,
      validAudience,
      claimsFrom,
      useUserInfo,
      tenantId: provider.tenantId,
    },
    renewalThreshold: provider.renewalThreshold,
    cookies,
    policy: {
      bypass,
      assertions: identity.assertions,
      wantsGroups: identity.wantsGroups,
      unauthenticated: behaviour(values),
    },
    identity,
    fingerprint: fingerprintOf({
      kept: identity.kept,
      url,
      validIssuer,
      validAudience,
      claimsFrom,
      useUserInfo,
    }),
    limits: {
      ...(maxLifetime === undefined ? {} : { maxLifetime }),
      ...(idleTimeout === undefined ? {} : { idleTimeout }),
    },
    groupOverage,
    identityToken: values.forwardAuth?.identityToken?.enabled
      ? {
          headerName: values.forwardAuth.identityToken.header || defaultIdentityTokenHeader,
          lifetime: values.forwardAuth.identityToken.lifetime ?? defaultIdentityTokenLifetime,
          keys: checked.identityKeys,
        }
      : undefined,
    bearer: {
      header: values.authorizationHeader?.name?.toLowerCase() || undefined,
      cookie: values.authorizationCookie?.name || undefined,
    },
    errorPages,
    keysFor: keysByHost(checked, addresses, Domain),
    // A fixed callback on another host only works where the login cookie reaches both.
    redirectUri: ({ scheme, host }) =>
      addresses.callbackUrl !== undefined &&
      (Domain !== undefined || new URL(addresses.callbackUrl).host === host)
        ? addresses.callbackUrl
        : originOf({ scheme, host }) + addresses.callbackPath,
  }
  return { ok: true, value: Object.freeze(config) }
}

/** @throws RangeError for a host that the app does not serve; no request gets this far with one */
function keysByHost(
  { keys, clientId }: CheckedSecrets,
  { hosts }: Addresses,
  domain: string | undefined,
): AppConfig["keysFor"] {
  const bind = (host: string) => bindKeys(keys, { clientId, host })
  const shared = domain === undefined ? undefined : bind(domain)
  const bound = new Map([...hosts].map((host) => [host, shared ?? bind(host)]))
  return (host) => {
    const found = bound.get(host)
    if (found === undefined) throw new RangeError(`${host} is no host of this app`)
    return found
  }
}

/** Sets and maps as sorted lists, so that the order in which the values name things does not matter. */
const fingerprintOf = (parts: Readonly<Record<string, unknown>>): string =>
  createHash("sha256")
    .update(
      JSON.stringify(parts, (_, value: unknown) =>
        value instanceof Set || value instanceof Map ? [...value].sort() : value,
      ),
    )
    .digest("base64url")
    .slice(0, 16)

/** Refused here too, and not only by whoever parsed the values: taken literally they would not do what was meant. */
function refuseExpansions(values: Values): Result<undefined, ValuesProblem> {
  const problems = checkExpansion(values, "forward-auth")
  return problems.length > 0 ? { ok: false, problems } : { ok: true, value: undefined }
}

/** A rule replaces the list. Source: the chart's schema, `bypassAuthenticationRule`. */
function compileBypass({
  bypassAuthenticationRule: rule,
  bypassPaths = [],
}: Values): Result<Rule | undefined, ValuesProblem> {
  if (rule) {
    const compiled = compileRule(rule)
    if (compiled.ok) return compiled
    return {
      ok: false,
      problems: compiled.problems.map(({ message, line, column }) =>
        problem(
          ["bypassAuthenticationRule"],
          `${message} (line ${line}, column ${column})`,
          "a rule such as Path(`/healthz`)",
        ),
      ),
    }
  }
  if (bypassPaths.length === 0) return { ok: true, value: undefined }
  const paths = rulesFromPaths(bypassPaths)
  if (paths.ok) return paths
  return {
    ok: false,
    problems: paths.problems.map(({ index, message }) =>
      problem(["bypassPaths", index], message, "an exact path such as /healthz"),
    ),
  }
}

/** `Redirect` is what `Auto` does: nothing but a browser window is ever redirected. */
function behaviour({ unauthorizedBehavior }: Values): UnauthenticatedBehavior {
  if (unauthorizedBehavior === "Unauthorized") return "unauthorized"
  return unauthorizedBehavior === "Forbidden" ? "forbidden" : "login"
}
