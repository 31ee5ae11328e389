import { privateHost } from "../contract/names.ts"
import type { Location } from "../errors.ts"
import { failure, type Result, success } from "../result.ts"
import { type Located, readYaml, type YamlReader, type YamlSyntaxProblem } from "./located-yaml.ts"

export type IngressKind = "public" | "private"

export interface IngressFacts {
  readonly kind: IngressKind
  readonly enabled: boolean
  /** Where `enabled` stands, or nothing where the block says nothing. */
  readonly location: Location | undefined
  readonly hosts: readonly Located<string>[]
  readonly middlewares: readonly Located<string>[]
}

/** What the app's own two files say. */
export interface AppFacts {
  readonly namespace: string
  readonly name: string
  readonly chart: Located<string> | undefined
  readonly chartVersion: Located<string> | undefined
  readonly valuesPath: string
  readonly values: string
  /** `ingress.enabled`, which switches both off. */
  readonly ingressEnabled: Located<boolean> | undefined
  readonly ingresses: Readonly<Record<IngressKind, IngressFacts>>
  /** True where the private host depends on a default that the chart does not publish. */
  readonly privateHostAssumed: boolean
  /** Paths of HTTP probes, without those that Kubernetes asks for and nobody else should. */
  readonly probes: readonly Located<string>[]
}

export interface AppTexts {
  readonly namespace: string
  readonly name: string
  readonly application: string | undefined
  readonly values: string
}

export const appFolder = (namespace: string, app: string): string => `apps/${namespace}/${app}`

/** Source: schema of the platform's `idp-advanced` chart, `ingress`, `livenessProbe`, `readinessProbe`, `startupProbe`. */
export function parseApp(texts: AppTexts): Result<AppFacts, YamlSyntaxProblem> {
  const folder = appFolder(texts.namespace, texts.name)
  const valuesPath = `${folder}/values.yaml`
  const values = readYaml(texts.values, valuesPath)
  const application = readYaml(texts.application ?? "", `${folder}/application.yaml`)
  if (!values.ok || !application.ok)
    return failure(...[values, application].flatMap((result) => (result.ok ? [] : result.problems)))
  const read = values.value
  const fqdn = read.strings("ingress", "fqdn")
  const wildcard = read.boolean("ingress", "private", "wildcardCertificate")
  const prefixed = fqdn.map(({ value, location }) => ({
    value: privateHost(value, wildcard?.value ?? false),
    location,
  }))
  return success({
    namespace: texts.namespace,
    name: texts.name,
    chart: application.value.string("helm", "chart"),
    chartVersion: application.value.string("helm", "chartVersion"),
    valuesPath,
    values: texts.values,
    ingressEnabled: read.boolean("ingress", "enabled"),
    ingresses: {
      public: ingressFacts(read, "public", fqdn),
      private: ingressFacts(read, "private", prefixed),
    },
    privateHostAssumed: wildcard === undefined,
    probes: probePaths(read),
  })
}

function ingressFacts(read: YamlReader, kind: IngressKind, hosts: readonly Located<string>[]): IngressFacts {
  const enabled = read.boolean("ingress", kind, "enabled")
  return {
    kind,
    enabled: enabled?.value === true && read.boolean("ingress", "enabled")?.value !== false,
    location: enabled?.location,
    hosts: hosts.map(({ value, location }) => ({ value: value.trim().toLowerCase(), location })),
    middlewares: read.strings("ingress", kind, "middlewares"),
  }
}

function probePaths(read: YamlReader): readonly Located<string>[] {
  const paths = ["livenessProbe", "readinessProbe", "startupProbe"].flatMap(
    (probe) => read.string(probe, "httpGet", "path") ?? [],
  )
  return paths.filter((path, index) => paths.findIndex(({ value }) => value === path.value) === index)
}
