import { type Runtime, runtimeOf } from "../contract/chart-version.ts"
import { cookiePrefixFor } from "../contract/names.ts"
import { type Profile, profilePath } from "../contract/profile.ts"
import { AppError } from "../errors.ts"
import type { AppFacts } from "../repo/app.ts"
import type { AskedPath } from "../repo/asked-paths.ts"
import { renderLines } from "../repo/located-yaml.ts"
import { prefixOwner, type ReleaseFacts } from "../repo/release.ts"
import type { Answers, Origins } from "./answers.ts"
import { deriveHosts } from "./derive-hosts.ts"
import { fields } from "./fields.ts"
import { type AnswerName, flagOf, type Given } from "./given.ts"
import type { Missing } from "./missing.ts"

export interface AnswerSources {
  readonly given: Given
  readonly app: AppFacts
  readonly profile: Profile
  readonly release: { readonly name: string; readonly origin: string }
  readonly releases: readonly ReleaseFacts[]
  /** What the release's files say already; they win over every other default. */
  readonly existing: ReleaseFacts | undefined
  /** The same release in another namespace: its rules come before every default. */
  readonly sibling: ReleaseFacts | undefined
  /** What monitoring asks of hosts. */
  readonly asked: readonly AskedPath[]
  /** The newest version that the platform has published of each runtime, where its releases could be read. */
  readonly published?: Readonly<Partial<Record<Runtime, string>>>
  /** How the user gave an answer; unless it says otherwise, by its flag. */
  readonly said?: Origins
  /** How `chooseApp` found the app. */
  readonly origins: Pick<Required<Origins>, "namespace" | "app">
}

export type DerivedAnswers =
  | { readonly kind: "answered"; readonly answers: Answers; readonly origins: Origins }
  | { readonly kind: "missing"; readonly missing: readonly Missing[] }

/**
 * Every answer, given or derived, each with where it came from; or what cannot be derived.
 *
 * @throws AppError `usage/contradicting-flags`, `usage/invalid-answer`, `app/ingress-disabled`, `app/no-host`
 */
export function deriveAnswers(sources: AnswerSources): DerivedAnswers {
  const { given, app, profile, release, existing, sibling } = sources
  const said = (name: AnswerName) => sources.said?.[name] ?? `--${flagOf[name]}`
  const hosts = deriveHosts(given, app)
  const chart = deriveChart(sources)
  const bypass = deriveBypass(sources, hosts.hosts)
  const example = existing ?? sibling
  const rules = existing
    ? { groups: [], claims: existing.assertClaims }
    : splitGroups(sibling?.assertClaims ?? [])
  const cookiePrefix =
    given.cookiePrefix ?? existing?.cookieNamePrefix ?? cookiePrefixFor(app.namespace, app.name)
  requireUnusedPrefix(cookiePrefix, sources)
  const missing = unusableDefaults(release.name, cookiePrefix, app)
  if (missing.length > 0) return { kind: "missing", missing }
  return {
    kind: "answered",
    answers: {
      namespace: app.namespace,
      app: app.name,
      release: release.name,
      middleware: existing?.middleware ?? release.name,
      displayName: given.displayName ?? displayNameFor(app.namespace, app.name),
      hosts: hosts.hosts,
      ingress: hosts.ingress,
      bypass: bypass.paths,
      groups: given.groups ?? rules.groups,
      claims: given.claims ?? (given.groups ? [] : rules.claims),
      runtime: chart.runtime,
      chartVersion: chart.version,
      cookiePrefix,
      ticketLanguage: given.ticketLanguage ?? profile.ticketLanguage,
    },
    origins: {
      ...sources.origins,
      release: release.origin,
      displayName: given.displayName ? said("displayName") : "app and namespace",
      ...hosts.origins,
      ...(given.hosts ? { hosts: said("hosts") } : {}),
      ...(given.ingress ? { ingress: said("ingress") } : {}),
      bypass: bypass.origin,
      groups: given.groups ? said("groups") : (example?.path ?? "no --group: everyone in the tenant"),
      claims: given.claims ? said("claims") : (example?.path ?? "no --claim"),
      runtime: chart.runtimeOrigin,
      chartVersion: chart.versionOrigin,
      cookiePrefix: given.cookiePrefix
        ? said("cookiePrefix")
        : existing?.cookieNamePrefix
          ? existing.path
          : "namespace and app, so that it is unique",
      ticketLanguage: given.ticketLanguage ? said("ticketLanguage") : "the platform's profile",
    },
  }
}

