/** What the chart deploys, on loopback: the rendered Middleware in a real Traefik, the rendered values in our server. */
import { randomBytes } from "node:crypto"
import { parse } from "yaml"
import { createProvider } from "../../../src/adapters/oidc/provider.ts"
import type { Values } from "../../../src/core/contract/values.ts"
import type { SandboxUser } from "../../../src/sandbox/users.ts"
import { makeAppConfig } from "../../../src/server/config/app-config.ts"
import { type RunningServer, startServer } from "../../../src/server/server.ts"
import { only, release } from "../../chart/cases.ts"
import { host, type Outside, startOutside } from "./start-outside.ts"
import { startTraefik, type Traefik } from "./start-traefik.ts"

export { host }

export interface World extends Omit<Outside, "manifests" | "secrets"> {
  readonly server: RunningServer
  readonly traefik: Traefik
  /** The Middleware as the chart wrote it, asking this server. */
  readonly forwardAuth: object
  /** Milliseconds that the server's clock is ahead. */
  readonly advance: (ms: number) => void
}

export async function startWorld(
  values: Partial<Values> = {},
  users?: readonly SandboxUser[],
): Promise<World> {
  const { manifests, secrets, ...outside } = await startOutside(values, users)
  const config = makeAppConfig({
    app: release.name,
    values: parse(only(manifests, "ConfigMap").data["values.yaml"]) as Values,
    secrets,
  })
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
  const forwardAuth = { ...only(manifests, "Middleware").spec.forwardAuth, address: `${server.url}/` }
  const traefik = await startTraefik({ host, forwardAuth, appUrl: outside.app.url })
  return {
    ...outside,
    server,
    traefik,
    forwardAuth,
    advance: (ms) => {
      ahead += ms
    },
    close: async () => {
      await traefik.close()
      await Promise.all([server.close(), outside.close()])
    },
  }
}
