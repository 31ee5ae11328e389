import { chartName } from "../contract/names.ts"
import { readYaml } from "./located-yaml.ts"

/** An existing release of the OIDC middleware chart, in the same namespace as the app. */
export interface ReleaseSummary {
  readonly name: string
  readonly domain: string | undefined
  readonly cookieNamePrefix: string | undefined
  /** Where its values stand, to say where a default came from. */
  readonly path: string
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

/** A file that does not parse yields a summary without facts; whoever needs it says so in its own words. */
export function summariseRelease(name: string, path: string, values: string | undefined): ReleaseSummary {
  const read = readYaml(values ?? "", path)
  const text = (key: string) => (read.ok ? read.value.string(key)?.value : undefined)
  return { name, path, domain: text("domain"), cookieNamePrefix: text("cookieNamePrefix") }
}
