/** Names of Kubernetes objects, and the numbers of `forwardAuth` that belong together. */
import type { ValuesProblem } from "../problem.ts"
import { isObjectName } from "../text-kinds.ts"
import { error, type ValuesRule, when } from "./rule.ts"

export const checkObjects: ValuesRule = ({ nameOverride, fullnameOverride, forwardAuth = {} }, runtime) => {
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
      runtime === "forward-auth" && /^\d/.test(fullnameOverride ?? ""),
      error(["fullnameOverride"], "starts with a digit, which no Service may", "a letter first"),
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
    ...(traefikVersion === undefined ? [] : checkTraefik(traefikVersion)),
  ]
}

/** Before 3.0 it hands no renewed session to the browser. Source: its `addAuthCookiesToResponse`. */
function checkTraefik(version: string): readonly ValuesProblem[] {
  const path = ["forwardAuth", "traefikVersion"]
  const expected = "major.minor.patch, such as 3.6.14"
  if (!/^\d+\.\d+\.\d+$/.test(version)) return [error(path, "is not a version", expected)]
  return when(
    /^[0-2]\./.test(version),
    error(path, "is older than 3.0.0, which no session could be renewed with", expected),
  )
}
