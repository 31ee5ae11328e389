/** What a token leaves out and the app needs: the groups of someone who is in more than 200 of them. */
import type { Provider } from "../adapters/oidc/provider.ts"
import type { ProviderProblem } from "../core/oidc/problem.ts"
import { hasGroupOverage, type Tokens } from "../core/oidc/tokens.ts"
import { type Result, success } from "../core/result.ts"
import type { Claims } from "../core/session/session.ts"
import type { AppConfig } from "./config/app-config.ts"

/**
 * The claims with all groups, where they are wanted and may be asked for. A question that stays without an answer is a
 * problem: a session that lacks some groups would be a wrong one.
 */
export async function completeClaims(
  { identity, groupOverage }: AppConfig,
  provider: Provider,
  { accessToken }: Pick<Tokens, "accessToken">,
  claims: Claims,
): Promise<Result<Claims, ProviderProblem>> {
  if (!identity.wantsGroups || groupOverage === "deny" || !hasGroupOverage(claims)) return success(claims)
  const groups = await provider.readGroups(accessToken)
  if (!groups.ok) return groups
  const { _claim_names: _, _claim_sources: __, hasgroups: ___, ...rest } = claims
  return success({ ...rest, groups: groups.value })
}
