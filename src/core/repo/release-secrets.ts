import { secretPaths } from "../contract/names.ts"
import { readYaml } from "./located-yaml.ts"

/** Where a release's secrets are in AWS. Source: the chart's schema, `externalSecret`. */
export type ReleaseSecrets =
  | {
      readonly kind: "separate"
      readonly paths: Readonly<Record<keyof ReturnType<typeof secretPaths>, string>>
    }
  /** All three as one JSON text. */
  | { readonly kind: "together"; readonly path: string }
  /** Whoever makes the Kubernetes Secret, it is not this release. */
  | { readonly kind: "elsewhere" }

/** Where the values do not say it, the guide's names. */
export function parseReleaseSecrets(
  values: string | undefined,
  { namespace, app }: { readonly namespace: string; readonly app: string },
): ReleaseSecrets {
  const read = readYaml(values ?? "", "values.yaml")
  const text = (...keys: readonly string[]) =>
    read.ok ? read.value.string("externalSecret", ...keys)?.value || undefined : undefined
  if (read.ok && read.value.boolean("externalSecret", "enabled")?.value === false)
    return { kind: "elsewhere" }
  const guide = secretPaths(namespace, app)
  const separate = {
    clientId: text("separateSecrets", "clientId"),
    clientSecret: text("separateSecrets", "clientSecret"),
    sessionSecret: text("separateSecrets", "sessionSecret"),
  }
  const isSeparate = Object.values(separate).some((path) => path !== undefined)
  const name = text("remoteSecretName")
  const path = text("remoteSecretPath") ?? (name === undefined ? undefined : `customer/${namespace}/${name}`)
  if (!isSeparate && path !== undefined) return { kind: "together", path }
  return {
    kind: "separate",
    paths: {
      clientId: separate.clientId ?? guide.clientId,
      clientSecret: separate.clientSecret ?? guide.clientSecret,
      sessionSecret: separate.sessionSecret ?? guide.sessionSecret,
    },
  }
}
