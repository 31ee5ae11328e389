import type { ParsedYaml } from "./parse-yaml.ts"
import type { LocatedProblem, ValuesProblem } from "./problem.ts"

/** The problems in the order of the file, each with the place of its key. */
export const locateProblems = (
  problems: readonly ValuesProblem[],
  yaml: ParsedYaml,
): readonly LocatedProblem[] =>
  problems
    .map((problem) => ({ ...problem, location: yaml.locate(problem.path) }))
    .toSorted((a, b) => (a.location.line ?? 0) - (b.location.line ?? 0))
