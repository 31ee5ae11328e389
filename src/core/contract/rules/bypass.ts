/** `bypassPaths`: exact paths, compared with the decoded path of a request. Source: the guide, "Bypassing authentication". */
import { oddityOf } from "../../rule/canonical-path.ts"
import { callbackPath, logoutPath } from "../names.ts"
import type { KeyPath, ValuesProblem } from "../problem.ts"
import { error, repeated, type ValuesRule, warning, when } from "./rule.ts"

export const checkBypass: ValuesRule = (values) => {
  const { bypassPaths = [], bypassAuthenticationRule } = values
  const own = [values.callbackUri ?? callbackPath, values.logoutUri ?? logoutPath, values.loginUri]
  return [
    ...when(
      Boolean(bypassAuthenticationRule) && bypassPaths.length > 0,
      warning(["bypassPaths"], "is not used beside bypassAuthenticationRule", "one of the two"),
    ),
    ...bypassPaths.flatMap((path, index) => checkPath(["bypassPaths", index], path)),
    ...bypassPaths.flatMap((path, index) =>
      when(
        own.includes(path),
        warning(["bypassPaths", index], "is answered by the middleware itself", "paths of the app"),
      ),
    ),
    ...repeated(bypassPaths).map(([index, path]) =>
      warning(["bypassPaths", index], `repeats ${path}`, "each path once"),
    ),
  ]
}

function checkPath(path: KeyPath, text: string): readonly ValuesProblem[] {
  if (text === "/")
    return [warning(path, "opens the start page to everyone", "a page that is meant to be public")]
  const objection = objections.find(([pattern]) => pattern.test(text))?.[1] ?? oddityOf(text)
  return objection === undefined ? [] : [error(path, objection, "one exact path, such as /api/health")]
}

/** Attempts at what the key cannot do; `oddityOf` knows the paths that no request has. */
const objections: readonly (readonly [pattern: RegExp, what: string])[] = [
  [/^[a-z][a-z0-9+.-]*:\/\//i, "is an address"],
  [/\*/, "has a *, and every entry is one exact path"],
  [/\?/, "has a query, and only the path is compared"],
  [/`/, "has a backtick, which would end the rule it becomes part of"],
  [/%[0-9a-f]{2}/i, "is percent-encoded, and is compared with the decoded path"],
  [/^\s|\s$/, "has a space at its end"],
]
