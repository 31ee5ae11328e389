/** Objects of the cluster for one release, or why they cannot be judged. */
import type { KubectlRefusal } from "../adapters/kubectl/kubectl.ts"
import { type Finding, type OutOfReach, outOfReach, unknown } from "./check.ts"
import type { ClusterKind, KubernetesObject } from "./cluster.ts"
import type { Facts } from "./facts.ts"
import { type App, type Release, servedHosts } from "./login.ts"

export type ReadObjects =
  | { readonly kind: "objects"; readonly items: readonly KubernetesObject[] }
  | { readonly kind: "obstacle"; readonly obstacle: readonly Finding[] | OutOfReach }

/**
 * The objects of one kind. kubectl may be logged in to another cluster than the one that the app runs on, where all of them
 * would be missing: only an Ingress with the app's host shows that it is the right one.
 */
export async function readObjects(
  kind: ClusterKind,
  release: Release,
  apps: readonly App[],
  { cluster }: Facts,
): Promise<ReadObjects> {
  const { namespace } = release
  const [objects, ingresses] = await Promise.all([
    cluster.list(kind, namespace),
    cluster.list("ingress", namespace),
  ])
  for (const read of [objects, ingresses])
    if (read.kind === "refused") return { kind: "obstacle", obstacle: refused(read.reason) }
  const items = objects.kind === "read" ? objects.items : []
  const hosts = new Set(apps.flatMap(servedHosts))
  const isHere =
    ingresses.kind === "read" &&
    ingresses.items.some((ingress) => hostsOf(ingress).some((host) => hosts.has(host)))
  if (isHere) return { kind: "objects", items }
  const why = `the cluster that kubectl is logged in to serves no host of ${namespace}`
  return {
    kind: "obstacle",
    obstacle: outOfReach("cluster", why, { command: `kubectl config use-context idp-ns-${namespace}` }),
  }
}

export const hostsOf = ({ spec }: KubernetesObject): readonly string[] =>
  spec?.rules?.flatMap(({ host }) => host ?? []) ?? []

/** Where nothing at all can be asked, access is what is missing; else it is this one object. */
export function refused(reason: KubectlRefusal): readonly Finding[] | OutOfReach {
  const { why, isAccess, hint } = refusals[reason]
  return isAccess ? outOfReach("cluster", why, hint === undefined ? {} : { hint }) : [unknown(why)]
}

/** Why kubectl tells nothing, as a part of a sentence. */
export const whyRefused = (reason: KubectlRefusal): string => refusals[reason].why

const login = "Run scripts/idp-ns-NAMESPACE.sh of the apps repo, then aws sso login where it asks for it."

const refusals: Readonly<
  Record<KubectlRefusal, { readonly why: string; readonly isAccess?: true; readonly hint?: string }>
> = {
  "not-installed": { why: "kubectl is not installed", isAccess: true },
  "no-login": { why: "kubectl is not logged in to a cluster", isAccess: true, hint: login },
  unreachable: {
    why: "the cluster cannot be reached",
    isAccess: true,
    hint: "Check the network and the VPN.",
  },
  forbidden: { why: "you may not read this in the namespace" },
  "not-found": { why: "it is not there" },
  "unknown-kind": { why: "this cluster has no objects of this kind" },
}
