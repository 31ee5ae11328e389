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

/**
 * One secret is the chart's default: it is named like the release where the values name none. Of three separate ones, those that
 * are not named have the guide's names.
 */
export function parseReleaseSecrets(
  values: string | undefined,
  { namespace, app, release }: { readonly namespace: string; readonly app: string; readonly release: string },
): ReleaseSecrets {
  const read = readYaml(values ?? "", "values.yaml")
  const text = (...keys: readonly string[]) =>
    read.ok ? read.value.string("externalSecret", ...keys)?.value || undefined : undefined
  if (read.ok && read.value.boolean("externalSecret", "enabled")?.value === false)
    return { kind: "elsewhere" }
  const separate = {
    clientId: text("separateSecrets", "clientId"),
    clientSecret: text("separateSecrets", "clientSecret"),
    sessionSecret: text("separateSecrets", "sessionSecret"),
  }
  if (Object.values(separate).every((path) => path === undefined))
    return {
      kind: "together",
      path: text("remoteSecretPath") ?? `customer/${namespace}/${text("remoteSecretName") ?? release}`,
    }
  const guide = secretPaths(namespace, app)
  return {
    kind: "separate",
    paths: {
      clientId: separate.clientId ?? guide.clientId,
      clientSecret: separate.clientSecret ?? guide.clientSecret,
      sessionSecret: separate.sessionSecret ?? guide.sessionSecret,
    },
  }
}
