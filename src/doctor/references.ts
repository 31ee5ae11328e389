/** Which entries of an ingress's `middlewares` ask for login, and by which release. */
import { editDistance } from "../core/text/nearest.ts"
import { type App, type Reference, type Release, referencesOf } from "./login.ts"

/** An entry that means an OIDC middleware, right or wrong. */
export interface OidcReference {
  readonly reference: Reference
  /** Before the `@`. */
  readonly bare: string
  /** After the `@`; absent where there is none. */
  readonly provider: string | undefined
  /** The release that it means, as far as that can be told. */
  readonly release: Release | undefined
}

/** Releases by the name that references use, `<namespace>-<middleware>`. */
export interface ReleaseIndex {
  readonly byReference: ReadonlyMap<string, Release>
  readonly byNamespace: ReadonlyMap<string, readonly Release[]>
}

export const indexReleases = (releases: readonly Release[]): ReleaseIndex => ({
  byReference: new Map(releases.map((release) => [bareReference(release), release])),
  byNamespace: Map.groupBy(releases, ({ namespace }) => namespace),
})

export const bareReference = ({ namespace, middleware }: Release): string => `${namespace}-${middleware}`

/** Entries of other middlewares, such as one that compresses, are left out. */
export const oidcReferences = (app: App, index: ReleaseIndex): readonly OidcReference[] =>
  referencesOf(app).flatMap((reference) => {
    const [bare = "", provider] = reference.value.split("@")
    const release = meantRelease(bare, app.namespace, index)
    return release || /oidc/i.test(bare) ? [{ reference, bare, provider, release }] : []
  })

/** Two slips of the finger; more is another name. */
const typingErrors = 2

function meantRelease(bare: string, namespace: string, index: ReleaseIndex): Release | undefined {
  const exact = index.byReference.get(bare)
  if (exact) return exact
  const own = index.byNamespace.get(namespace) ?? []
  return (
    own.find(({ middleware }) => bare === middleware || bare.endsWith(`-${middleware}`)) ??
    own.find((release) => isNear(bare, bareReference(release)))
  )
}

const isNear = (a: string, b: string): boolean =>
  Math.abs(a.length - b.length) <= typingErrors && editDistance(a, b) <= typingErrors
