import type { Profile } from "../contract/profile.ts"
import { profilePath } from "../contract/profile.ts"
import { isUuid } from "../contract/text-kinds.ts"
import { entraHost, tenantOfAddress } from "../entra/tenant.ts"
import type { ReleaseFacts } from "../repo/release.ts"
import type { Answers } from "./answers.ts"

/** Where Entra can be asked about an app registration: in a directory, or in the one that has verified one of these domains. */
export type Tenant =
  | { readonly kind: "known"; readonly id: string; readonly origin: string }
  | { readonly kind: "of-domain"; readonly domains: readonly string[] }

export interface TenantSources {
  readonly profile: Pick<Profile, "tenantId" | "domains">
  readonly releases: readonly ReleaseFacts[]
  readonly existing: ReleaseFacts | undefined
  readonly sibling: ReleaseFacts | undefined
}

/**
 * The organisation has one tenant, so whatever names it names it for this app too. `undefined` where nothing does, or where the app
 * logs in somewhere else: then there is nobody who could know its secret.
 */
export function deriveTenant(sources: TenantSources, { hosts }: Pick<Answers, "hosts">): Tenant | undefined {
  if (sources.existing && isElsewhere(sources.existing)) return undefined
  const known = knownTenant(sources)
  if (known) return known
  const domains = sources.profile.domains
    .filter((domain) => hosts[0] === domain || hosts[0].endsWith(`.${domain}`))
    .flatMap(withParents)
  return domains.length > 0 ? { kind: "of-domain", domains } : undefined
}

/** The one that is written somewhere. */
export function knownTenant({
  profile,
  releases,
  existing,
  sibling,
}: TenantSources): Extract<Tenant, { kind: "known" }> | undefined {
  if (profile.tenantId !== undefined) return { kind: "known", id: profile.tenantId, origin: profilePath }
  const named = [existing, sibling, ...releases].flatMap((release) => {
    const id = release && tenantOf(release)
    return id === undefined ? [] : [{ id, origin: release?.path ?? "" }]
  })
  const [first] = named
  return first && named.every(({ id }) => id === first.id) ? { kind: "known", ...first } : undefined
}

const isElsewhere = ({ provider }: ReleaseFacts): boolean =>
  provider?.url !== undefined && URL.parse(provider.url)?.host !== entraHost

function tenantOf({ provider }: ReleaseFacts): string | undefined {
  if (provider?.url !== undefined) return tenantOfAddress(provider.url)
  return provider?.tenantId !== undefined && isUuid(provider.tenantId)
    ? provider.tenantId.toLowerCase()
    : undefined
}

/** A company verifies the domain of its addresses, and apps often live further down. No top-level domain is anybody's. */
function withParents(domain: string): readonly string[] {
  const labels = domain.split(".")
  return labels.slice(0, -1).map((_, index) => labels.slice(index).join("."))
}
