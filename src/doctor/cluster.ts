/** What runs in the cluster for one release, as far as the user's kubectl may read it. Values of secrets are never read. */
import type { Kubectl, KubectlAnswer, KubectlRefusal } from "../adapters/kubectl/kubectl.ts"
import { pathsOf, type Release } from "./login.ts"

export interface Cluster {
  /** The objects of one kind in a namespace. */
  readonly list: (kind: ClusterKind, namespace: string) => Promise<Objects>
  /** The keys of a Secret, each with the length of its value in bytes. */
  readonly secretKeys: (namespace: string, name: string) => Promise<SecretKeys>
  /** What the ingress has written in the last minutes, by the login for a namespace. */
  readonly ingressLog: (namespace: string) => Promise<KubectlAnswer>
}

export const clusterKinds = {
  externalSecret: "externalsecrets.external-secrets.io",
  middleware: "middlewares.traefik.io",
  ingress: "ingresses.networking.k8s.io",
} as const
export type ClusterKind = keyof typeof clusterKinds

export type Objects =
  | { readonly kind: "read"; readonly items: readonly KubernetesObject[] }
  | { readonly kind: "refused"; readonly reason: KubectlRefusal }

export type SecretKeys =
  | { readonly kind: "read"; readonly lengths: ReadonlyMap<string, number> }
  | { readonly kind: "refused"; readonly reason: KubectlRefusal }

/** The parts that checks look at; anything may be missing. */
export interface KubernetesObject {
  readonly metadata?: { readonly name?: string; readonly annotations?: Readonly<Record<string, string>> }
  readonly spec?: {
    /** Of an ExternalSecret. */
    readonly target?: { readonly name?: string }
    /** As `1h0m0s`; `0` fetches once. */
    readonly refreshInterval?: string
    readonly data?: readonly { readonly secretKey?: string; readonly remoteRef?: { readonly key?: string } }[]
    /** Of a Middleware. */
    readonly plugin?: unknown
    readonly forwardAuth?: unknown
    /** Of an Ingress. */
    readonly rules?: readonly { readonly host?: string }[]
  }
  readonly status?: {
    /** Of an ExternalSecret: when it was last fetched, as ISO 8601 has it. */
    readonly refreshTime?: string
    readonly conditions?: readonly {
      readonly type?: string
      readonly status?: string
      readonly reason?: string
      readonly message?: string
    }[]
  }
}

export function createCluster(kubectl: Kubectl): Cluster {
  const lists = new Map<string, Promise<Objects>>()
  let contexts: Promise<readonly string[]> | undefined
  const contextFor = async (namespace: string) => {
    contexts ??= kubectl.contexts()
    return (await contexts).find((name) => name === contextOf(namespace))
  }
  return {
    list: (kind, namespace) => {
      const key = `${kind} ${namespace}`
      const list =
        lists.get(key) ??
        contextFor(namespace).then((context) => readList(kubectl, clusterKinds[kind], namespace, context))
      lists.set(key, list)
      return list
    },
    secretKeys: async (namespace, name) =>
      readSecretKeys(kubectl, namespace, name, await contextFor(namespace)),
    ingressLog: async (namespace) => kubectl.logs(ingressLog, await contextFor(namespace)),
  }
}

/** The platform's login for a namespace. Source: its how-to on namespace access. */
const contextOf = (namespace: string): string => `idp-ns-${namespace}`

/** Source: the platform's how-to on ingress access logs, for the namespace. */
const ingressLog = [
  "--namespace=traefik",
  "--selector=app.kubernetes.io/name=traefik",
  "--all-containers",
  "--since=10m",
  "--tail=2000",
]

async function readList(
  kubectl: Kubectl,
  kind: string,
  namespace: string,
  context: string | undefined,
): Promise<Objects> {
  const answer = await kubectl.get([kind, "--namespace", namespace, "--output", "json"], context)
  if (answer.kind === "refused") return answer
  const list: unknown = JSON.parse(answer.text)
  const hasItems = typeof list === "object" && list !== null && "items" in list && Array.isArray(list.items)
  return { kind: "read", items: hasItems ? (list.items as readonly KubernetesObject[]) : [] }
}

/** kubectl measures the values itself, so that they never leave it. */
const lengthsTemplate =
  '{{range $key, $value := .data}}{{$key}} {{len (base64decode $value)}}{{"\\n"}}{{end}}'

async function readSecretKeys(
  kubectl: Kubectl,
  namespace: string,
  name: string,
  context: string | undefined,
): Promise<SecretKeys> {
  const output = `go-template=${lengthsTemplate}`
  const answer = await kubectl.get(["secret", name, "--namespace", namespace, "--output", output], context)
  if (answer.kind === "refused") return answer
  const rows = answer.text.split("\n").map((line) => line.split(" "))
  return {
    kind: "read",
    lengths: new Map(
      rows.flatMap(([key, length]) => (key && length ? [[key, Number(length)] as const] : [])),
    ),
  }
}

/** The ExternalSecret of a release: by its name, or by the paths that it asks for. */
export function findExternalSecret(items: readonly KubernetesObject[], release: Release) {
  const paths = new Set(Object.values(pathsOf(release)))
  return (
    items.find(({ metadata }) => metadata?.name === release.middleware) ??
    items.find(({ spec }) => spec?.data?.some(({ remoteRef }) => paths.has(remoteRef?.key ?? "")))
  )
}
