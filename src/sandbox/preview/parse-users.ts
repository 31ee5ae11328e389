import { checkShape } from "../../core/contract/check-shape.ts"
import { locateProblems } from "../../core/contract/locate-problems.ts"
import { parseYaml } from "../../core/contract/parse-yaml.ts"
import type { LocatedProblem, ValuesProblem } from "../../core/contract/problem.ts"
import { closed, listOf, opened, text, texts, type ValueOf } from "../../core/contract/shape.ts"
import { failure, type Result, success } from "../../core/result.ts"
import type { SandboxUser } from "../users.ts"

const usersShape = listOf(
  closed(
    {
      id: text("What a script picks the user by; made from the e-mail address or name where it is absent.", {
        minLength: 1,
      }),
      name: text("As the app will see it.", { minLength: 1 }),
      email: text("Absent for an account without a mailbox.", { minLength: 3 }),
      groups: texts("As the app registration emits them: names or object ids."),
      roles: texts("App roles."),
      claims: opened({}, "Any further claims of the ID token."),
    },
    "One person.",
    ["name"],
  ),
  "Who can log in.",
)

/** The people of `--users FILE`, YAML or JSON, or everything that is wrong with the list, by line. */
export function parseUsers(source: string, path: string): Result<readonly SandboxUser[], LocatedProblem> {
  const yaml = parseYaml(source, path)
  if (!yaml.ok) return yaml
  const misshapen = checkShape(yaml.value.value, usersShape)
  if (misshapen.length > 0) return failure(...locateProblems(misshapen, yaml.value))
  const users = (yaml.value.value as ValueOf<typeof usersShape>).map(
    ({ id, name, email, groups = [], roles = [], claims }) => ({
      id: id ?? readableId(email?.split("@")[0] ?? name),
      name,
      ...(email !== undefined && { email }),
      groups,
      roles,
      ...(claims && { claims }),
    }),
  )
  const problems =
    users.length === 0 ? [problem([], "is an empty list", "at least one user")] : findTwins(users)
  return problems.length > 0 ? failure(...locateProblems(problems, yaml.value)) : success(users)
}

const findTwins = (users: readonly SandboxUser[]): ValuesProblem[] =>
  users.flatMap(({ id }, index) =>
    users.findIndex((user) => user.id === id) < index
      ? [problem([index], `has the id "${id}" of another user`, "an id of its own")]
      : [],
  )

const problem = (path: ValuesProblem["path"], what: string, expected: string): ValuesProblem => ({
  path,
  what,
  expected,
  rule: "guide",
  severity: "error",
})

/** Danish letters as they are written without them; other accents fall off. */
const readableId = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll("æ", "ae")
    .replaceAll("ø", "oe")
    .replaceAll("å", "aa")
    .replaceAll("ł", "l")
    .normalize("NFD")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
