/**
 * The process under load: the server with one app, or an empty handler to compare it with. It talks to its parent over
 * the process channel only, so that the secret is in no argument and no environment.
 */
import { randomBytes } from "node:crypto"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { createProvider } from "../../src/adapters/oidc/provider.ts"
import { type AppSource, makeAppConfig } from "../../src/server/config/app-config.ts"
import { startServer } from "../../src/server/server.ts"

/** What the parent asks for. */
export type Order = { readonly kind: "start"; readonly app?: AppSource } | { readonly kind: "usage" }

/** Microseconds of processor time, bytes of memory. */
export interface Usage {
  readonly cpuMicros: number
  readonly rss: number
}

process.on("message", async (order: Order) => {
  if (order.kind === "start") process.send?.(order.app ? await startApp(order.app) : await startEmpty())
  else process.send?.(usage())
})

function usage(): Usage {
  // Only what is held counts, not what the collector has not got round to.
  globalThis.gc?.()
  const { user, system } = process.cpuUsage()
  return { cpuMicros: user + system, rss: process.memoryUsage().rss }
}

async function startApp(source: AppSource): Promise<string> {
  const made = makeAppConfig(source)
  if (!made.ok) throw new Error(JSON.stringify(made.problems))
  const loopback = { host: "127.0.0.1", port: 0 }
  const quiet = () => undefined
  const { url } = await startServer({
    apps: [made.value],
    createProvider,
    now: Date.now,
    random: randomBytes,
    log: { debug: quiet, info: quiet, warn: quiet, error: quiet },
    listen: loopback,
    adminListen: loopback,
  })
  return url
}

function startEmpty(): Promise<string> {
  const server = createServer({ maxHeaderSize: 65_536 }, (_, response) => {
    response.writeHead(200, ["Content-Length", "0"])
    response.end()
  })
  return new Promise((resolve) =>
    server.listen(0, "127.0.0.1", () =>
      resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
    ),
  )
}
