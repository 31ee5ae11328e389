/** What a person's edit could break: the files are held against what made them, and against what `init` does besides. */
import { parseChartVersion } from "../contract/chart-version.ts"
import { locateProblems } from "../contract/locate-problems.ts"
import { chartName, resourceName, secretPaths } from "../contract/names.ts"
import { type Application, parseApplication } from "../contract/parse-application.ts"
import { parseValues } from "../contract/parse-values.ts"
import { parseYaml } from "../contract/parse-yaml.ts"
import type { KeyPath, LocatedProblem, ValuesProblem } from "../contract/problem.ts"
import type { Values } from "../contract/values.ts"
import { prefixOwner, type ReleaseFacts } from "../repo/release.ts"
import type { Answers } from "./answers.ts"

export interface ReleaseFile {
  readonly path: string
  readonly text: string
}

/**
 * Every reason why the release would not work as these two files have it, and what is probably not meant. The values are judged by
 * the schema of the version that `application.yaml` names.
 */
export function checkRelease(
  application: ReleaseFile,
  values: ReleaseFile,
  answers: Answers,
  releases: readonly ReleaseFacts[],
): readonly LocatedProblem[] {
  const deployed = parseApplication(application.text, application)
  const chartVersion = deployed.ok ? deployed.value.application.helm.chartVersion : answers.chartVersion
  const parsed = parseValues(values.text, { path: values.path, chartVersion })
  return [
    ...(deployed.ok
      ? [
          ...deployed.value.warnings,
          ...located(application, checkApplication(deployed.value.application, answers)),
        ]
      : deployed.problems),
    ...(parsed.ok
      ? [...parsed.value.warnings, ...located(values, checkValuesFor(parsed.value.values, answers, releases))]
      : parsed.problems),
  ]
}

/** Source: the guide, step 3: the folder, the release and the middleware have one name. */
const checkApplication = ({ name, helm }: Application, { release }: Answers): readonly ValuesProblem[] => [
  ...(name === release ? [] : [problem(["name"], "is another name", `${release}, as its folder is called`)]),
  ...(helm.chart.split("/").at(-1) === chartName
    ? []
    : [problem(["helm", "chart"], "is another chart", `helm/${chartName}`)]),
  ...(parseChartVersion(helm.chartVersion)
    ? []
    : [problem(["helm", "chartVersion"], "is no version", "one such as 0.3.3")]),
]

/** The ticket orders the hosts, the runs store the secrets, and other apps have their cookies: all by these very values. */
function checkValuesFor(
  { domain, cookieNamePrefix, externalSecret = {}, ...names }: Values,
  { namespace, app, release, middleware, hosts }: Answers,
  releases: readonly ReleaseFacts[],
): readonly ValuesProblem[] {
  const owner = prefixOwner(cookieNamePrefix, release, releases)
  const { separateSecrets = {} } = externalSecret
  const misplaced = Object.entries(secretPaths(namespace, app)).filter(
    ([key, path]) => separateSecrets[key as keyof typeof separateSecrets] !== path,
  )
  return [
    ...(hosts.includes(domain)
      ? []
      : [problem(["domain"], "is no host that asks for login", `one of ${hosts.join(", ")}`)]),
    ...(owner
      ? [problem(["cookieNamePrefix"], `is the prefix of ${owner.name} already`, "one of its own")]
      : []),
    ...(resourceName(release, names) === middleware
      ? []
      : [
          problem(
            [names.fullnameOverride ? "fullnameOverride" : "nameOverride"],
            "gives the middleware another name, and the whole app answers 404 while its ingress refers to one that is not there",
            middleware,
          ),
        ]),
    ...misplaced.map(([key, path]) =>
      problem(["externalSecret", "separateSecrets", key], "is not where init stores it", path),
    ),
  ]
}

const problem = (path: KeyPath, what: string, expected: string): ValuesProblem => ({
  path,
  what,
  expected,
  rule: "guide",
  severity: "error",
})

function located({ text, path }: ReleaseFile, problems: readonly ValuesProblem[]): readonly LocatedProblem[] {
  const yaml = parseYaml(text, path)
  return yaml.ok ? locateProblems(problems, yaml.value) : []
}
