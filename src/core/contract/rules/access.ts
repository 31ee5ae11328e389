/** `authorization.assertClaims`: rules that could let in nobody, or everybody. */
import type { KeyPath, ValuesProblem } from "../problem.ts"
import { error, type ValuesRule, when } from "./rule.ts"

export const checkAccess: ValuesRule = ({ authorization }) =>
  (authorization?.assertClaims ?? []).flatMap(({ name, anyOf, allOf }, index) => {
    const path = ["authorization", "assertClaims", index]
    return [
      ...when(name.trim() === "", error([...path, "name"], "is empty", "a claim such as groups")),
      ...checkWanted([...path, "anyOf"], anyOf),
      ...checkWanted([...path, "allOf"], allOf),
    ]
  })

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
