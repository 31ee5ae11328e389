/** `application.yaml` of the middleware: what ArgoCD is told to deploy. */
import {
  compareChartVersions,
  parseChartVersion,
  type Runtime,
  runtimeOf,
} from "../../core/contract/chart-version.ts"
import { chartName } from "../../core/contract/names.ts"
import { renderProblem } from "../../core/contract/problem.ts"
import type { Profile } from "../../core/contract/profile.ts"
import { type Check, type Finding, type Fix, fail, looked, nothing, warn } from "../check.ts"
import { eachRelease } from "../each.ts"
import { type Facts, whereReached } from "../facts.ts"
import type { Release } from "../login.ts"

const edit = (release: Release, path: readonly string[], value: string): Fix => ({
  path: release.applicationPath,
  operations: [{ kind: "set", path, value, quote: "double" }],
})

export const application: Check = {
  id: "OIDC101",
  group: "chart",
  title: "application.yaml installs the middleware's chart",
  needs: ["files"],
  after: ["OIDC010", "OIDC011", "OIDC012"],
  hint: "idp-oidc init writes the two files of the middleware.",
  run: async (facts) => {
    const { logins } = await facts.logins()
    if (logins.length === 0) return nothing("no app here has a login")
    const bare = logins.flatMap(({ app, release }) => (app && !release ? [app] : []))
    const releases = new Set(logins.flatMap(({ release }) => release ?? []))
    return looked(
      ...bare.map((app) =>
        fail(`${app.name} has no release of the middleware`, {
          location: { path: app.valuesPath },
          expected: `apps/${app.namespace}/${app.name}-oidc/ with application.yaml and values.yaml`,
          command: `idp-oidc init --namespace ${app.namespace} --app ${app.name}`,
        }),
      ),
      ...[...releases].flatMap((release) => checkApplication(release, facts.profile)),
    )
  },
}

function checkApplication(release: Release, profile: Profile): readonly Finding[] {
  if (!release.application.ok)
    return release.application.problems
      .filter(({ path }) => path.join(".") !== "helm.chartVersion")
      .map((problem) => fail(renderProblem(problem), { location: problem.location }))
  const { name, helm } = release.application.value.application
  return [
    ...(helm.chart.split("/").at(-1) === chartName
      ? []
      : [
          fail("helm.chart is another chart", {
            location: release.locateInApplication("helm", "chart"),
            hint: "Correct the name; without it ArgoCD installs something else, or nothing.",
            found: helm.chart,
            expected: profile.chart.reference,
            fix: {
              path: release.applicationPath,
              operations: [{ kind: "set", path: ["helm", "chart"], value: profile.chart.reference }],
            },
          }),
        ]),
    ...(name === release.name
      ? []
      : [
          warn("name is not that of the folder, which the middleware is called after", {
            location: release.locateInApplication("name"),
            hint: "Give it the folder's name, so that people find it in ArgoCD.",
            found: name,
            expected: release.name,
            fix: {
              path: release.applicationPath,
              operations: [{ kind: "set", path: ["name"], value: release.name }],
            },
          }),
        ]),
  ]
}

export const chartVersion: Check = {
  id: "OIDC102",
  group: "chart",
  title: "The chart version is one that has been published, and a recent one",
  needs: ["files"],
  after: ["OIDC101"],
  hint: "Newer versions accept more keys and fix faults; read the release notes first.",
  run: async (facts) => {
    const newest = await readNewest(facts)
    return eachRelease((release) => judgeVersion(release, newest))(facts)
  },
}

interface Newest {
  readonly version: string
  /** True where the releases themselves were looked at, so that a newer one than the newest does not exist. */
  readonly isCertain: boolean
}

/** By GitHub's releases where they can be read, unless `.idp-oidc.yaml` decides; else the newest that this program knows. */
async function readNewest(facts: Facts): Promise<Readonly<Record<Runtime, Newest>>> {
  const { chartVersions, pinnedVersions, chart } = facts.profile
  const github = await whereReached(facts.github)
  const newestOf = async (runtime: Runtime): Promise<Newest> => {
    const known = chartVersions[runtime]
    if (github === undefined || pinnedVersions.includes(runtime)) return { version: known, isCertain: false }
    const released = await whereReached(() => github.newestChartVersion(chart.repository, chartName, runtime))
    return released === undefined
      ? { version: known, isCertain: false }
      : { version: released, isCertain: true }
  }
  const [platform, forwardAuth] = await Promise.all([newestOf("platform"), newestOf("forward-auth")])
  return { platform, "forward-auth": forwardAuth }
}

function judgeVersion(
  release: Release,
  newestOf: Readonly<Record<Runtime, Newest>>,
): readonly Finding[] | undefined {
  const version = parseChartVersion(release.chartVersion)
  const runtime = runtimeOf(release.chartVersion)
  const newest = newestOf[runtime]
  const known = parseChartVersion(newest.version)
  if (version === undefined || known === undefined) return undefined
  const first = oldest[runtime]
  const details = {
    location: release.locateInApplication("helm", "chartVersion"),
    found: release.chartVersion,
    expected: newest.version,
    fix: edit(release, ["helm", "chartVersion"], newest.version),
  }
  const difference = compareChartVersions(version, known)
  if (difference === 0 || (difference > 0 && !newest.isCertain)) return []
  const isUnknown = difference > 0 || (first !== undefined && compareChartVersions(version, first) < 0)
  return [
    isUnknown
      ? fail("this version of the chart was never published", details)
      : warn("a newer version of the chart is known", details),
  ]
}

/** Source: the platform's published schemas begin with 0.3.0; ours begin with 1.0.0. */
const oldest = {
  platform: parseChartVersion("0.3.0"),
  "forward-auth": parseChartVersion("1.0.0"),
} as const

export const versionType: Check = {
  id: "OIDC103",
  group: "chart",
  title: "The chart version is a whole version in quotes",
  needs: ["files"],
  after: ["OIDC101"],
  hint: 'Write it as "0.3.3": without quotes, 0.3 and 1.10 are numbers and lose digits.',
  run: eachRelease((release) => {
    if (release.chartVersion === "") return undefined
    const { application: parsed } = release
    const objections = parsed.ok
      ? parsed.value.warnings
      : parsed.problems.filter(({ path }) => path.join(".") === "helm.chartVersion")
    const [problem] = objections
    const details = {
      found: release.chartVersion,
      location: problem?.location ?? { path: release.applicationPath },
    }
    const isWhole = /^[~^]?\d+\.\d+\.\d+/.test(release.chartVersion.replace(/^v/, ""))
    if (!isWhole) return [fail("chartVersion is not a whole version", { ...details, expected: '"0.3.3"' })]
    return problem === undefined
      ? []
      : [
          warn("chartVersion is not in quotes", {
            ...details,
            expected: `"${release.chartVersion}"`,
            fix: edit(release, ["helm", "chartVersion"], release.chartVersion),
          }),
        ]
  }),
}

export const applicationChecks: readonly Check[] = [application, chartVersion, versionType]
