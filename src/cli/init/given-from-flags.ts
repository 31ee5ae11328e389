import { AppError } from "../../core/errors.ts"
import { type Given, parseGiven } from "../../core/plan/given.ts"
import type { Invocation } from "../command.ts"
import type { PlanCommand } from "../plan-command.ts"

/** @throws AppError `usage/invalid-answer`, `usage/contradicting-flags` */
export function givenFromFlags(invocation: Invocation, command: PlanCommand = "init"): Given {
  requireAgreement(invocation)
  const given = parseGiven(invocation)
  if (given.ok) return given.value
  const [first = "", ...others] = given.problems
  throw new AppError(
    "usage/invalid-answer",
    others.length === 0 ? `${first}.` : `${given.problems.length} answers cannot be right.`,
    {
      details: others.length === 0 ? [] : given.problems,
      hint: `idp-oidc ${command} --help says what each flag takes.`,
    },
  )
}

function requireAgreement({ on }: Invocation): void {
  const contradiction = (message: string) =>
    new AppError("usage/contradicting-flags", message, { hint: "Leave one of the two out." })
  if (on("commit") && on("no-commit"))
    throw contradiction("--commit and --no-commit ask for opposite things.")
  const other = ["commit", "no-commit"].find((flag) => on(flag))
  if (on("pr") && other) throw contradiction(`--pr commits on GitHub, so --${other} asks for something else.`)
  if (on("branch") && !on("commit") && !on("pr"))
    throw contradiction("--branch names where to commit, but neither --commit nor --pr is given.")
}
