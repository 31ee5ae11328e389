/** What runs in the cluster for one release, as far as the user's kubectl may read it. Values of secrets are never read. */
import type { Kubectl, KubectlRefusal } from "../adapters/kubectl/kubectl.ts"
import type { Release } from "./login.ts"

export interface Cluster {
  /** The objects of one kind in a namespace. */
  readonly list: (kind: ClusterKind, namespace: string) => Promise<Objects>
  /** The keys of a Secret, each with the length of its value in bytes. */
  readonly secretKeys: (namespace: string, name: string) => Promise<SecretKeys>
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
    readonly data?: readonly { readonly secretKey?: string; readonly remoteRef?: { readonly key?: string } }[]
    /** Of a Middleware. */
    readonly plugin?: unknown
    readonly forwardAuth?: unknown
    /** Of an Ingress. */
    readonly rules?: readonly { readonly host?: string }[]
  }
  readonly status?: {
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
  return {
    list: (kind, namespace) => {
      const key = `${kind} ${namespace}`
      const list = lists.get(key) ?? readList(kubectl, clusterKinds[kind], namespace)
      lists.set(key, list)
      return list
    },
    secretKeys: (namespace, name) => readSecretKeys(kubectl, namespace, name),
  }
}

async function readList(kubectl: Kubectl, kind: string, namespace: string): Promise<Objects> {
  const answer = await kubectl.get([kind, "--namespace", namespace, "--output", "json"])
  if (answer.kind === "refused") return answer
  const list: unknown = JSON.parse(answer.text)
  const hasItems = typeof list === "object" && list !== null && "items" in list && Array.isArray(list.items)
  return { kind: "read", items: hasItems ? (list.items as readonly KubernetesObject[]) : [] }
}

/** kubectl measures the values itself, so that they never leave it. */
const lengthsTemplate =
  '{{range $key, $value := .data}}{{$key}} {{len (base64decode $value)}}{{"\\n"}}{{end}}'

async function readSecretKeys(kubectl: Kubectl, namespace: string, name: string): Promise<SecretKeys> {
  const output = `go-template=${lengthsTemplate}`
  const answer = await kubectl.get(["secret", name, "--namespace", namespace, "--output", output])
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

export const pathsOf = ({ values }: Release) =>
  values.ok ? (values.value.externalSecret?.separateSecrets ?? {}) : {}
