/** `.idp-oidc.yaml` at the repository's root: the facts of a platform, where they differ from `company.ts`. */
import { failure, type Result, success } from "../result.ts"
import type { Runtime } from "./chart-version.ts"
import { checkShape } from "./check-shape.ts"
import { companyProfile } from "./company.ts"
import { locateProblems } from "./locate-problems.ts"
import { chartName } from "./names.ts"
import { parseYaml } from "./parse-yaml.ts"
import type { LocatedProblem } from "./problem.ts"
import { closed, listOf, oneOf, text, texts, type ValueOf } from "./shape.ts"

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
    /** The version to write for the platform's runtime; absent, the newest one released. */
    readonly platformVersion?: string
    /** The version to write for the forward-auth runtime; absent, that of this program. */
    readonly forwardAuthVersion?: string
  }
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
        platformVersion: filled(
          "The version to write for the platform's runtime, instead of the newest one.",
        ),
        forwardAuthVersion: filled(
          "The version to write for the forward-auth runtime, instead of this program's.",
        ),
      },
      "Where the chart comes from.",
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

/** The company's facts, with those of the file over them; `source` is undefined where the repository has no such file. */
export function parseProfile(source: string | undefined): Result<Profile, LocatedProblem> {
  if (source === undefined) return success(companyProfile)
  const yaml = parseYaml(source, profilePath)
  if (!yaml.ok) return yaml
  const problems = checkShape(yaml.value.value, profileShape)
  if (problems.length > 0) return failure(...locateProblems(problems, yaml.value))
  const file = yaml.value.value as ValueOf<typeof profileShape>
  return success({ ...companyProfile, ...file, chart: { ...companyProfile.chart, ...file.chart } })
}

/** The address of the published schema of a chart version, for editors. */
export const schemaUrl = ({ chart }: Profile, version: string): string =>
  chart.schemaUrl.replaceAll("{chart}", chartName).replaceAll("{version}", version)
