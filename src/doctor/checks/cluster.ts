/** What the cluster made of the files, beside the secrets. */
import { runtimeOf } from "../../core/contract/chart-version.ts"
import { findApplication } from "../applications.ts"
import {
  type Access,
  type Check,
  type Finding,
  fail,
  isOutOfReach,
  type OutOfReach,
  unknown,
  warn,
} from "../check.ts"
import { type ClusterKind, clusterKinds } from "../cluster.ts"
import { eachDeployed } from "../each-deployed.ts"
import { type Facts, whereReached } from "../facts.ts"
import { type Release, servedHosts } from "../login.ts"
import { hostsOf, readObjects, refused } from "../read-objects.ts"
import { bareReference } from "../references.ts"

const needs: readonly Access[] = ["cluster"]

export const clusterAccess: Check = {
  id: "OIDC501",
  group: "cluster",
  title: "kubectl may read what a login is made of",
  needs,
  after: [],
  hint: "What may not be read is unknown, and no fault: ArgoCD shows the same objects.",
  run: eachDeployed(async (release, apps, facts) => {
    const kinds = Object.keys(clusterKinds) as readonly ClusterKind[]
    const reads = await Promise.all(kinds.map((kind) => readObjects(kind, release, apps, facts)))
    const obstacles = reads.flatMap((read) => (read.kind === "obstacle" ? [read.obstacle] : []))
    const lost = obstacles.find(isOutOfReach)
    if (lost) return lost
    const hidden = kinds.filter((_, index) => reads[index]?.kind === "obstacle")
    return hidden.length === 0
      ? []
      : [
          unknown(`you may not read ${hidden.map((kind) => clusterKinds[kind].split(".")[0]).join(", ")}`, {
            command: `kubectl auth can-i list ${clusterKinds[hidden[0] ?? "ingress"]} --namespace ${release.namespace}`,
          }),
        ]
  }),
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
    if (read.kind === "obstacle") return (await askArgo(release, facts)) ?? read.obstacle
    const names = read.items.flatMap(({ metadata }) => metadata?.name ?? [])
    const found = read.items.find(({ metadata }) => metadata?.name === release.middleware)
    if (found === undefined) return [missing(release, names)]
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

const missing = ({ middleware, namespace }: Release, names: readonly string[]): Finding =>
  fail(`there is no Middleware ${middleware} in ${namespace}`, {
    found: names.join(", ") || "none",
    expected: middleware,
  })

/** ArgoCD knows which objects it has made, and shows them to more people. */
async function askArgo(release: Release, facts: Facts): Promise<readonly Finding[] | undefined> {
  const argo = await whereReached(facts.argo)
  const application = argo && findApplication(await argo.applications(), release)
  if (application === undefined) return undefined
  const made = application.resources.filter(
    ({ kind, health }) => kind === "Middleware" && health !== "Missing",
  )
  return made.some(({ name }) => name === release.middleware)
    ? []
    : [
        missing(
          release,
          made.map(({ name }) => name),
        ),
      ]
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
    if (read.kind === "obstacle") return read.obstacle
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

/** What the ingress writes when a login does not start. Source: Traefik's router, and the plugin that chart 0.3.x installs. */
const complaints: readonly (readonly [text: RegExp, what: string, hint: string])[] = [
  [
    /invalid secret/i,
    "the session secret does not have 32 bytes, so the middleware does not start",
    "Make a new one with openssl rand -hex 16 and store it by the namespace's secrets workflow.",
  ],
  [
    /default secret/i,
    "there is no session secret, so everybody can forge a session",
    "Store the session secret, and take the app offline until it is there.",
  ],
  [
    /cross-provider middleware reference is not allowed/i,
    "the ingress may not refer to middlewares of other namespaces, so the whole app is left out",
    "Ask the IDP team on Slack to allow the namespace.",
  ],
  [
    /does not exist/i,
    "the ingress refers to a middleware that is not there, so every page is 404",
    "Take the reference out until the release is synced, or correct it: see OIDC203 and OIDC204.",
  ],
]

export const ingressLog: Check = {
  id: "OIDC507",
  group: "cluster",
  title: "The ingress does not complain about the middleware",
  needs,
  after: ["OIDC505"],
  hint: "The platform team can read the ingress's log, in Grafana as well.",
  run: eachDeployed(async (release, _, facts): Promise<readonly Finding[] | OutOfReach> => {
    const log = await facts.cluster.ingressLog(release.namespace)
    if (log.kind === "refused") return refused(log.reason)
    const lines = log.text.split("\n").filter((line) => line.includes(bareReference(release)))
    return complaints.flatMap(([text, what, hint]) => {
      const line = lines.findLast((candidate) => text.test(candidate))
      return line === undefined ? [] : [fail(what, { found: line.slice(0, 300), hint })]
    })
  }),
}

export const clusterChecks: readonly Check[] = [
  clusterAccess,
  middlewareObject,
  ingressAnnotation,
  ingressLog,
]
