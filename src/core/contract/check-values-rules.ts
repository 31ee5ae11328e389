import { runtimeOf } from "./chart-version.ts"
import type { ValuesProblem } from "./problem.ts"
import { checkAccess } from "./rules/access.ts"
import { checkBypass } from "./rules/bypass.ts"
import { checkCookies } from "./rules/cookies.ts"
import { checkExpansion } from "./rules/expansion.ts"
import { checkHeaders } from "./rules/headers.ts"
import { checkHosts } from "./rules/hosts.ts"
import { checkLanguages } from "./rules/languages.ts"
import { checkObjects } from "./rules/objects.ts"
import { checkProvider } from "./rules/provider.ts"
import type { ValuesRule } from "./rules/rule.ts"
import { checkSecrets } from "./rules/secrets.ts"
import { checkUris } from "./rules/uris.ts"
import type { Values } from "./values.ts"

const rules: readonly ValuesRule[] = [
  checkHosts,
  checkProvider,
  checkCookies,
  checkUris,
  checkHeaders,
  checkAccess,
  checkBypass,
  checkLanguages,
  checkSecrets,
  checkObjects,
  checkExpansion,
]

/** What the guide, the provider, browsers and the middleware need of values beyond their schema. */
export function checkValuesRules(values: Values, chartVersion: string): readonly ValuesProblem[] {
  const runtime = runtimeOf(chartVersion)
  return rules.flatMap((rule) => rule(values, runtime))
}
