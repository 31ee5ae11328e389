import { middlewareReference, releaseNameFor } from "../contract/names.ts"
import type { AppFacts } from "../repo/app.ts"
import type { ReleaseFacts } from "../repo/release.ts"
import type { Given } from "./given.ts"

/** The name of the middleware's release and why: an existing one of this app is continued, never doubled. */
export function deriveRelease(
  { release }: Pick<Given, "release">,
  app: AppFacts,
  releases: readonly ReleaseFacts[],
): { readonly name: string; readonly origin: string } {
  if (release !== undefined) return { name: release, origin: "--name" }
  const ingresses = Object.values(app.ingresses)
  const references = new Set(ingresses.flatMap(({ middlewares }) => middlewares.map(({ value }) => value)))
  const hosts = new Set(ingresses.flatMap((ingress) => ingress.hosts.map(({ value }) => value)))
  const existing =
    releases.find(({ middleware }) => references.has(middlewareReference(app.namespace, middleware))) ??
    releases.find(({ name }) => name === releaseNameFor(app.name)) ??
    releases.find(({ domain }) => domain !== undefined && hosts.has(domain))
  return existing
    ? { name: existing.name, origin: existing.path }
    : { name: releaseNameFor(app.name), origin: "the guide's naming" }
}
