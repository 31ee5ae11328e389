/** What the cluster made of the files. */
import type { KubectlRefusal } from "../../adapters/kubectl/kubectl.ts"
import { runtimeOf } from "../../core/contract/chart-version.ts"
import { sessionSecretBytes } from "../../core/entra/secret-shapes.ts"
import {
  type Access,
  type Check,
  type Finding,
  fail,
  type Look,
  looked,
  nothing,
  unknown,
  warn,
} from "../check.ts"
import { type ClusterKind, findExternalSecret, type KubernetesObject, pathsOf } from "../cluster.ts"
import type { Facts } from "../facts.ts"
import { type App, type Release, servedHosts } from "../login.ts"
import { bareReference } from "../references.ts"

const needs: readonly Access[] = ["cluster"]

/** More namespaces than a person works on at a time. */
const maxReleases = 10

const refusals: Readonly<Record<KubectlRefusal, string>> = {
  "not-installed": "kubectl is not installed",
  "no-login": "kubectl is not logged in to a cluster",
  forbidden: "you may not read this in the namespace",
  "not-found": "it is not there",
  "unknown-kind": "this cluster has no objects of this kind",
  unreachable: "the cluster cannot be reached",
}

type LookAtRelease = (release: Release, apps: readonly App[], facts: Facts) => Promise<readonly Finding[]>

const eachDeployed =
  (look: LookAtRelease) =>
  async (facts: Facts): Promise<Look> => {
    const { logins, appsOf } = await facts.logins()
    const releases = [...new Set(logins.flatMap(({ release }) => release ?? []))]
    if (releases.length === 0) return nothing("there is no release of the middleware")
    if (releases.length > maxReleases)
      return looked(unknown(`${releases.length} releases are too many to ask about: choose an app`))
    const findings = await Promise.all(releases.map((release) => look(release, appsOf(release), facts)))
    return looked(...findings.flat())
  }

/**
 * The objects of one kind, or why they cannot be judged. kubectl may be logged in to another cluster than the one that the
 * app runs on, where all of them would be missing: only an Ingress with the app's host shows that it is the right one.
 */
async function readObjects(
  kind: ClusterKind,
  release: Release,
  apps: readonly App[],
  { cluster }: Facts,
): Promise<{ readonly items: readonly KubernetesObject[] } | { readonly obstacle: Finding }> {
  const { namespace } = release
  const [objects, ingresses] = await Promise.all([
    cluster.list(kind, namespace),
    cluster.list("ingress", namespace),
  ])
  if (objects.kind === "refused") return { obstacle: unknown(refusals[objects.reason]) }
  if (ingresses.kind === "refused") return { obstacle: unknown(refusals[ingresses.reason]) }
  const hosts = new Set(apps.flatMap(servedHosts))
  const isHere = ingresses.items.some((ingress) => hostsOf(ingress).some((host) => hosts.has(host)))
  return isHere
    ? { items: objects.items }
    : { obstacle: unknown(`the cluster that kubectl is logged in to serves no host of ${namespace}`) }
}

const hostsOf = ({ spec }: KubernetesObject): readonly string[] =>
  spec?.rules?.flatMap(({ host }) => host ?? []) ?? []

export const externalSecretReady: Check = {
  id: "OIDC502",
  group: "cluster",
  title: "The ExternalSecret is synced",
  needs,
  after: ["OIDC101", "OIDC104"],
  hint: "kubectl describe externalsecret shows the events.",
  run: eachDeployed(async (release, apps, facts) => {
    const read = await readObjects("externalSecret", release, apps, facts)
    if ("obstacle" in read) return [read.obstacle]
    const found = findExternalSecret(read.items, release)
    const command = `kubectl describe externalsecret --namespace ${release.namespace}`
    if (found === undefined)
      return [
        fail(`no ExternalSecret asks for the secrets of ${release.name}`, {
          command,
          hint: "Look in ArgoCD whether the release is synced.",
        }),
      ]
    const ready = found.status?.conditions?.find(({ type }) => type === "Ready")
    if (ready?.status === "True") return []
    return [
      fail(`the ExternalSecret of ${release.name} is not synced`, {
        found: [ready?.reason, ready?.message].filter(Boolean).join(": ") || "no status yet",
        expected: "SecretSynced",
        command,
      }),
    ]
  }),
}

