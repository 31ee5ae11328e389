import { isScalar } from "yaml"
import { failure, type Result, success } from "../result.ts"
import { checkShape } from "./check-shape.ts"
import { locateProblems } from "./locate-problems.ts"
import { type ParsedYaml, parseYaml } from "./parse-yaml.ts"
import type { LocatedProblem, ValuesProblem } from "./problem.ts"
import { oneOf, opened, text, type ValueOf } from "./shape.ts"

const named = (about: string) => text(about, { minLength: 1 })

/**
 * `application.yaml`, which tells ArgoCD what to deploy. It is open: teams add labels and notification settings.
 * Source: the guide, step 3.
 */
const applicationShape = opened(
  {
    apiVersion: oneOf(["v2"], "Version of this file's format."),
    name: named("The release, the same as the directory."),
    description: text("What it is for."),
    version: named("Version of this application, free to choose."),
    helm: opened(
      { chart: named("Which chart."), chartVersion: named("Which version of it.") },
      "What to deploy.",
      ["chart", "chartVersion"],
    ),
  },
  "The application.",
  ["apiVersion", "name", "version", "helm"],
)

export type Application = ValueOf<typeof applicationShape>

export interface ParsedApplication {
  readonly application: Application
  readonly warnings: readonly LocatedProblem[]
}

/** `path` is what problems call the file. */
export function parseApplication(
  source: string,
  { path }: { readonly path: string },
): Result<ParsedApplication, LocatedProblem> {
  const yaml = parseYaml(source, path)
  if (!yaml.ok) return yaml
  const problems = checkShape(yaml.value.value, applicationShape)
  if (problems.length > 0) return failure(...locateProblems(problems, yaml.value))
  const warnings = [...yaml.value.warnings, ...locateProblems(unquotedVersion(yaml.value), yaml.value)]
  return success({ application: yaml.value.value as Application, warnings })
}

/** `0.3.0` is text by luck; the next version to be written there may be `0.4`, which is a number. */
function unquotedVersion({ nodeAt }: ParsedYaml): readonly ValuesProblem[] {
  const path = ["helm", "chartVersion"]
  const node = nodeAt(path)
  if (!isScalar(node) || node.type !== "PLAIN") return []
  return [{ path, what: "is not quoted", expected: `"${node.value}"`, rule: "guide", severity: "warning" }]
}