/** A rule on groups is what the ticket must order; the others are taken as they are. */
function splitGroups(claims: Answers["claims"]): Pick<Answers, "groups" | "claims"> {
  const rule = claims.find(({ name, anyOf, allOf }) => name === "groups" && anyOf && !allOf)
  return { groups: rule?.anyOf ?? [], claims: claims.filter((claim) => claim !== rule) }
}

/**
 * An external monitor asks for the same paths as the probes, unless the repository says for which. Metrics are scraped inside the
 * cluster and stay closed.
 */
function deriveBypass(
  { given, app, existing, sibling, asked, said }: AnswerSources,
  hosts: readonly string[],
): { readonly paths: readonly string[]; readonly origin: string } {
  if (given.bypass) return { paths: given.bypass, origin: said?.bypass ?? "--bypass" }
  if (existing) return { paths: existing.bypassPaths, origin: existing.path }
  const known = sibling?.bypassPaths ?? []
  const suggested = [...(sibling ? [] : app.probes), ...asked.filter(({ host }) => hosts.includes(host))]
  const found = suggested.filter(
    ({ value }, index) =>
      suggested.findIndex((other) => other.value === value) === index &&
      !known.includes(value) &&
      !/^\/metrics\/?$/.test(value) &&
      fields.bypass.parse(value).ok,
  )
  return {
    paths: [...known, ...found.map(({ value }) => value)],
    origin:
      [...(sibling ? [sibling.path] : []), renderLines(found.map(({ location }) => location))]
        .filter(Boolean)
        .join(", ") || "no HTTP probe",
  }
}

/** One decides the other: a version says which runtime it is. */
function deriveChart({ given, profile, existing, sibling, published, said }: AnswerSources) {
  const { runtime, chartVersion } = given
  if (chartVersion !== undefined) {
    const implied = runtimeOf(chartVersion)
    if (runtime !== undefined && runtime !== implied)
      throw new AppError(
        "usage/contradicting-flags",
        `--chart-version ${chartVersion} is the ${implied} runtime, but --runtime says ${runtime}.`,
        { hint: "Leave one of the two out." },
      )
    return {
      runtime: implied,
      version: chartVersion,
      runtimeOrigin: "--chart-version",
      versionOrigin: "--chart-version",
    }
  }
  if (runtime === undefined && existing?.chartVersion !== undefined)
    return {
      runtime: runtimeOf(existing.chartVersion),
      version: existing.chartVersion,
      runtimeOrigin: existing.applicationPath,
      versionOrigin: existing.applicationPath,
    }
  const example = sibling?.chartVersion === undefined ? undefined : runtimeOf(sibling.chartVersion)
  const chosen = runtime ?? example ?? profile.runtime
  const runtimeOrigin = runtime
    ? (said?.runtime ?? "--runtime")
    : example
      ? (sibling?.applicationPath ?? "")
      : "the platform's profile"
  const pinned = profile.pinnedVersions.includes(chosen)
  const newest = pinned ? undefined : published?.[chosen]
  return {
    runtime: chosen,
    version: newest ?? profile.chartVersions[chosen],
    runtimeOrigin,
    versionOrigin: pinned
      ? profilePath
      : newest
        ? `the newest one that ${profile.chart.repository} has released`
        : "the newest one known to this program, not verified",
  }
}

function requireUnusedPrefix(prefix: string, { releases, release }: AnswerSources): void {
  const other = prefixOwner(prefix, release.name, releases)
  if (other)
    throw new AppError("usage/invalid-answer", `The cookie prefix ${prefix} is taken by ${other.name}.`, {
      location: { path: other.path },
      hint: "Choose another one with --cookie-prefix.",
    })
}

/** Names of folders may have what names of releases and cookies may not; only the user can say what to call it then. */
function unusableDefaults(release: string, cookiePrefix: string, { name }: AppFacts): readonly Missing[] {
  const missing: Missing[] = []
  const named = fields.release.parse(release)
  if (!named.ok) missing.push({ flag: "--name", why: `the derived name ${named.problems.join(", ")}` })
  const prefixed = fields.cookiePrefix.parse(cookiePrefix)
  if (!prefixed.ok)
    missing.push({ flag: "--cookie-prefix", why: `none can be derived from the app's name ${name}` })
  return missing
}

/** What an app registration is called unless told otherwise. */
export const displayNameFor = (namespace: string, app: string): string => `${titleOf(app)} (${namespace})`

const titleOf = (app: string): string =>
  app
    .split(/[-_.]+/)
    .filter(Boolean)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join(" ")
