import { chartName, resourceName } from "../contract/names.ts"
import { parseApplication } from "../contract/parse-application.ts"
import { parseValues } from "../contract/parse-values.ts"
import type { ClaimAssertion } from "../contract/values.ts"
import { readYaml } from "./located-yaml.ts"

/** What an existing release of the OIDC middleware chart says, as far as its files can be read. */
export interface ReleaseFacts {
  readonly name: string
  /** What ingresses call its middleware: the release's name, unless its values give the objects another. */
  readonly middleware: string
  /** Where its values stand, to say where a default came from. */
  readonly path: string
  readonly applicationPath: string
  readonly chartVersion: string | undefined
  readonly domain: string | undefined
  readonly cookieNamePrefix: string | undefined
  readonly bypassPaths: readonly string[]
  readonly assertClaims: readonly ClaimAssertion[]
  /** Absent where the chart decides. */
  readonly provider?: { readonly tenantId?: string; readonly url?: string }
}

export interface ReleaseTexts {
  readonly name: string
  readonly path: string
  readonly applicationPath: string
  readonly application: string | undefined
  readonly values: string | undefined
}

/**
 * True where `application.yaml` installs our chart. Reads no YAML where the name does not occur at all: a namespace may
 * hold thousands of apps, and all but a few are something else.
 */
export function installsMiddleware(application: string | undefined): boolean {
  if (application === undefined || !application.includes(chartName)) return false
  const read = readYaml(application, "application.yaml")
  return read.ok && read.value.string("helm", "chart")?.value.split("/").at(-1) === chartName
}

/** The other release whose cookies begin with this prefix already. */
export const prefixOwner = (
  prefix: string | undefined,
  release: string,
  releases: readonly ReleaseFacts[],
): ReleaseFacts | undefined =>
  prefix === undefined
    ? undefined
    : releases.find(({ name, cookieNamePrefix }) => name !== release && cookieNamePrefix === prefix)

/** What the middleware of a release is called, by the text of its values. */
export function middlewareOf(release: string, values: string | undefined): string {
  const read = readYaml(values ?? "", "values.yaml")
  const override = (key: string) => (read.ok ? (read.value.string(key)?.value ?? "") : "")
  return resourceName(release, {
    nameOverride: override("nameOverride"),
    fullnameOverride: override("fullnameOverride"),
  })
}

/** A file that does not parse yields no facts; whoever needs it says so in its own words. */
export function parseRelease({
  name,
  path,
  applicationPath,
  application,
  values,
}: ReleaseTexts): ReleaseFacts {
  const parsed = parseApplication(application ?? "", { path: applicationPath })
  const chartVersion = parsed.ok ? parsed.value.application.helm.chartVersion : undefined
  const read = readYaml(values ?? "", path)
  const tenantId = read.ok ? read.value.string("provider", "tenantId")?.value : undefined
  const url = read.ok ? read.value.string("provider", "url")?.value : undefined
  const rules = parseValues(values ?? "", { path, chartVersion: chartVersion ?? "" })
  return {
    name,
    middleware: middlewareOf(name, values),
    path,
    applicationPath,
    chartVersion,
    domain: read.ok ? read.value.string("domain")?.value : undefined,
    cookieNamePrefix: read.ok ? read.value.string("cookieNamePrefix")?.value : undefined,
    bypassPaths: read.ok ? read.value.strings("bypassPaths").map(({ value }) => value) : [],
    assertClaims: rules.ok ? (rules.value.values.authorization?.assertClaims ?? []) : [],
    ...(tenantId || url ? { provider: { ...(tenantId ? { tenantId } : {}), ...(url ? { url } : {}) } } : {}),
  }
}
