/** What `idp-oidc chart` writes: the chart itself, with the defaults of whoever publishes it. */
import { parse } from "yaml"
import { chartName } from "../contract/names.ts"
import { failure, type Result, success } from "../result.ts"

/** Text by path below the chart's folder. */
export type ChartFiles = ReadonlyMap<string, string>

/** What no release of ours can know, and no app should have to say. */
export interface PublisherDefaults {
  readonly tenantId?: string
  /** Registry and name, without the tag. */
  readonly image?: string
}

export interface ChartPlan {
  /** Files that are new or differ. */
  readonly write: ChartFiles
  /** Templates of an earlier version; left behind, Helm would render them too. */
  readonly remove: readonly string[]
  /** Those that values.yaml still lacks. */
  readonly missing: readonly (keyof PublisherDefaults)[]
}

/**
 * Writes `chart` over `existing`. Of an earlier version it keeps the publisher's defaults, unless `given` has new ones,
 * and every file outside `templates/`. Fails where `existing` is something else than this chart.
 */
export function planChart(
  chart: ChartFiles,
  existing: ChartFiles,
  given: PublisherDefaults = {},
): Result<ChartPlan> {
  const isThisChart = readKey(parse(existing.get("Chart.yaml") ?? ""), ["name"]) === chartName
  if (existing.size > 0 && !isThisChart) return failure(`It holds files, but no Chart.yaml of ${chartName}.`)
  const defaults = { ...readDefaults(existing.get("values.yaml")), ...given }
  const wanted = new Map(chart)
  wanted.set("values.yaml", writeDefaults(chart.get("values.yaml") ?? "", defaults))
  return success({
    write: new Map([...wanted].filter(([path, text]) => existing.get(path) !== text)),
    remove: [...existing.keys()].filter((path) => path.startsWith("templates/") && !wanted.has(path)),
    missing: (["tenantId", "image"] as const).filter((name) => defaults[name] === undefined),
  })
}

function readDefaults(values: string | undefined): PublisherDefaults {
  const document: unknown = values === undefined ? undefined : parse(values)
  const tenantId = readKey(document, ["provider", "tenantId"])
  const image = readKey(document, ["forwardAuth", "image", "repository"])
  return { ...(tenantId && { tenantId }), ...(image && { image }) }
}

/** The two lines are ours and unique, so they are replaced as text and every comment stays where it is. */
function writeDefaults(values: string, { tenantId = "", image = "" }: PublisherDefaults): string {
  return values
    .replace('\n  tenantId: ""\n', () => `\n  tenantId: ${JSON.stringify(tenantId)}\n`)
    .replace('\n    repository: ""\n', () => `\n    repository: ${JSON.stringify(image)}\n`)
}

function readKey(document: unknown, path: readonly string[]): string | undefined {
  const value = path.reduce<unknown>(
    (parent, key) =>
      typeof parent === "object" && parent !== null ? (parent as Record<string, unknown>)[key] : undefined,
    document,
  )
  return typeof value === "string" ? value : undefined
}
