/** `authorization.assertClaims`: rules that could let in nobody, or everybody. */
import { compileClaimPath } from "../../claims/claim-path.ts"
import type { KeyPath, ValuesProblem } from "../problem.ts"
import { error, type ValuesRule, when } from "./rule.ts"

export const checkAccess: ValuesRule = ({ authorization }) =>
  (authorization?.assertClaims ?? []).flatMap(({ name, anyOf, allOf }, index) => {
    const path = ["authorization", "assertClaims", index]
    return [
      ...checkName([...path, "name"], name),
      ...checkWanted([...path, "anyOf"], anyOf),
      ...checkWanted([...path, "allOf"], allOf),
    ]
  })

function checkName(path: KeyPath, name: string): readonly ValuesProblem[] {
  if (name.trim() === "") return [error(path, "is empty", "a claim such as groups")]
  return when(
    !compileClaimPath(name).ok,
    error(path, "is neither a claim nor a JSONPath", "one such as groups, or ['https://example.com/role']"),
  )
}

/** An empty list asks only that the claim exists, which whoever writes a list does not mean. */
const checkWanted = (path: KeyPath, wanted: readonly string[] | undefined): readonly ValuesProblem[] => [
  ...when(
    wanted?.length === 0,
    error(path, "is empty, which lets in everyone who has the claim", "at least one value"),
  ),
  ...(wanted ?? []).flatMap((value, index) =>
    when(value === "", error([...path, index], "is empty", "a value of the claim")),
  ),
]
