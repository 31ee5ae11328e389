/** Walks the secrets that releases name, by the user's own sign-in to AWS. */
import type { SecretField } from "../core/entra/secret-shapes.ts"
import { type Finding, isOutOfReach } from "./check.ts"
import { eachDeployed } from "./each-deployed.ts"
import type { Facts, ReadSecrets } from "./facts.ts"
import { pathsOf, type Release } from "./login.ts"

/** One of the three secrets of a release, and where its path is written. */
export interface Part {
  readonly release: Release
  readonly field: SecretField
  readonly path: string
}

const fields = {
  clientId: "client-id",
  clientSecret: "client-secret",
  sessionSecret: "session-secret",
} as const

export const partsOf = (release: Release): readonly Part[] =>
  Object.entries(pathsOf(release)).flatMap(([key, path]) =>
    key in fields ? [{ release, field: fields[key as keyof typeof fields], path }] : [],
  )

export const whereOf = ({ release, field }: Part) => {
  const [key] = Object.entries(fields).find(([, name]) => name === field) ?? []
  return release.yaml.ok && key !== undefined
    ? { location: release.yaml.value.locate(["externalSecret", "separateSecrets", key]) }
    : { location: { path: release.valuesPath } }
}

/** `undefined` where there is nothing to look at. */
type LookAtRelease = (
  release: Release,
  aws: ReadSecrets,
  facts: Facts,
) => Promise<readonly Finding[] | undefined>

/** Every release that names its secrets, by the sign-in for its namespace. */
export const eachStored = (look: LookAtRelease) =>
  eachDeployed(async (release, _, facts) => {
    if (partsOf(release).length === 0) return undefined
    const aws = await facts.aws(release.namespace)
    return isOutOfReach(aws) ? aws : look(release, aws, facts)
  })