export const secretKeys: Check = {
  id: "OIDC504",
  group: "cluster",
  title: "The Secret has all three values, each of a plausible length",
  needs,
  after: ["OIDC502"],
  hint: "Store the value again by the namespace's secrets workflow; a line break at its end counts.",
  run: eachDeployed(async (release, apps, facts) => {
    const read = await readObjects("externalSecret", release, apps, facts)
    if ("obstacle" in read) return [read.obstacle]
    const source = findExternalSecret(read.items, release)
    const name = source?.spec?.target?.name ?? source?.metadata?.name
    if (source === undefined || name === undefined) return []
    const keys = await facts.cluster.secretKeys(release.namespace, name)
    if (keys.kind === "refused")
      return keys.reason === "not-found"
        ? [
            fail(`the Secret ${name} is not there`, {
              hint: "See OIDC502: it is made by the ExternalSecret.",
            }),
          ]
        : [unknown(refusals[keys.reason])]
    return Object.entries(pathsOf(release)).flatMap(([part, path]) => {
      const key = source.spec?.data?.find(({ remoteRef }) => remoteRef?.key === path)?.secretKey
      return key === undefined ? [] : judgeLength(part, keys.lengths.get(key), release)
    })
  }),
}

/** Bytes. Source: the guide, step 1; a client ID is a UUID. */
const exactLengths: Readonly<Record<string, number>> = { clientId: 36, sessionSecret: sessionSecretBytes }

function judgeLength(
  part: string,
  length: number | undefined,
  { name, chartVersion }: Release,
): readonly Finding[] {
  if (length === undefined) return [fail(`the Secret of ${name} lacks ${part}`)]
  const exact = exactLengths[part]
  // Our own server takes several session secrets, one a line.
  const isFree =
    exact === undefined || (part === "sessionSecret" && runtimeOf(chartVersion) === "forward-auth")
  if (length > 0 && (isFree || length === exact)) return []
  return [
    fail(`${part} of ${name} has the wrong length`, {
      found: `${length} bytes`,
      expected: exact === undefined ? "some" : `${exact} bytes`,
      ...(exact !== undefined && length === exact + 1
        ? { hint: "A line break was stored with it. Store it again without." }
        : {}),
    }),
  ]
}

export const middlewareObject: Check = {
  id: "OIDC505",
  group: "cluster",
  title: "The Middleware object is there",
  needs,
  after: ["OIDC101", "OIDC104"],
  hint: "Until it is there, every host that refers to it answers 404. Look in ArgoCD whether the release is synced.",
  run: eachDeployed(async (release, apps, facts) => {
    const read = await readObjects("middleware", release, apps, facts)
    if ("obstacle" in read) return [read.obstacle]
    const found = read.items.find(({ metadata }) => metadata?.name === release.middleware)
    if (found === undefined)
      return [
        fail(`there is no Middleware ${release.middleware} in ${release.namespace}`, {
          found: read.items.map(({ metadata }) => metadata?.name).join(", ") || "none",
          expected: release.middleware,
        }),
      ]
    const runs = found.spec?.forwardAuth === undefined ? "platform" : "forward-auth"
    return runs === runtimeOf(release.chartVersion)
      ? []
      : [
          warn(`the Middleware ${release.middleware} is of another chart version`, {
            found: runs === "platform" ? "a plugin, 0.x" : "forwardAuth, 1.x",
            expected: release.chartVersion,
          }),
        ]
  }),
}

const annotation = "traefik.ingress.kubernetes.io/router.middlewares"

export const ingressAnnotation: Check = {
  id: "OIDC506",
  group: "cluster",
  title: "The Ingress in the cluster refers to the middleware",
  needs,
  after: ["OIDC201"],
  hint: "The files say so, so ArgoCD has not synced the app yet, or something else writes the Ingress.",
  run: eachDeployed(async (release, apps, facts) => {
    const read = await readObjects("ingress", release, apps, facts)
    if ("obstacle" in read) return [read.obstacle]
    const hosts = new Set(apps.flatMap(servedHosts))
    const reference = `${bareReference(release)}@kubernetescrd`
    return read.items
      .filter((ingress) => hostsOf(ingress).some((host) => hosts.has(host)))
      .flatMap(({ metadata }) => {
        const listed = metadata?.annotations?.[annotation] ?? ""
        return listed.split(",").some((entry) => entry.trim() === reference)
          ? []
          : [
              fail(`the Ingress ${metadata?.name} does not refer to ${release.name}`, {
                found: listed || "no middlewares",
                expected: reference,
              }),
            ]
      })
  }),
}

export const clusterChecks: readonly Check[] = [
  externalSecretReady,
  secretKeys,
  middlewareObject,
  ingressAnnotation,
]
