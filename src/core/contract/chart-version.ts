/**
 * Versions of the `idp-oidc-middleware` chart, and what one says about who does the login.
 *
 * 0.x is the platform's: a plugin inside the ingress. 1.x is ours: a Middleware that asks the bundled server.
 */

import manifest from "../../../package.json" with { type: "json" }

export const runtimes = ["platform", "forward-auth"] as const
export type Runtime = (typeof runtimes)[number]

/** The newest version of the platform's chart that this release knows. Source: its published schemas. */
export const newestKnownPlatformVersion = "0.3.3"

/** Where neither the user nor a list of releases says which version. Package, chart and image carry one version. */
export const newestKnownVersions: Readonly<Record<Runtime, string>> = {
  platform: newestKnownPlatformVersion,
  "forward-auth": manifest.version,
}

export interface ChartVersion {
  readonly major: number
  readonly minor: number
  readonly patch: number
  /** What follows a hyphen, such as `rc.1`; empty for a release. */
  readonly prerelease: string
}

/** Reads `1.2.3`, `v1.2.3` and `1.2.3-rc.1+build`; anything else, ranges included, is undefined. Source: semver.org 2.0.0. */
export function parseChartVersion(text: string): ChartVersion | undefined {
  const match =
    /^v?(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:-([0-9A-Za-z.-]+))?(?:\+[0-9A-Za-z.-]+)?$/.exec(text)
  if (!match) return undefined
  const [, major, minor, patch, prerelease = ""] = match
  return { major: Number(major), minor: Number(minor), patch: Number(patch), prerelease }
}

/** Negative when `a` is older than `b`, positive when newer, 0 when neither. Source: semver.org 2.0.0, section 11. */
export function compareChartVersions(a: ChartVersion, b: ChartVersion): number {
  return (
    a.major - b.major ||
    a.minor - b.minor ||
    a.patch - b.patch ||
    comparePrereleases(a.prerelease, b.prerelease)
  )
}

/** The runtime that a version or a range such as `^1.0.0` deploys; the platform's own where nothing can be read from it. */
export function runtimeOf(version: string): Runtime {
  const major = /\d+/.exec(version)?.[0]
  return major !== undefined && Number(major) >= 1 ? "forward-auth" : "platform"
}

function comparePrereleases(a: string, b: string): number {
  if (a === b) return 0
  if (a === "" || b === "") return a === "" ? 1 : -1
  const [left, right] = [a.split("."), b.split(".")]
  for (const [index, part] of left.entries()) {
    const other = right[index]
    if (other === undefined) return 1
    const order = compareIdentifiers(part, other)
    if (order !== 0) return order
  }
  return left.length - right.length
}

/** Numbers come before words and compare by value. */
function compareIdentifiers(a: string, b: string): number {
  const [numericA, numericB] = [/^\d+$/.test(a), /^\d+$/.test(b)]
  if (numericA && numericB) return Number(a) - Number(b)
  if (numericA !== numericB) return numericA ? -1 : 1
  return a < b ? -1 : a > b ? 1 : 0
}
