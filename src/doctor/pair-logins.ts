/** From the folders of `apps/` to logins: which release belongs to which app. */
import { releaseNameFor } from "../core/contract/names.ts"
import { servedHosts as formsOf } from "../core/policy/hosts.ts"
import { installsMiddleware } from "../core/repo/release.ts"
import {
  type App,
  type Folder,
  type Login,
  parseAppFolder,
  parseReleaseFolder,
  type Release,
  servedHosts,
} from "./login.ts"
import { indexReleases, oidcReferences, type ReleaseIndex } from "./references.ts"

export interface Logins {
  readonly logins: readonly Login[]
  /** Of the whole repository, whatever was asked for: names must be unique in it. */
  readonly releases: readonly Release[]
  readonly index: ReleaseIndex
  /** Every app that a release stands in front of, in scope or not. */
  readonly appsOf: (release: Release) => readonly App[]
}

/** What the user asked about; an absent part means all. */
export interface Scope {
  readonly namespace: string | undefined
  /** An app, or the release in front of it. */
  readonly app: string | undefined
}

/**
 * Every release in scope with the apps that it stands in front of, and every app in scope that refers to a login which is
 * not there. An app that was asked for by name is there in any case.
 */
export function pairLogins(folders: readonly Folder[], scope: Scope): Logins {
  const names = new Set(folders.map(keyOf))
  const isRelease = new Set(folders.filter((folder) => looksLikeRelease(folder, names)))
  const releases = folders.filter((folder) => isRelease.has(folder)).map(parseReleaseFolder)
  const index = indexReleases(releases)
  const mayAsk = candidateTest(releases)
  const apps = folders
    .filter((folder) => !isRelease.has(folder) && (mayAsk(folder) || isNamed(folder, scope)))
    .map(parseAppFolder)
  const logins = apps.flatMap((app) => loginsOf(app, index, scope))
  const paired = new Set(logins.map(({ release }) => release))
  const orphans = releases
    .filter((release) => !paired.has(release))
    .map((release): Login => ({ namespace: release.namespace, app: undefined, release }))
  const byRelease = Map.groupBy(logins, ({ release }) => release)
  return {
    logins: [...logins, ...orphans].filter((login) => isInScope(login, scope)),
    releases,
    index,
    appsOf: (release) => (byRelease.get(release) ?? []).flatMap(({ app }) => app ?? []),
  }
}

const keyOf = ({ namespace, name }: Pick<Folder, "namespace" | "name">): string => `${namespace}/${name}`

/** By its chart; failing that by its keys, since the chart's name is what may be misspelt. */
function looksLikeRelease(folder: Folder, names: ReadonlySet<string>): boolean {
  if (installsMiddleware(folder.application)) return true
  const { namespace, name, values = "" } = folder
  const owner = name.replace(/-oidc$/, "")
  const standsBeside = owner !== name && names.has(keyOf({ namespace, name: owner }))
  return (
    /^(?:domain|cookieNamePrefix)\s*:/m.test(values) &&
    (standsBeside || /^\s+separateSecrets\s*:/m.test(values))
  )
}

/**
 * Parsing is what costs, and most apps of a repository have no login. One that has says so in its references, or has a
 * release beside it, or serves the host of one.
 */
function candidateTest(releases: readonly Release[]): (folder: Folder) => boolean {
  const keys = new Set(releases.map(keyOf))
  const domains = Map.groupBy(releases, ({ namespace }) => namespace)
  return ({ namespace, name, values = "" }) =>
    /oidc/i.test(values) ||
    keys.has(keyOf({ namespace, name: releaseNameFor(name) })) ||
    (domains.get(namespace) ?? []).some(
      ({ values: own }) => own.ok && values.includes(publicName(own.value.domain)),
    )
}

/** `ingress.fqdn` has the host without the prefix that the private ingress adds. */
const publicName = (domain: string): string => domain.toLowerCase().replace(/^internal[-.]/, "")

const isNamed = ({ namespace, name }: Pick<Folder, "namespace" | "name">, scope: Scope): boolean =>
  name === scope.app && (scope.namespace ?? namespace) === namespace

/** An app belongs to the release that is named after it or serves its host; failing that, to those that it refers to. */
function loginsOf(app: App, index: ReleaseIndex, scope: Scope): readonly Login[] {
  const references = oidcReferences(app, index)
  const hosts = new Set(servedHosts(app))
  const neighbours = index.byNamespace.get(app.namespace) ?? []
  const own = neighbours.filter(
    (release) => release.name === releaseNameFor(app.name) || servesOneOf(release, hosts),
  )
  const meant = new Set(own.length > 0 ? own : references.flatMap(({ release }) => release ?? []))
  const logins = [...meant].map((release): Login => ({ namespace: app.namespace, app, release }))
  const isAsked = references.length > 0 || isNamed(app, scope)
  return logins.length > 0 || !isAsked ? logins : [{ namespace: app.namespace, app, release: undefined }]
}

function servesOneOf({ values }: Release, hosts: ReadonlySet<string>): boolean {
  if (!values.ok || hosts.size === 0) return false
  return [...formsOf(values.value.domain)].some((host) => hosts.has(host))
}

const isInScope = ({ namespace, app, release }: Login, scope: Scope): boolean =>
  (scope.namespace ?? namespace) === namespace &&
  (scope.app === undefined || app?.name === scope.app || release?.name === scope.app)
