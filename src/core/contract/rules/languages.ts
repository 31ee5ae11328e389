/** The small languages inside values: what does not compile would stop the middleware when it starts. */
import { compileRule } from "../../rule/rule.ts"
import { error, type ValuesRule } from "./rule.ts"

export const checkLanguages: ValuesRule = ({ bypassAuthenticationRule }) => {
  if (!bypassAuthenticationRule) return []
  const rule = compileRule(bypassAuthenticationRule)
  if (rule.ok) return []
  return rule.problems.map(({ message, line, column }) =>
    error(
      ["bypassAuthenticationRule"],
      `${line > 1 ? `line ${line}, ` : ""}column ${column}: ${message}`,
      "a rule such as Path(`/health`) || Method(`OPTIONS`)",
    ),
  )
}
