/** Who may pass: compiled from the values at start, so that a request only compares. */
import type { Assertions } from "../claims/assertions.ts"
import type { Rule } from "../rule/rule.ts"

export interface Policy {
  readonly bypass: Rule | undefined
  readonly assertions: Assertions
  /** Whether rules or headers read groups, so that not knowing them is a reason to say no. */
  readonly wantsGroups: boolean
  readonly unauthenticated: UnauthenticatedBehavior
}

/**
 * What a request without a session gets: `login` sends a browser window to the provider and everything else a 401;
 * `unauthorized` and `forbidden` never send anyone anywhere.
 */
export type UnauthenticatedBehavior = "login" | "unauthorized" | "forbidden"
