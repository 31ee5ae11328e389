/** Names of Kubernetes objects, and the numbers of `forwardAuth` that belong together. */
import { parseChartVersion } from "../chart-version.ts"
import { isObjectName } from "../text-kinds.ts"
import { error, type ValuesRule, when } from "./rule.ts"

export const checkObjects: ValuesRule = ({ nameOverride, fullnameOverride, forwardAuth = {} }) => {
  const { autoscaling, session, traefikVersion } = forwardAuth
  const names = { nameOverride, fullnameOverride }
  return [
    ...Object.entries(names).flatMap(([key, name]) =>
      when(
        Boolean(name) && !isObjectName(name ?? ""),
        error([key], "is not the name of an object", "lower-case letters, digits and -, at most 63"),
      ),
    ),
    ...when(
      (autoscaling?.minReplicas ?? 1) > (autoscaling?.maxReplicas ?? Number.POSITIVE_INFINITY),
      error(["forwardAuth", "autoscaling", "minReplicas"], "is more than maxReplicas", "as many or fewer"),
    ),
    ...when(
      (session?.idleTimeout ?? 0) > (session?.maxLifetime ?? Number.POSITIVE_INFINITY),
      error(
        ["forwardAuth", "session", "idleTimeout"],
        "is more than maxLifetime",
        "as many seconds or fewer",
      ),
    ),
    ...when(
      Boolean(traefikVersion) && parseChartVersion(traefikVersion ?? "") === undefined,
      error(["forwardAuth", "traefikVersion"], "is not a version", "major.minor.patch, such as 3.6.14"),
    ),
  ]
}
