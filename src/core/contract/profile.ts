/** `.idp-oidc.yaml` at the repository's root: the facts of a platform, where they differ from `company.ts`. */
import { failure, type Result, success } from "../result.ts"
import { parseChartVersion, type Runtime, runtimeOf, runtimes } from "./chart-version.ts"
import { checkShape } from "./check-shape.ts"
import { companyProfile } from "./company.ts"
import { locateProblems } from "./locate-problems.ts"
import { chartName } from "./names.ts"
import { parseYaml } from "./parse-yaml.ts"
import type { KeyPath, LocatedProblem, ValuesProblem } from "./problem.ts"
import { closed, listOf, oneOf, text, texts, type ValueOf } from "./shape.ts"
import { hostObjection, isTenant } from "./text-kinds.ts"

export const profilePath = ".idp-oidc.yaml"

export interface Profile {
  /** Whose tenant it is, as tickets call it. */
  readonly organisation: string
  readonly chart: {
    /** As `application.yaml` spells it. */
    readonly reference: string
    /** `owner/name` of the GitHub repository whose releases are the chart's. */
    readonly repository: string
    /** Where the schema of a version is published: `{chart}` and `{version}` stand for the two. */
    readonly schemaUrl: string
  }
  readonly chartVersions: Readonly<Record<Runtime, string>>
  /** The runtimes whose version the file decides, whatever has been released since. */
  readonly pinnedVersions: readonly Runtime[]
  /** Apps live below these. */
  readonly domains: readonly string[]
  readonly tenantId?: string
  /** Where tickets go: an e-mail address or a URL. */
  readonly servicedesk?: string
  readonly ticketLanguage: "da" | "en"
  readonly runtime: Runtime
  readonly suppressedChecks: readonly SuppressedCheck[]
}

export interface SuppressedCheck {
  readonly id: string
  readonly reason: string
}

const filled = (about: string) => text(about, { minLength: 1 })

/** What the file may say; a test holds the documentation against it. */
export const profileShape = closed(
  {
    organisation: filled("Whose tenant it is, as tickets call it."),
    chart: closed(
      {
        reference: filled("The chart, as `application.yaml` spells it."),
        repository: filled("`owner/name` of the GitHub repository whose releases are the chart's."),
        schemaUrl: filled("Where the schema is published; `{chart}` and `{version}` stand for the two."),
      },
      "Where the chart comes from.",
    ),
    chartVersions: closed(
      {
        platform: filled("Instead of the newest one released."),
        "forward-auth": filled("Instead of this program's own."),
      },
      "The chart version to write, by runtime.",
    ),
    domains: texts("Apps live below these domains."),
    tenantId: filled("Directory (tenant) id of the organisation in Entra ID."),
    servicedesk: filled("Where tickets go: an e-mail address or a URL."),
    ticketLanguage: oneOf(["da", "en"], "The language of tickets."),
    runtime: oneOf(["platform", "forward-auth"], "Who does the login."),
    suppressedChecks: listOf(
      closed(
        {
          id: filled("The check, as the doctor prints it."),
          reason: filled("Why it does not apply here."),
        },
        "One check.",
        ["id", "reason"],
      ),
      "Checks of the doctor that do not count here.",
    ),
  },
  "`.idp-oidc.yaml`.",
)

type ProfileFile = ValueOf<typeof profileShape>

/** The company's facts, with those of the file over them; `source` is undefined where the repository has no such file. */
export function parseProfile(source: string | undefined): Result<Profile, LocatedProblem> {
  if (source === undefined) return success(companyProfile)
  const yaml = parseYaml(source, profilePath)
  if (!yaml.ok) return yaml
  const misshapen = checkShape(yaml.value.value, profileShape)
  if (misshapen.length > 0) return failure(...locateProblems(misshapen, yaml.value))
  const file = yaml.value.value as ProfileFile
  const problems = checkFacts(file)
  return problems.length > 0 ? failure(...locateProblems(problems, yaml.value)) : success(mergeProfile(file))
}

function mergeProfile({ chart, chartVersions = {}, ...others }: ProfileFile): Profile {
  return {
    ...companyProfile,
    ...others,
    chart: { ...companyProfile.chart, ...chart },
    chartVersions: { ...companyProfile.chartVersions, ...chartVersions },
    pinnedVersions: runtimes.filter((runtime) => chartVersions[runtime] !== undefined),
  }
}

/** What is text to the shape, and must be a certain kind of text to be of use. */
function checkFacts({
  chart,
  chartVersions = {},
  domains = [],
  tenantId,
}: ProfileFile): readonly ValuesProblem[] {
  const facts: readonly Fact[] = [
    [["chart", "repository"], chart?.repository, kinds.repository],
    [["chart", "schemaUrl"], chart?.schemaUrl, kinds.schemaUrl],
    ...runtimes.map(
      (runtime) => [["chartVersions", runtime], chartVersions[runtime], kinds[runtime]] as const,
    ),
    ...domains.map((domain, index) => [["domains", index], domain, kinds.domain] as const),
    [["tenantId"], tenantId, kinds.tenantId],
  ]
  return facts.flatMap(([path, value, { test, expected }]) =>
    value === undefined || test(value)
      ? []
      : [{ path, what: `is ${JSON.stringify(value)}`, expected, rule: "guide", severity: "error" }],
  )
}

type Fact = readonly [path: KeyPath, value: string | undefined, kind: TextKind]

interface TextKind {
  readonly test: (text: string) => boolean
  readonly expected: string
}

const isVersionOf = (runtime: Runtime) => (text: string) =>
  parseChartVersion(text) !== undefined && runtimeOf(text) === runtime

const kinds = {
  repository: {
    test: (text) => /^[\w-]+\/[\w.-]+$/.test(text),
    expected: "owner/name of a repository on GitHub",
  },
  schemaUrl: {
    test: (text) => /^https:\/\/\S+$/.test(text) && text.includes("{version}"),
    expected: "an https URL with {version} in it",
  },
  platform: { test: isVersionOf("platform"), expected: "a version such as 0.3.3" },
  "forward-auth": { test: isVersionOf("forward-auth"), expected: "a version such as 1.0.0" },
  domain: {
    test: (text) => hostObjection(text) === undefined,
    expected: "a bare domain such as apps.example.com",
  },
  tenantId: { test: isTenant, expected: "a directory id, which is a UUID" },
} as const satisfies Record<string, TextKind>

/** The address of the published schema of a chart version, for editors. */
export const schemaUrl = ({ chart }: Profile, version: string): string =>
  chart.schemaUrl.replaceAll("{chart}", chartName).replaceAll("{version}", version)
