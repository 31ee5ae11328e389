/** The one place that says who may pass. Everything starts as a denial. */
import type { Verdict } from "../claims/assertions.ts"
import { hasGroupOverage } from "../oidc/tokens.ts"
import { queryParameter } from "../rule/canonical-path.ts"
import type { Session } from "../session/session.ts"
import type { ForwardedRequest } from "./forwarded-request.ts"
import type { Policy } from "./policy.ts"

export type Decision =
  | { readonly kind: "allow" }
  /** The browser is to be sent to the provider. */
  | { readonly kind: "login" }
  | { readonly kind: "unauthorized" }
  /** `reason` is for the log and the page: which rule failed, never a claim's value. */
  | { readonly kind: "forbidden"; readonly reason: string }

/**
 * Whether this path needs no login at all. Asked before cookies or provider are touched, so that health checks survive
 * an outage of either. A target that two parsers could read differently is never bypassed.
 */
export function isBypassed({ bypass }: Policy, forwarded: ForwardedRequest): boolean {
  const { path, method, host, query } = forwarded
  if (bypass === undefined || path === undefined) return false
  return bypass.matches({
    path,
    method,
    host,
    header: (name) => forwarded.header(name.toLowerCase()),
    query: (name) => queryParameter(query, name),
  })
}

/** Not "no groups": nobody knows which ones. */
const overageReason =
  "You are in more groups than the sign-in names, so nobody can tell whether the right one is among them."

/** Which rule failed, never what the claim holds. */
const reasonOf = ({ claim, found }: Extract<Verdict, { readonly ok: false }>): string =>
  found === "missing"
    ? `The sign-in says nothing about "${claim}", which this app asks for.`
    : `Your "${claim}" has none of the values that this app asks for.`

/** `session` is one that is still good; who has an expired one has none. */
export function decide(policy: Policy, forwarded: ForwardedRequest, session: Session | undefined): Decision {
  if (session !== undefined) {
    // An app that is shown groups would take their absence for none.
    if (policy.wantsGroups && hasGroupOverage(session.claims))
      return { kind: "forbidden", reason: overageReason }
    const verdict = policy.assertions.check(session.claims)
    return verdict.ok ? { kind: "allow" } : { kind: "forbidden", reason: reasonOf(verdict) }
  }
  switch (policy.unauthenticated) {
    case "login":
      return forwarded.isNavigation() ? { kind: "login" } : { kind: "unauthorized" }
    case "unauthorized":
      return { kind: "unauthorized" }
    case "forbidden":
      return { kind: "forbidden", reason: "This app lets nobody in without a session." }
  }
}
