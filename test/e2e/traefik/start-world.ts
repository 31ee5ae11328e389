/** What the chart deploys, on loopback: the rendered Middleware in a real Traefik, the rendered values in our server. */
import { randomBytes, randomUUID } from "node:crypto"
import { parse } from "yaml"
import { createProvider } from "../../../src/adapters/oidc/provider.ts"
import type { Values } from "../../../src/core/contract/values.ts"
import { type EchoApp, startEchoApp } from "../../../src/sandbox/echo-app.ts"
import { type Entra, startEntra } from "../../../src/sandbox/entra/start-entra.ts"
import { makeSampleUsers } from "../../../src/sandbox/users.ts"
import { makeAppConfig } from "../../../src/server/config/app-config.ts"
import { type RunningServer, startServer } from "../../../src/server/server.ts"
import { only, parseManifests, release } from "../../chart/cases.ts"
import { template } from "../helm.ts"
import { startTraefik, type Traefik } from "./start-traefik.ts"

export const host = "myapp.my-namespace.example"

export interface World {
  readonly entra: Entra
  readonly app: EchoApp
  readonly server: RunningServer
  readonly traefik: Traefik
  /** The Middleware as the chart wrote it, asking this server. */
  readonly forwardAuth: object
  /** Milliseconds that the server's clock is ahead. */
  readonly advance: (ms: number) => void
  readonly close: () => Promise<void>
}

export async function startWorld(values: Partial<Values> = {}): Promise<World> {
  const secrets = {
    clientId: randomUUID(),
    clientSecret: randomBytes(20).toString("base64url"),
    sessionSecret: randomBytes(16).toString("hex"),
  }
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
    users: makeSampleUsers([]),
  })
  const app = await startEchoApp()
  const rendered = render({
    domain: host,
    ...values,
    provider: { url: entra.issuer, ...values.provider },
    forwardAuth: {
      image: { repository: "registry.example/idp-oidc" },
      traefikVersion: "3.7.13",
      ...values.forwardAuth,
    },
  })
  const config = makeAppConfig({ app: release.name, values: rendered.values, secrets })
  if (!config.ok) throw new Error(JSON.stringify(config.problems))
  let ahead = 0
  const loopback = { host: "127.0.0.1", port: 0 }
  const quiet = () => undefined
  const server = await startServer({
    apps: [config.value],
    createProvider,
    listen: loopback,
    adminListen: loopback,
    now: () => Date.now() + ahead,
    random: (bytes) => randomBytes(bytes),
    log: { debug: quiet, info: quiet, warn: quiet, error: quiet },
  })
  // The name of a Service means something in a cluster only; every other field is as the chart wrote it.
  const forwardAuth = { ...rendered.forwardAuth, address: `${server.url}/` }
  const traefik = await startTraefik({ host, forwardAuth, appUrl: app.url })
  return {
    entra,
    app,
    server,
    traefik,
    forwardAuth,
    advance: (ms) => {
      ahead += ms
    },
    close: async () => {
      await traefik.close()
      await Promise.all([server.close(), app.close(), entra.close()])
    },
  }
}

function render(values: Values): { readonly values: Values; readonly forwardAuth: object } {
  const { ok, stdout, stderr } = template("helm3", { document: values })
  if (!ok) throw new Error(stderr)
  const manifests = parseManifests(stdout)
  return {
    values: parse(only(manifests, "ConfigMap").data["values.yaml"]) as Values,
    forwardAuth: only(manifests, "Middleware").spec.forwardAuth,
  }
}
