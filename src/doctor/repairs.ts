/** The edit that ends a problem of `values.yaml`, where the right value can be derived from the files alone. */

import { isScalar } from "yaml"
import { cookiePrefixFor, secretPaths } from "../core/contract/names.ts"
import type { KeyPath, LocatedProblem } from "../core/contract/problem.ts"
import { oddityOf } from "../core/rule/canonical-path.ts"
import type { YamlOperation } from "../core/yaml/operation.ts"
import type { Release } from "./login.ts"

type Repair = (problem: LocatedProblem, release: Release) => readonly YamlOperation[]

/** Operations to make in this order; none where a person has to decide. */
export const repairs: Repair = (problem, release) => {
  const keys = problem.path.filter((part) => typeof part === "string").join(".")
  if (problem.what === unknownKey) return renameKey(problem, release)
  const repair = byKey.find(([pattern]) => pattern.test(keys))?.[1]
  return repair === undefined || isMisspelt(problem, release) ? [] : repair(problem, release)
}

const unknownKey = "unknown key"

/** A key that is missing because it stands there under another name, which is what there is to repair. */
const isMisspelt = ({ path }: LocatedProblem, { objections }: Release): boolean =>
  objections.some(
    ({ what, nearest, path: other }) =>
      what === unknownKey &&
      nearest === path.at(-1) &&
      other.length === path.length &&
      other.slice(0, -1).every((key, index) => key === path[index]),
  )

const set = (path: KeyPath, value: string): YamlOperation => ({ kind: "set", path, value })
const remove = (path: KeyPath): YamlOperation => ({ kind: "remove", path })
const removeIt: Repair = ({ path }) => [remove(path)]

/** The app in front of which a release stands, by the guide's naming. */
const ownerOf = ({ name }: Release): string => name.replace(/-oidc$/, "")

/** A key at the wrong level is for a person: moving its value could change its meaning. */
const renameKey: Repair = ({ path, what, nearest }) =>
  what === unknownKey && nearest !== undefined && !nearest.includes(".")
    ? [{ kind: "rename-key", path, to: nearest }]
    : []

const meantHost: Repair = ({ path, nearest }) => (nearest === undefined ? [] : [set(path, nearest)])

const suffixes = {
  clientId: "-client-id",
  clientSecret: "-client-secret",
  sessionSecret: "-session-secret",
} as const

/**
 * Named like its neighbours, whatever their names; by the guide where none of them tells. A path that somebody pasted a
 * value into is not read any further.
 */
const secretPath: Repair = ({ path }, release) => {
  const part = (["clientId", "clientSecret", "sessionSecret"] as const).find((name) => name === path.at(-1))
  if (part === undefined) return []
  const own = new RegExp(
    `^customer/${release.namespace}/([^/\\s]+?)-(?:client-id|client-secret|session-secret)$`,
  )
  const stem = Object.keys(suffixes)
    .map((name) => own.exec(textAt([...path.slice(0, -1), name], release) ?? "")?.[1])
    .find((name) => name !== undefined)
  return [
    set(
      path,
      stem === undefined
        ? secretPaths(release.namespace, ownerOf(release))[part]
        : `customer/${release.namespace}/${stem}${suffixes[part]}`,
    ),
  ]
}

const bypassPath: Repair = ({ path, what }, release) => {
  if (/repeats|by the middleware itself/.test(what)) return [remove(path)]
  const text = textAt(path, release)
  const meant = text === undefined ? undefined : exactPath(text)
  return meant === undefined || meant === text ? [] : [set(path, meant)]
}

/** `https://host/health?x` and ` health` both mean `/health`. A `*` means more than one path, so nobody can say which. */
function exactPath(text: string): string | undefined {
  const path = text
    .trim()
    .replace(/^[a-z][a-z0-9+.-]*:\/\/[^/]*/i, "")
    .replace(/\?.*$/, "")
    .replace(/^(?!\/)/, "/")
  return path === "/" || /[*`%]/.test(path) || oddityOf(path) !== undefined ? undefined : path
}

/** In brackets and quotes, a JSONPath takes a name as it is. */
const quotedClaim: Repair = ({ path, what }, release) => {
  const name = textAt(path, release)
  return what.includes("JSONPath") && name !== undefined && /^[^'[\]]+$/.test(name)
    ? [set(path, `['${name}']`)]
    : []
}

/** By key path, without positions. */
const byKey: readonly (readonly [keys: RegExp, repair: Repair])[] = [
  [/^domain$/, meantHost],
  [/^callbackUri$/, removeIt],
  [/^externalSecret\.separateSecrets\./, secretPath],
  [/^externalSecret\.remoteSecret(?:Name|Path)$/, removeIt],
  [
    /^cookieNamePrefix$/,
    ({ path }, release) => [set(path, cookiePrefixFor(release.namespace, ownerOf(release)))],
  ],
  [/^bypassPaths$/, bypassPath],
  [/^authorization\.assertClaims\.name$/, quotedClaim],
  [
    /^provider\.(?:insecureSkipVerify|validateIssuer|validateAudience|tenantId|url|tokenValidation|tokenRenewalThreshold)$/,
    removeIt,
  ],
  [/^requestedResources$/, removeIt],
  [/^sessionCookie\.(?:Secure|HttpOnly|SameSite|Domain|Path)$/, removeIt],
]

function textAt(path: KeyPath, { yaml }: Release): string | undefined {
  const node = yaml.ok ? yaml.value.nodeAt(path) : undefined
  return isScalar(node) ? String(node.value) : undefined
}
