/** What `idp-oidc chart` writes: the chart itself, with the defaults of whoever publishes it. */
import { parseDocument } from "yaml"
import { chartName } from "../contract/names.ts"
import { failure, type Result, success } from "../result.ts"
import { editYaml } from "../yaml/edit.ts"
import type { YamlOperation, YamlPath } from "../yaml/operation.ts"
import type { YamlProblem } from "../yaml/problem.ts"

/** Text by path below the chart's folder. */
export type ChartFiles = ReadonlyMap<string, string>

/** What no release of ours can know, and no app should have to say. */
export interface PublisherDefaults {
  readonly tenantId?: string
  /** Registry and name, without the tag. */
  readonly image?: string
}

const places = {
  tenantId: ["provider", "tenantId"],
  image: ["forwardAuth", "image", "repository"],
} as const satisfies Record<keyof PublisherDefaults, YamlPath>

/** Facts of a platform that a publisher sets in values.yaml, and that no newer version of the chart knows better. */
const kept: readonly YamlPath[] = [
  places.tenantId,
  places.image,
  ["forwardAuth", "image", "pullSecrets"],
  ["forwardAuth", "traefikVersion"],
  ["forwardAuth", "networkPolicy", "enabled"],
  ["forwardAuth", "networkPolicy", "ingressNamespace"],
  ["forwardAuth", "networkPolicy", "monitoringNamespace"],
  ["forwardAuth", "serviceMonitor", "enabled"],
  ["forwardAuth", "serviceMonitor", "labels"],
  ["forwardAuth", "secretStore", "name"],
  ["forwardAuth", "secretStore", "kind"],
]

export interface ChartPlan {
  /** Files that are new or differ. */
  readonly write: ChartFiles
  /** Templates of an earlier version; left behind, Helm would render them too. */
  readonly remove: readonly string[]
  /** Those that values.yaml still lacks. */
  readonly missing: readonly (keyof PublisherDefaults)[]
}

/**
 * Writes `chart` over `existing`. Of an earlier version it keeps the platform's facts, unless `given` has new ones, and every
 * file outside `templates/`. Fails where `existing` is something else than this chart, or its values are not YAML.
 */
export function planChart(
  chart: ChartFiles,
  existing: ChartFiles,
  given: PublisherDefaults = {},
): Result<ChartPlan> {
  const isThisChart = readKey(readYaml(existing.get("Chart.yaml")), ["name"]) === chartName
  if (existing.size > 0 && !isThisChart) return failure(`It holds files, but no Chart.yaml of ${chartName}.`)
  const before = readYaml(existing.get("values.yaml"))
  if (before === undefined)
    return failure("Its values.yaml is not YAML, so nobody can tell what to keep of it.")
  const values = writeFacts(chart.get("values.yaml") ?? "", before, given)
  if (!values.ok) return failure(...values.problems.map(({ message }) => `values.yaml: ${message}`))
  const wanted = new Map(chart).set("values.yaml", values.value)
  const written = readYaml(values.value)
  return success({
    write: new Map([...wanted].filter(([path, text]) => existing.get(path) !== text)),
    remove: [...existing.keys()].filter((path) => path.startsWith("templates/") && !wanted.has(path)),
    missing: (["tenantId", "image"] as const).filter((name) => !readKey(written, places[name])),
  })
}

function writeFacts(values: string, before: unknown, given: PublisherDefaults): Result<string, YamlProblem> {
  const facts = kept.map((path): readonly [YamlPath, unknown] => [path, readKey(before, path)])
  const news = (["tenantId", "image"] as const).map((name) => [places[name], given[name]] as const)
  return editYaml(
    values,
    [...facts, ...news].flatMap(([path, value]) => operationsFor(path, value)),
  )
}

/** Lists of texts are added to the chart's own, which are empty. */
function operationsFor(path: YamlPath, value: unknown): readonly YamlOperation[] {
  if (typeof value === "string" || typeof value === "boolean") return [{ kind: "set", path, value }]
  if (Array.isArray(value))
    return value.flatMap((item) => (typeof item === "string" ? [{ kind: "append-item", path, item }] : []))
  if (typeof value !== "object" || value === null) return []
  return Object.entries(value).flatMap(([key, below]) => operationsFor([...path, key], below))
}

/** `null` for an empty text, `undefined` for one that is not YAML. */
function readYaml(text = ""): unknown {
  const document = parseDocument(text)
  return document.errors.length > 0 ? undefined : document.toJS()
}

const readKey = (document: unknown, path: YamlPath): unknown =>
  path.reduce<unknown>(
    (parent, key) =>
      typeof parent === "object" && parent !== null ? (parent as Record<string, unknown>)[key] : undefined,
    document,
  )
