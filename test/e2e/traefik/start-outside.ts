import { randomUUID } from "node:crypto"
import type { SecretTriple, Values } from "../../../src/core/contract/values.ts"
import { type EchoApp, startEchoApp } from "../../../src/sandbox/echo-app.ts"
import { type Entra, startEntra } from "../../../src/sandbox/entra/start-entra.ts"
import { makeSampleUsers, type SandboxUser } from "../../../src/sandbox/users.ts"
import { type Manifest, parseManifests } from "../../chart/cases.ts"
import { makeSecrets } from "../../chart/pod.ts"
import { template } from "../helm.ts"

export const host = "myapp.my-namespace.example"

/** Everything but the login itself: the provider, the app behind it, and what Helm makes of the values. */
export interface Outside {
  readonly entra: Entra
  readonly app: EchoApp
  readonly manifests: readonly Manifest[]
  /** Made for this run. */
  readonly secrets: SecretTriple
  readonly close: () => Promise<void>
}

export async function startOutside(
  values: Partial<Values> = {},
  users: readonly SandboxUser[] = makeSampleUsers([]),
): Promise<Outside> {
  const secrets = makeSecrets()
  const entra = await startEntra({
    tenant: { id: randomUUID() },
    apps: [
      {
        clientId: secrets.clientId,
        displayName: "My App",
        secret: secrets.clientSecret,
        redirectUris: [`https://${host}/oauth2/callback`, `https://${host}/login`],
      },
    ],
    users,
  })
  const app = await startEchoApp()
  const manifests = render({
    domain: host,
    ...values,
    provider: { url: entra.issuer, ...values.provider },
    forwardAuth: {
      image: { repository: "registry.example/idp-oidc" },
      traefikVersion: "3.7.13",
      ...values.forwardAuth,
    },
  })
  return {
    entra,
    app,
    manifests,
    secrets,
    close: async () => {
      await Promise.all([app.close(), entra.close()])
    },
  }
}

function render(values: Values): readonly Manifest[] {
  const { ok, stdout, stderr } = template("helm3", { document: values })
  if (!ok) throw new Error(stderr)
  return parseManifests(stdout)
}
