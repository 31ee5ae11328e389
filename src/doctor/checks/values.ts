/**
 * `values.yaml` of the middleware, on its own. The contract knows every objection; here each one gets the check that
 * explains it, and an edit where the right value can be derived.
 */
import { isScalar } from "yaml"
import { compareChartVersions, parseChartVersion } from "../../core/contract/chart-version.ts"
import {
  type KeyPath,
  type LocatedProblem,
  renderKeyPath,
  renderProblem,
} from "../../core/contract/problem.ts"
import { type Profile, schemaUrl } from "../../core/contract/profile.ts"
import { areas } from "../areas.ts"
import { type Check, type CheckId, type Finding, fail, looked, nothing, warn } from "../check.ts"
import { type Around, eachRelease } from "../each.ts"
import type { Release } from "../login.ts"
import { repairs } from "../repairs.ts"

const ownerOf = (problem: LocatedProblem): CheckId =>
  areas.find(({ owns }) => owns(problem))?.id ?? schemaCheckId

const schemaCheckId = "OIDC104"

/** What the area's own rules find; checks that know more about an area add to it. */
export const findingsOf = (id: CheckId, release: Release): readonly Finding[] | undefined =>
  release.values.ok
    ? release.problems
        .filter((problem) => ownerOf(problem) === id)
        .map((problem) => describe(problem, release))
    : undefined

/** Where paths stand under each other's keys, what is read through them is wrong as well, and no evidence of its own. */
export const hasMixedPaths = (release: Release): boolean => (findingsOf("OIDC111", release) ?? []).length > 0

export const areaCheck = (
  id: CheckId,
  more: (release: Release, around: Around) => readonly Finding[] = () => [],
): Check => {
  const area = areas.find((candidate) => candidate.id === id)
  if (area === undefined) throw new Error(`no area of values is called ${id}`)
  return {
    id,
    group: "chart",
    title: area.title,
    hint: area.hint,
    needs: ["files"],
    after: ["OIDC101", schemaCheckId],
    run: eachRelease((release, around) => {
      const own = findingsOf(id, release)
      return own && [...own, ...more(release, around)]
    }),
  }
}

export const schema: Check = {
  id: schemaCheckId,
  group: "chart",
  title: "values.yaml is valid for its chart version",
  needs: ["files"],
  after: ["OIDC101"],
  hint: "The chart refuses unknown keys, so ArgoCD cannot render the release.",
  run: async (facts) => {
    const { logins } = await facts.logins()
    const releases = [...new Set(logins.flatMap(({ release }) => release ?? []))]
    if (releases.length === 0) return nothing("there is no release of the middleware")
    return looked(
      ...releases.flatMap((release) => {
        const warnings = release.yaml.ok ? release.yaml.value.warnings : []
        return [
          ...[...release.objections, ...warnings].map((problem) => describe(problem, release)),
          ...(findingsOf(schemaCheckId, release) ?? []),
          ...checkModeline(release, facts.profile),
        ]
      }),
    )
  },
}

/** Editors check the file against the schema that this comment names. Source: the platform's how-to on schemas in editors. */
const modeline = /^#\s*yaml-language-server:\s*\$schema=(\S+)[^\S\n]*$/m

function checkModeline(
  { valuesText, valuesPath, chartVersion }: Release,
  profile: Profile,
): readonly Finding[] {
  const [line, url = ""] = modeline.exec(valuesText) ?? []
  const version = parseChartVersion(/\/v?(\d[^/]*)\.json$/.exec(url)?.[1] ?? "")
  const pinned = parseChartVersion(chartVersion)
  if (!line || !version || !pinned || compareChartVersions(version, pinned) === 0) return []
  const expected = schemaUrl(profile, chartVersion.replace(/^v/, ""))
  return [
    warn("the comment for editors names the schema of another chart version", {
      location: {
        path: valuesPath,
        line: valuesText.slice(0, valuesText.indexOf(line)).split("\n").length,
        column: 1,
      },
      found: url,
      expected,
      hint: "Only editors read it, and would object to the wrong keys.",
      fix: {
        path: valuesPath,
        operations: [],
        comment: { before: line.trimEnd(), after: line.trimEnd().replace(url, expected) },
      },
    }),
  ]
}

function describe(problem: LocatedProblem, release: Release): Finding {
  const { path, what, expected, severity, location, nearest } = problem
  const found = textAt(path, release)
  const operations = repairs(problem, release)
  const details = {
    location,
    expected,
    ...(found === undefined ? {} : { found }),
    ...(problem.rule === "yaml" ? { hint: "Repair the file first: as it is, nothing can read it." } : {}),
    ...(nearest === undefined ? {} : { hint: `Did you mean ${nearest}?` }),
    ...(operations.length === 0 ? {} : { fix: { path: release.valuesPath, operations } }),
  }
  const sentence =
    path.length === 0
      ? renderProblem({ ...problem, expected: "" }).replace(/, expected $/, "")
      : `${renderKeyPath(path)} ${what}`
  return severity === "error" ? fail(sentence, details) : warn(sentence, details)
}

/** People paste a secret where its path belongs, so nothing below that key is ever shown. */
function textAt(path: KeyPath, { yaml }: Release): string | undefined {
  if (path[0] === "externalSecret" || path.length === 0) return undefined
  const node = yaml.ok ? yaml.value.nodeAt(path) : undefined
  return isScalar(node) && String(node.value).length <= 120 ? String(node.value) : undefined
}

/** The areas of which nothing more is known than the contract's own objections. */
const plainAreas = [
  "OIDC105",
  "OIDC108",
  "OIDC109",
  "OIDC111",
  "OIDC113",
  "OIDC115",
  "OIDC116",
  "OIDC121",
] as const

export const valuesChecks: readonly Check[] = [schema, ...plainAreas.map((id) => areaCheck(id))]
