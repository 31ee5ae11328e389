/**
 * `externalSecret`: paths of secrets, and never their values. Nothing here quotes what it found, since people paste a secret
 * where its path belongs.
 *
 * Source: the guide, step 2.
 */
import type { Runtime } from "../chart-version.ts"
import type { KeyPath, ValuesProblem } from "../problem.ts"
import { isGoDuration, isUuid } from "../text-kinds.ts"
import type { SecretTriple, Values } from "../values.ts"
import { error, type ValuesRule, warning, when } from "./rule.ts"

type Part = keyof SecretTriple

/** How the names of the guide end. */
const suffixes: Readonly<Record<Part, string>> = {
  clientId: "-client-id",
  clientSecret: "-client-secret",
  sessionSecret: "-session-secret",
}
const parts = Object.keys(suffixes) as readonly Part[]

export const checkSecrets: ValuesRule = ({ externalSecret = {} }, runtime) => {
  const { separateSecrets = {}, keys = {}, refreshInterval } = externalSecret
  return [
    ...checkSeparate(separateSecrets, runtime),
    ...checkModes(externalSecret),
    ...checkDistinct(["externalSecret", "keys"], keys),
    ...when(
      refreshInterval !== undefined && !isGoDuration(refreshInterval),
      error(["externalSecret", "refreshInterval"], "is not a duration", "one such as 1h or 30m"),
    ),
  ]
}

function checkSeparate(secrets: Partial<SecretTriple>, runtime: Runtime): readonly ValuesProblem[] {
  const path = (part: string) => ["externalSecret", "separateSecrets", part]
  const set = parts.filter((part) => secrets[part])
  if (set.length === 0) return []
  return [
    ...parts
      .filter((part) => !secrets[part])
      .map((part) => error(path(part), "is missing", "all three secrets, or none")),
    ...set.flatMap((part) => checkPath(path(part), part, secrets[part] ?? "", runtime)),
    ...checkDistinct(["externalSecret", "separateSecrets"], secrets),
    ...checkNamespaces(set.map((part) => namespaceOf(secrets[part] ?? ""))),
  ]
}

function checkPath(path: KeyPath, part: Part, secret: string, runtime: Runtime): readonly ValuesProblem[] {
  const expected = `a path such as customer/my-namespace/myapp-oidc${suffixes[part]}`
  if (/^\s|\s$/.test(secret)) return [error(path, "has a space or line break around it", expected)]
  if (secret.startsWith("/")) return [error(path, "starts with /", expected)]
  if (isUuid(secret) || !secret.includes("/"))
    return [error(path, "is not the full path of a secret", expected)]
  const swapped = parts.find((other) => other !== part && secret.endsWith(suffixes[other]))
  if (swapped) return [error(path, `is the path of ${swapped}`, expected)]
  if (namespaceOf(secret) !== undefined) return []
  // The platform lets a namespace read below `customer/<namespace>/` only; another cluster may do as it likes.
  return [
    runtime === "platform"
      ? error(path, "is outside customer/<namespace>/", expected)
      : warning(path, "is outside customer/<namespace>/", expected),
  ]
}

const namespaceOf = (secret: string): string | undefined =>
  /^customer\/([^/\s]+)\/[^/\s][^\s]*$/.exec(secret)?.[1]

/** A path that names no namespace has a problem of its own. */
function checkNamespaces(namespaces: readonly (string | undefined)[]): readonly ValuesProblem[] {
  const [first] = namespaces
  return when(
    namespaces.every(Boolean) && namespaces.some((namespace) => namespace !== first),
    warning(["externalSecret", "separateSecrets"], "has paths of several namespaces", "those of one"),
  )
}

function checkDistinct(path: KeyPath, triple: Partial<SecretTriple>): readonly ValuesProblem[] {
  return parts.flatMap((part, index) => {
    const earlier = parts.slice(0, index).find((other) => triple[other] && triple[other] === triple[part])
    return earlier ? [error([...path, part], `is the same as ${earlier}`, "three different ones")] : []
  })
}

function checkModes(external: NonNullable<Values["externalSecret"]>): readonly ValuesProblem[] {
  const separate = parts.some((part) => external.separateSecrets?.[part])
  return (["remoteSecretName", "remoteSecretPath"] as const).flatMap((key) =>
    when(
      separate && Boolean(external[key]),
      warning(["externalSecret", key], "is not used beside separateSecrets", "one of the two"),
    ),
  )
}
