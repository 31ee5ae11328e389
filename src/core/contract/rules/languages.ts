/** The small languages inside values. What does not compile stops the middleware, or fails every request. */

import type { Result } from "../../result.ts"
import { compileRule } from "../../rule/rule.ts"
import { compileTemplate } from "../../template/template.ts"
import type { SourceProblem } from "../../text/source-problem.ts"
import type { KeyPath, ValuesProblem } from "../problem.ts"
import { error, type ValuesRule } from "./rule.ts"

export const checkLanguages: ValuesRule = ({ bypassAuthenticationRule, headers = [] }) => [
  ...(bypassAuthenticationRule
    ? problemsOf(["bypassAuthenticationRule"], compileRule(bypassAuthenticationRule), ruleExample)
    : []),
  ...headers.flatMap(({ value }, index) =>
    problemsOf(["headers", index, "value"], compileTemplate(value), templateExample),
  ),
]

const ruleExample = "a rule such as Path(`/health`) || Method(`OPTIONS`)"
const templateExample = "a template such as {{ .claims.name }}"

/** `line` and `column` count inside the text, which is often folded or quoted in the file. */
const problemsOf = (
  path: KeyPath,
  compiled: Result<unknown, SourceProblem>,
  expected: string,
): readonly ValuesProblem[] =>
  compiled.ok
    ? []
    : compiled.problems.map(({ message, line, column }) =>
        error(path, `${line > 1 ? `line ${line}, ` : ""}column ${column}: ${message}`, expected),
      )
